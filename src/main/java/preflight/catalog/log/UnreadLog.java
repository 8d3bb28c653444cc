package preflight.catalog.log;

import preflight.catalog.platform.NoEvidence;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.command.Command;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Environment;

/** Judges a log that nobody could read: it explains what fails, and nothing needs it to work. */
final class UnreadLog {

  private static final Command ENABLE =
      Command.of("gcloud services enable {api} --project={project}");

  private UnreadLog() {}

  static Outcome of(ApiTrouble trouble, Environment environment, String expected) {
    return switch (trouble) {
      case ApiTrouble.ApiDisabled(String api) ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "the API " + api + " is disabled, so nobody reads the log",
              ENABLE.with(environment.facts()).with("api", api));
      case ApiTrouble.PolicyDenied() ->
          Outcome.unknown(
              UnknownReason.PERMISSION,
              expected,
              "a policy of the organisation forbids this caller to read the log");
      default -> NoEvidence.of(trouble, Permission.LOG_VIEW, environment, expected);
    };
  }

  /** The project, or the whole question, is unknown to the API. */
  static Outcome refused(String expected) {
    return Outcome.unknown(
        UnknownReason.PERMISSION,
        expected,
        "Cloud Logging knows no log of this project: the caller may lack "
            + Permission.LOG_VIEW.role());
  }
}
