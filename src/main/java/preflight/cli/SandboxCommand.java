package preflight.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import preflight.cli.SandboxProcess.SandboxFailed;

@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Start the sandbox; it runs until you interrupt it.",
    footer = {
      "",
      "Paste its export lines into another shell: there `preflight run sandbox` and gcloud use it.",
      "",
      "Example: preflight sandbox --scenario redis-stopped"
    })
final class SandboxCommand implements Callable<Integer> {

  private final Shell shell;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "healthy",
      description = "The scenario: what is broken in the sandbox (default: ${DEFAULT-VALUE}).")
  private String scenario = "healthy";

  @Option(
      names = "--further-secrets",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "How many extra secrets to add for measurements: EXTRA_1_SECRET and so on.")
  private int furtherSecrets;

  SandboxCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    DemoCommand.checkName(scenario);
    try (var sandbox =
        SandboxProcess.start(shell.installation(), scenario, furtherSecrets, this::say)) {
      return sandbox.waitFor();
    } catch (SandboxFailed e) {
      return e.exitCode();
    }
  }

  private void say(String line) {
    shell.out().println(quoted(line));
    shell.out().flush();
  }

  /** What is to be evaluated is quoted: the folder of the sandbox may be called anything. */
  static String quoted(String line) {
    String[] export = line.split("[ =]", 3);
    return export.length == 3 && export[0].equals("export")
        ? preflight.check.command.Command.of("export {name:variable}=")
            .with("name", export[1])
            .then(preflight.check.command.Command.value(export[2]))
            .toString()
        : line;
  }
}
