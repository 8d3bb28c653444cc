package preflight.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "The gate: runs the plan, prints the report, exits with the verdict.",
    footer = {
      "",
      "What a flag says, a variable can say too: --fail-on is PREFLIGHT_FAIL_ON; the flag wins.",
      "Only --only, --skip and --trust-endpoint have none.",
      "--skip, --only, --allow-unknown (PREFLIGHT_ALLOW_UNKNOWN), --deadline (PREFLIGHT_DEADLINE),",
      "--from (PREFLIGHT_FROM), --now (PREFLIGHT_NOW) and --trust-endpoint can weaken the verdict;",
      "each report lists them where they are used.",
      "",
      "Example: preflight run staging -o human -o json=report.json"
    })
final class RunCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(paramLabel = "ENV|FILE", description = "The environment, or the file of its profile.")
  private String environment = "";

  @Mixin private RunOptions options = new RunOptions();

  RunCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() {
    options.withdraw();
    return gate.run(environment, shell.environment(), options, options.report(), shell.since());
  }
}
