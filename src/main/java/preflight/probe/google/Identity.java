package preflight.probe.google;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
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
      return Optional.of(
          impersonate.isEmpty()
              ? own
              : ImpersonatedCredentials.create(
                  own, impersonate.get(), null, SCOPES, LIFETIME_SECONDS));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
