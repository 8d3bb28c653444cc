package preflight.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import preflight.check.ExitCode;
import preflight.profile.Mode;

@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Checks profiles, with their packs, and nothing else; a parent may be incomplete.",
    footer = {"", "Example: preflight lint staging production"})
final class LintCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      paramLabel = "ENV|FILE",
      arity = "1..*",
      description = "Environments, or files of profiles.")
  private List<String> environments = new ArrayList<>();

  LintCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    boolean valid = true;
    for (String environment : environments) {
      var profile = gate.read(environment, Mode.LINT, shell.environment(), clock);
      valid &= profile.isPresent();
      profile.ifPresent(it -> {
        it.plan().notices().forEach(note -> shell.out().println(note.place() + ": " + note.text()));
        shell.out().println("%s: %d checks".formatted(it.file(), it.plan().checks().size()));
      });
    }
    return valid ? ExitCode.GO.code() : ExitCode.INVALID.code();
  }
}
