package preflight.init.source;

import java.util.List;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;

/** Why Google gave no answer, in words. */
final class Troubles {

  private Troubles() {}

  static String words(ApiAnswer<?> answer, String project, String region) {
    return switch (answer) {
      case ApiAnswer.Refused<?>(ApiTrouble trouble) -> words(trouble, project);
      case ApiAnswer.Absent<?> _, ApiAnswer.Unfit<?> _, ApiAnswer.Malformed<?> _ ->
          "there is no project %s with a region %s".formatted(project, region);
      case ApiAnswer.Got<?> _ -> "nothing is wrong";
    };
  }

  private static String words(ApiTrouble trouble, String project) {
    return switch (trouble) {
      case ApiTrouble.ApiDisabled(String api) ->
          "the API %s is disabled in %s".formatted(api, project);
      case ApiTrouble.BillingDisabled(String reason) ->
          "the account of %s is closed (%s)".formatted(project, reason);
      case ApiTrouble.PolicyDenied() -> "a policy of the organisation forbids the call";
      case ApiTrouble.Forbidden _ ->
          "the caller may not list them in %s, or there is no such project".formatted(project);
      case ApiTrouble.NoCredentials() -> "this machine has no Google credentials";
      case ApiTrouble.CredentialsRefused _ -> "the Google credentials are expired or invalid";
      case ApiTrouble.Throttled _ -> "the quota of %s is used up".formatted(project);
      case ApiTrouble.Silent(var waited) ->
          "the API was silent for %d s".formatted(Math.max(1, waited.toSeconds()));
      case ApiTrouble.Unavailable(String code) -> "the API did not answer (%s)".formatted(code);
      case ApiTrouble.PayloadForbidden _,
          ApiTrouble.Undeclared _,
          ApiTrouble.ClosedFile _,
          ApiTrouble.OpenFile _,
          ApiTrouble.Implausible _,
          ApiTrouble.ChangeRefused _,
          ApiTrouble.Undecided _,
          ApiTrouble.OverBudget _ ->
          "the API gave no answer that can be used";
    };
  }

  /** What helps against most of it. */
  static List<String> remedies() {
    return List.of(
        "sign in: gcloud auth application-default login",
        "roles that it needs: roles/run.viewer and roles/secretmanager.viewer",
        "without access: preflight init ENV --from service.yaml");
  }
}
