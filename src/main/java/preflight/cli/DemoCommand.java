package preflight.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import preflight.check.ExitCode;
import preflight.cli.SandboxProcess.SandboxFailed;
import preflight.cli.gate.Gate;
import preflight.cli.gate.RunOptions;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Start the sandbox, run the gate on it, and stop it. Takes the flags of run.",
    footer = {"", "Example: preflight demo --scenario redis-stopped"})
final class DemoCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "healthy",
      description = "The scenario: what is broken in the sandbox (default: ${DEFAULT-VALUE}).")
  private String scenario = "healthy";

  @Option(names = "--list", description = "List the scenarios.")
  private boolean list;

  @Mixin private RunOptions options = new RunOptions();

  DemoCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      return list();
    }
    checkName(scenario);
    options.check();
    options.withdraw();
    try (var sandbox = SandboxProcess.start(shell.installation(), scenario, 0, _ -> {})) {
      Map<String, String> variables = new HashMap<>(shell.environment());
      variables.putAll(sandbox.exports());
      String profile = shell.installation().home().resolve("env-profiles/sandbox.yaml").toString();
      // The time of the sandbox is not that of the run.
      return gate.run(profile, variables, options, options.report(), System.nanoTime());
    } catch (SandboxFailed e) {
      return e.exitCode();
    }
  }

  /** The sandbox says which names there are; what no name looks like is not handed on to it. */
  static void checkName(String scenario) {
    if (!scenario.matches("[a-z0-9-]+")) {
      throw new UsageMistake(
          "unknown scenario '%s'; preflight demo --list shows all of them".formatted(scenario));
    }
  }

  private int list() throws IOException, InterruptedException {
    try {
      SandboxProcess.scenarios(shell.installation()).forEach(shell.out()::println);
      return ExitCode.GO.code();
    } catch (SandboxFailed e) {
      return e.exitCode();
    }
  }
}
