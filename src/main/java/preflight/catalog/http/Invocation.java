package preflight.catalog.http;

import java.util.Optional;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.google.IdTokens;
import preflight.probe.http.Exchange.Answer;
import preflight.probe.http.Exchange.Shown;
import preflight.resource.service.Admission;

/** Judges what stands between a caller and a private service by what the caller showed. */
final class Invocation {

  private static final Command LOGIN =
      Command.of(
          "gcloud auth application-default login"
              + " --impersonate-service-account={INVOKER?service account that may call the service}");

  private Invocation() {}

  /** Nobody was asked: nothing is known of the service. */
  static Outcome withoutToken(Answer.WithoutToken none, String expected) {
    String audience = none.wanted().audience();
    return switch (none.why()) {
      case IdTokens.Answer.Minted _ ->
          throw new IllegalArgumentException("there is a token for " + audience);
      case IdTokens.Answer.NoCredentials() ->
          unknown(
              expected, "this machine has no Google credentials to get an ID token with", LOGIN);
      case IdTokens.Answer.NoServiceAccount(String whose) ->
          unknown(
              expected,
              ("the credentials of this machine are those of %s, which get no ID token for %s;"
                      + " log in as a service account, or declare invoke-as")
                  .formatted(whose, audience),
              LOGIN);
      case IdTokens.Answer.Forbidden(Optional<String> account) ->
          unknown(
              expected,
              "this machine may not get an ID token%s: it lacks %s (%s), or the account does not exist"
                  .formatted(
                      account.map(" of "::concat).orElse(""),
                      Permission.ID_TOKEN.permissions(),
                      Permission.ID_TOKEN.role()),
              account
                  .map(it -> Permission.ID_TOKEN.grant().with("account", it))
                  .orElse(Permission.ID_TOKEN.grant()));
      case IdTokens.Answer.CredentialsRefused() ->
          unknown(
              expected,
              "the credentials of this machine are expired or invalid, so there is no ID token",
              Command.of("gcloud auth application-default login"));
      case IdTokens.Answer.Away() ->
          Outcome.unknown(
              UnknownReason.TRANSIENT, expected, "nobody answered who issues ID tokens");
    };
  }

  private static Outcome unknown(String expected, String observed, Command command) {
    return Outcome.unknown(UnknownReason.PERMISSION, expected, observed, command);
  }

  /**
   * What a refusal of the front end means. That our own account may not call the service says
   * nothing of its callers; that a declared caller may not, does.
   */
  static Outcome refused(Failed denied, int status, Shown shown) {
    return switch (shown.admission()) {
      case Admission.Unsaid() -> denied;
      case Admission.Everyone() -> denied.as(Signal.HTTP_NOT_PUBLIC);
      case Admission.ByIdToken(_, String audience, _, _) when status == 401 ->
          denied
              .as(Signal.HTTP_TOKEN_UNFIT)
              .saying("does not accept an ID token for the audience " + audience)
              .fact("audience", audience);
      case Admission.ByIdToken(_, _, Optional<String> declared, _) ->
          declared.isPresent()
              ? denied
                  .as(Signal.HTTP_INVOKER_DENIED)
                  .saying("does not let %s call it".formatted(declared.get()))
                  .fact("caller", "serviceAccount:" + declared.get())
              : unknown(
                  denied.expected(),
                  "%s with the ID token of %s: it lacks %s (%s)"
                      .formatted(
                          denied.observed(),
                          shown.account().orElse("the account of this machine"),
                          Permission.RUN_INVOKE.permissions(),
                          Permission.RUN_INVOKE.role()),
                  grant(shown.account()));
    };
  }

  private static Command grant(Optional<String> account) {
    Command grant = Permission.RUN_INVOKE.grant();
    return account.map(it -> grant.with("caller", "serviceAccount:" + it)).orElse(grant);
  }
}
