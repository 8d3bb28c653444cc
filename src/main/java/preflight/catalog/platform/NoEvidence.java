package preflight.catalog.platform;

import java.time.Duration;
import java.util.Optional;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Environment;

/**
 * Judges an API that gave no answer. What it says about the project is a failure; that we may not
 * look, or that it is silent, says nothing about the environment.
 */
public final class NoEvidence {

  private static final Command LOGIN = Command.of("gcloud auth application-default login");

  private NoEvidence() {}

  /**
   * What follows for the question that was asked.
   *
   * @param needed what the caller would have to be allowed
   * @param expected the good state that was asked about
   */
  public static Outcome of(
      ApiTrouble trouble, Permission needed, Environment environment, String expected) {
    return of(trouble, needed, environment, environment.gcp().project(), expected);
  }

  /**
   * The same where another project was asked.
   *
   * @param project where the caller would have to be allowed
   */
  public static Outcome of(
      ApiTrouble trouble,
      Permission needed,
      Environment environment,
      Optional<String> project,
      String expected) {
    return switch (trouble) {
      case ApiTrouble.ApiDisabled(String api) ->
          Outcome.failed(Signal.API_DISABLED, expected, "the API " + api + " is disabled")
              .fact("api", api);
      case ApiTrouble.BillingDisabled(String reason) ->
          Outcome.failed(
              Signal.BILLING_DISABLED, expected, "the project's account is closed: " + reason);
      case ApiTrouble.PolicyDenied() ->
          Outcome.failed(
              Signal.POLICY_DENIED, expected, "a policy of the organisation forbids the call");
      case ApiTrouble.Forbidden(String reason) ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "the caller lacks %s (%s), or it does not exist%s"
                  .formatted(needed.permissions(), needed.role(), inBrackets(reason)),
              grant(needed, environment, project));
      // No number: the same obstacle of many secrets is one.
      case ApiTrouble.PayloadForbidden _ ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "it exists and is enabled, and the caller lacks %s (%s) to see what it holds"
                  .formatted(needed.permissions(), needed.role()),
              grant(needed, environment, project));
      case ApiTrouble.Undeclared(String field) ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "the profile does not declare " + field + ", so there is nobody to ask");
      case ApiTrouble.ClosedFile(String path) ->
          Outcome.unknown(
              UnknownReason.PERMISSION, expected, "the file " + path + " cannot be opened");
      case ApiTrouble.OpenFile(String why) -> Outcome.unknown(UnknownReason.VANTAGE, expected, why);
      case ApiTrouble.NoCredentials() ->
          Outcome.unknown(
              UnknownReason.PERMISSION, expected, "this machine has no Google credentials", LOGIN);
      case ApiTrouble.CredentialsRefused(String reason) ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "the credentials are expired or invalid" + inBrackets(reason),
              LOGIN);
      case ApiTrouble.Throttled(String reason) ->
          Outcome.unknown(
              UnknownReason.TRANSIENT,
              expected,
              ("the %s quota of the project (per minute) is used up%s; run it again in a minute,"
                      + " on less (--only), or have the quota raised: all callers of the project"
                      + " share it")
                  .formatted(
                      needed == Permission.SECRET_ACCESS ? "access" : "read", inBrackets(reason)));
      case ApiTrouble.Unavailable(String code) ->
          Outcome.unknown(UnknownReason.TRANSIENT, expected, "the API did not answer: " + code);
      case ApiTrouble.Implausible(String what) ->
          Outcome.unknown(
              UnknownReason.TRANSIENT,
              expected,
              "the API answered with a name of a %s that Google does not give; see gcp.endpoints"
                  .formatted(what));
      case ApiTrouble.ChangeRefused(String why) ->
          Outcome.unknown(
              UnknownReason.PERMISSION, expected, "the deployment makes no revision: it " + why);
      case ApiTrouble.Undecided() ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "the deployment decides the value of a variable, which is not known before it");
      case ApiTrouble.Silent(Duration waited) ->
          Outcome.unknown(
              UnknownReason.DEADLINE,
              expected,
              "the API was silent for " + Math.max(1, waited.toSeconds()) + " s");
      case ApiTrouble.OverBudget(String what) ->
          Outcome.unknown(
              UnknownReason.BUDGET, expected, "the budget of a run for " + what + " is spent");
    };
  }

  private static Command grant(
      Permission needed, Environment environment, Optional<String> project) {
    Command bare = needed.grant();
    Command grant =
        project.map(it -> bare.with("project", it)).orElse(bare).with(environment.facts());
    return environment
        .gcp()
        .impersonate()
        .map(it -> grant.with("caller", "serviceAccount:" + it))
        .orElseGet(() ->
            Command.of("ACCOUNT=$(gcloud config get-value account) && ")
                .then(grant)
                .with("caller", Command.of("\"user:${ACCOUNT:?no account is set in gcloud}\"")));
  }

  private static String inBrackets(String reason) {
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }
}
