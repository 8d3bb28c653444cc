package preflight.probe.google;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdToken;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.UserCredentials;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.resource.field.Grammar;

/** Gets ID tokens with the credentials of a run, each once. */
public final class GoogleIdTokens implements IdTokens {

  /** Without an e-mail address, Identity-Aware Proxy knows no caller. */
  private static final List<IdTokenProvider.Option> WITH_ACCOUNT =
      List.of(IdTokenProvider.Option.INCLUDE_EMAIL, IdTokenProvider.Option.FORMAT_FULL);

  private static final Pattern STATUS = Pattern.compile("(?i)(?:error )?code:? (\\d{3})\\b");
  private static final int AT_ONCE = 4;

  private final Identity identity;
  private final OncePerKey<Wanted, Answer> minted =
      new OncePerKey<>(new Semaphore(AT_ONCE), this::ask, it -> !(it instanceof Answer.Away));

  GoogleIdTokens(Identity identity) {
    this.identity = identity;
  }

  @Override
  public Answer mint(Wanted wanted) throws InterruptedException {
    return minted.get(wanted);
  }

  /** What no peer may be quoted with. */
  public List<SecretValue> known() {
    return minted
        .known()
        .flatMap(it ->
            it instanceof Answer.Minted(SecretValue token, _)
                ? Optional.of(token).stream()
                : Optional.<SecretValue>empty().stream())
        .toList();
  }

  private Answer ask(Wanted wanted) {
    Optional<GoogleCredentials> own;
    try {
      own = identity.credentials();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Away();
    }
    if (own.isEmpty()) {
      return new Answer.NoCredentials();
    }
    try {
      GoogleCredentials speaking =
          wanted
              .account()
              .<GoogleCredentials>map(it -> Identity.impersonating(own.get(), it))
              .orElseGet(() -> Identity.asServiceAccount(own.get()));
      // Its tokens are for the program that signed the person in, whatever audience is asked for.
      return speaking instanceof IdTokenProvider provider && !(speaking instanceof UserCredentials)
          ? minted(provider.idTokenWithAudience(wanted.audience(), WITH_ACCOUNT))
          : new Answer.NoServiceAccount(whose(speaking));
    } catch (IOException e) {
      return refused(e, wanted, own.get());
    }
  }

  private static Answer minted(IdToken token) throws IOException {
    JsonWebSignature read =
        JsonWebSignature.parse(GsonFactory.getDefaultInstance(), token.getTokenValue());
    return new Answer.Minted(
        SecretValue.of(token.getTokenValue()),
        Optional.ofNullable(read.getPayload().get("email"))
            .map(Object::toString)
            .filter(Grammar.SERVICE_ACCOUNT::fits));
  }

  private static String whose(GoogleCredentials credentials) {
    return credentials instanceof UserCredentials
        ? "a person (gcloud auth application-default login)"
        : "a federated identity that is no service account";
  }

  private static Answer refused(IOException e, Wanted wanted, GoogleCredentials own) {
    return switch (status(e)) {
      case 400, 401 -> new Answer.CredentialsRefused();
      case 403, 404 ->
          new Answer.Forbidden(
              wanted
                  .account()
                  .or(() ->
                      Identity.asServiceAccount(own) instanceof ImpersonatedCredentials it
                          ? Optional.ofNullable(it.getAccount())
                          : Optional.empty()));
      default -> new Answer.Away();
    };
  }

  /** Of the answer of whoever issues; zero where none came. The library has it in words, too. */
  private static int status(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof HttpResponseException answered) {
        return answered.getStatusCode();
      }
      Matcher told = STATUS.matcher(String.valueOf(at.getMessage()));
      if (told.find()) {
        return Integer.parseInt(told.group(1));
      }
      if (at instanceof Retryable token && !token.isRetryable()) {
        return 401;
      }
    }
    return 0;
  }
}
