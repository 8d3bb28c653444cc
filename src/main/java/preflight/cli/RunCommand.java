package preflight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import preflight.cli.gate.DeploymentOptions;
import preflight.cli.gate.Gate;
import preflight.cli.gate.RunOptions;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "The gate: run the checks, print the report, exit with the verdict.",
    footer = {
      "",
      "Each flag also has a variable, except --only, --skip and --trust-endpoint: --fail-on is",
      "PREFLIGHT_FAIL_ON. The flag wins over the variable.",
      "These can weaken the verdict: --skip, --only, --allow-unknown (PREFLIGHT_ALLOW_UNKNOWN),",
      "--deadline (PREFLIGHT_DEADLINE), --from (PREFLIGHT_FROM), --now (PREFLIGHT_NOW) and",
      "--trust-endpoint. Each report lists those that you used.",
      "",
      "Example: preflight run staging -o human -o json=report.json"
    })
final class RunCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(paramLabel = "ENV|FILE", description = "The environment, or the file of its profile.")
  private String environment = "";

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private DeploymentOptions deployment = new DeploymentOptions();

  RunCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    options.withdraw();
    return gate.run(
        environment, shell.environment(), options, deployment, options.report(), shell.since());
  }
}
