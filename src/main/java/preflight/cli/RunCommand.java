package preflight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import preflight.cli.gate.AfterOptions;
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
      "Each flag also has a variable, except --only, --skip, --trust-endpoint and the flags of a",
      "deployment (--deploying, --manifest, --strict, --after, --wait, --rollback): --fail-on is",
      "PREFLIGHT_FAIL_ON. The flag wins over the variable.",
      "These can weaken the verdict: --skip, --only, --allow-unknown (PREFLIGHT_ALLOW_UNKNOWN),",
      "--deadline (PREFLIGHT_DEADLINE), --from (PREFLIGHT_FROM), --now (PREFLIGHT_NOW) and",
      "--trust-endpoint. Each report lists those that you used.",
      "",
      "Example: preflight run staging -o human -o json=report.json",
      "  before a deployment: preflight run staging -- gcloud run deploy backend --image=...",
      "  after it:            preflight run staging --after report.json --rollback",
      "docs/deployments.md tells what blocks a deployment, and what is only told."
    })
final class RunCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(paramLabel = "ENV|FILE", description = "The environment, or the file of its profile.")
  private String environment = "";

  @Parameters(
      index = "1..*",
      paramLabel = "-- COMMAND",
      description =
          "After --: the command that is going to deploy. Preflight reads what it deploys and does not"
              + " run it; scripts/deploy-with-preflight does both.")
  private List<String> command = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Mixin private RunOptions options = new RunOptions();

  @Mixin private AfterOptions after = new AfterOptions();

  @Mixin private DeploymentOptions deployment = new DeploymentOptions();

  RunCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!command.isEmpty() && !spec.commandLine().getParseResult().originalArgs().contains("--")) {
      throw new UsageMistake(
          "unexpected argument '%s'; the command that deploys stands after --"
              .formatted(command.getFirst()));
    }
    boolean followed = gate.isFollowed();
    boolean handed = !followed && after.handed(shell.environment());
    after.check(followed);
    if (handed) {
      // The files have the reports of before.
      options.onScreen();
      return gate.runAfter(environment, shell.environment(), options, after, options.report());
    }
    deployment.of(command, shell.environment()).check(after);
    options.withdraw();
    if (after.given()) {
      return gate.runAfter(environment, shell.environment(), options, after, options.report());
    }
    return gate.run(
        environment, shell.environment(), options, deployment, options.report(), shell.since());
  }
}
