package preflight.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import preflight.cli.SandboxProcess.SandboxFailed;
import preflight.profile.Suggestions;
import preflight.sandbox.Scenario;
import preflight.sandbox.Scenarios;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Starts the sandbox, runs the gate on it, stops it; takes the flags of run.",
    footer = {"", "Example: preflight demo --scenario redis-stopped"})
final class DemoCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      defaultValue = "healthy",
      description = "How the sandbox is broken (default: ${DEFAULT-VALUE}).")
  private String scenario = "healthy";

  @Option(names = "--list", description = "List the scenarios.")
  private boolean list;

  @Mixin private RunOptions options = new RunOptions();

  DemoCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      list();
      return 0;
    }
    checkScenario(scenario);
    options.check();
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

  private void list() {
    int width = Scenarios.all().stream().mapToInt(it -> it.name().length()).max().orElse(0);
    for (Scenario each : Scenarios.all()) {
      shell
          .out()
          .println(
              "%s%s  %2d  %s"
                  .formatted(
                      each.name(),
                      " ".repeat(width - each.name().length()),
                      each.exitCode(),
                      each.says()));
    }
  }

  static void checkScenario(String name) {
    if (Scenarios.named(name).isEmpty()) {
      throw new UsageMistake(
          "there is no scenario '%s'%s"
              .formatted(
                  name,
                  Suggestions.sentence(
                      name, Scenarios.all().stream().map(Scenario::name).toList())));
    }
  }
}
