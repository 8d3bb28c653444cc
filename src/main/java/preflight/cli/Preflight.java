package preflight.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "preflight",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "May this environment be deployed to, and if not, whose problem is it: infrastructure,"
            + " configuration or code?",
    footer = {
      "",
      "ENV is the name of a profile in env-profiles/ (in this folder or one above), or a file.",
      "Exit codes: 0 go; 10 infrastructure, 11 configuration, 12 code, 13 several; 14 warnings;",
      "20 inconclusive; 64 usage; 78 invalid profile. All of them: docs/exit-codes.md",
      "Completion in bash and zsh: source <(preflight generate-completion)"
    })
final class Preflight implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
