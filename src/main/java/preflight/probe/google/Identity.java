package preflight.probe.google;

import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.PluggableAuthCredentials;
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
