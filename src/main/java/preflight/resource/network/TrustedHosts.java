package preflight.resource.network;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hosts that may get the caller's Google credentials: Google's own, this machine, and those
 * that the caller names. A profile cannot add to them.
 *
 * @param named by the caller, in lower case
 */
public record TrustedHosts(Set<String> named) {

  /** What a caller trusts who says nothing. */
  public static final TrustedHosts GOOGLE = new TrustedHosts(Set.of());

  /** Private, restricted and regional names of Google's APIs end so, too. */
  private static final Pattern API =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+googleapis\\.com");

  /** As everybody writes an address; some resolvers take {@code 2130706433} for a name. */
  private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|.*:.*");

  public TrustedHosts {
    named = Set.copyOf(named);
  }

  /** Whether credentials may go there; never in plain text. */
  public boolean mayHaveCredentials(URI endpoint) {
    return "https".equals(endpoint.getScheme())
        && endpoint.getUserInfo() == null
        && endpoint.getHost() != null
        && (isGoogleOrHere(endpoint) || isNamed(endpoint));
  }

  /** Whether credentials may go there only because the caller says so. */
  public boolean onlyNamed(URI endpoint) {
    return mayHaveCredentials(endpoint) && !isGoogleOrHere(endpoint);
  }

  private boolean isNamed(URI endpoint) {
    return named.contains(lower(endpoint));
  }

  private static boolean isGoogleOrHere(URI endpoint) {
    return API.matcher(lower(endpoint)).matches() || isThisMachine(endpoint);
  }

  private static String lower(URI endpoint) {
    return endpoint.getHost().toLowerCase(Locale.ROOT);
  }

  /** Whether the host is {@code localhost} or a loopback address; no other name is looked up. */
  public static boolean isThisMachine(URI url) {
    String host = lower(url);
    return host.equals("localhost") || isLoopback(host.replaceAll("^\\[|]$", ""));
  }

  private static boolean isLoopback(String literal) {
    if (!ADDRESS.matcher(literal).matches()) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(literal).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
