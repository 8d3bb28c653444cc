package preflight.deployment.command;

import java.util.List;
import java.util.Optional;

/** Terraform's own commands, which are not read: a saved plan is binary. */
final class Terraform {

  private static final String UNDERSTOOD = "terraform show -json %s > plan.json";

  private Terraform() {}

  /** Why the command is not read, with what Preflight reads instead. */
  static String refusal(SimpleCommand command) {
    List<String> words =
        command.words().stream().skip(1).filter(it -> !it.startsWith("-")).toList();
    if (words.isEmpty() || !words.getFirst().equals("apply")) {
      return "only terraform apply deploys";
    }
    Optional<String> plan = words.stream().skip(1).findFirst();
    return plan.map(it ->
            ("the plan %s is not text; write it as JSON ("
                    + UNDERSTOOD
                    + ") and name that: --manifest plan.json")
                .formatted(it, it))
        .orElse(
            "terraform apply makes its plan while it runs; save it first (terraform plan -out=tfplan),"
                + " write it as JSON ("
                + UNDERSTOOD.formatted("tfplan")
                + ") and name that: --manifest plan.json");
  }
}
