package preflight.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import preflight.check.ExitCode;
import preflight.cli.gate.Gate;
import preflight.cli.gate.TrustOptions;
import preflight.profile.Linted;
import preflight.profile.Profile;

@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Check profiles with their packs, or packs alone. Contacts nothing. A parent profile may be incomplete.",
    footer = {"", "Example: preflight lint staging production"})
final class LintCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      paramLabel = "ENV|FILE",
      arity = "1..*",
      description = "Names of environments, or files of profiles or packs.")
  private List<String> environments = new ArrayList<>();

  @Mixin private TrustOptions trust = new TrustOptions();

  LintCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Clock clock = Clock.systemUTC();
    boolean valid = true;
    for (String environment : environments) {
      switch (gate.lint(environment, shell.environment(), trust.trusted(), clock)) {
        case Linted.Sound(Profile profile) -> tell(profile);
        case Linted.Pack(Path file, int rules) ->
            shell.out().println("%s: %d rules".formatted(file, rules));
        case Linted.Invalid _ -> valid = false;
      }
    }
    return valid ? ExitCode.GO.code() : ExitCode.INVALID.code();
  }

  private void tell(Profile profile) {
    profile.variables().stream()
        .filter(it -> !it.declared())
        .forEach(it ->
            shell
                .out()
                .println(
                    "%s: reads your variable %s, which 'variables' does not declare"
                        .formatted(it.place(), it.name())));
    profile.plan().weakenings().forEach(shell.out()::println);
    profile.plan().notices().forEach(it -> shell.out().println(it.place() + ": " + it.text()));
    shell.out().println("%s: %d checks".formatted(profile.file(), profile.plan().checks().size()));
  }
}
