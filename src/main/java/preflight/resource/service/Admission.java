package preflight.resource.service;

import java.net.URI;
import java.util.Optional;
import preflight.resource.network.SameOrigin;
import preflight.resource.network.TrustedHosts;

/** What a caller of a service shows at its door, as far as the profile tells. */
public sealed interface Admission {

  /** The profile does not tell. */
  record Unsaid() implements Admission {}

  /** Nothing: the service is declared public. */
  record Everyone() implements Admission {}

  /**
   * A Google ID token.
   *
   * @param service the only place that gets it
   * @param account whom the token speaks for; empty for whoever runs this
   * @param beside whether the application reads {@code Authorization} itself
   */
  record ByIdToken(URI service, String audience, Optional<String> account, boolean beside)
      implements Admission {

    /** Whether a URL is of the service, and nobody on the way there can read what is sent. */
    public boolean isFor(URI url) {
      return SameOrigin.holds(url, service)
          && ("https".equals(url.getScheme()) || TrustedHosts.isThisMachine(service));
    }
  }
}
