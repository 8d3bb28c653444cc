package preflight.probe.google;

import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.PluggableAuthCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Application default credentials, looked for when the first real endpoint is asked. */
final class Identity {

  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");
  private static final int LIFETIME_SECONDS = 3600;

  private final Optional<String> impersonate;
  private final OncePerKey<String, Optional<GoogleCredentials>> found =
      new OncePerKey<>(new Semaphore(1), _ -> look());

  Identity(Optional<String> impersonate) {
    this.impersonate = impersonate;
  }

  /** Empty where this machine has none. */
  Optional<GoogleCredentials> credentials() throws InterruptedException {
    return found.get("default");
  }

  /** Of which kind they are, and whose. */
  Optional<String> told() throws InterruptedException {
    return credentials()
        .map(it ->
            switch (it) {
              case ImpersonatedCredentials as ->
                  "service account " + as.getAccount() + ", impersonated";
              case ServiceAccountCredentials as ->
                  "service account %s, by a key".formatted(as.getClientEmail());
              case ExternalAccountCredentials as ->
                  "federated identity"
                      + Optional.ofNullable(as.getServiceAccountEmail())
                          .map(account -> ", as service account " + account)
                          .orElse("");
              case UserCredentials _ -> "a person's, of gcloud auth application-default login";
              case ComputeEngineCredentials _ -> "the service account of this machine";
              default -> it.getAuthenticationType();
            });
  }

  private Optional<GoogleCredentials> look() {
    try {
      GoogleCredentials own = GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
      return Optional.of(impersonate.isEmpty() ? own : impersonating(own, impersonate.get()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static ImpersonatedCredentials impersonating(GoogleCredentials own, String account) {
    return ImpersonatedCredentials.create(own, account, null, SCOPES, LIFETIME_SECONDS);
  }

  /**
   * The credentials as those of a service account, where a federated identity speaks for one: the
   * library then has access tokens of it and no ID tokens.
   */
  static GoogleCredentials asServiceAccount(GoogleCredentials own) {
    return own instanceof ExternalAccountCredentials federated
            && federated.getServiceAccountEmail() != null
        ? impersonating(withoutAccount(federated), federated.getServiceAccountEmail())
        : own;
  }

  private static GoogleCredentials withoutAccount(ExternalAccountCredentials federated) {
    return switch (federated) {
      case IdentityPoolCredentials it ->
          IdentityPoolCredentials.newBuilder(it).setServiceAccountImpersonationUrl(null).build();
      case AwsCredentials it ->
          AwsCredentials.newBuilder(it).setServiceAccountImpersonationUrl(null).build();
      case PluggableAuthCredentials it ->
          PluggableAuthCredentials.newBuilder(it).setServiceAccountImpersonationUrl(null).build();
      default -> federated;
    };
  }
}
