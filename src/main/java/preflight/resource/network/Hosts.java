package preflight.resource.network;

import java.net.Inet6Address;
import java.net.InetAddress;

/** What stands under {@code host}. */
public final class Hosts {

  private Hosts() {}

  /** RFC 1918, RFC 6598, RFC 4193 and link-local addresses. */
  public static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || (bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64)
        || (address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc);
  }

  /** Whether it is an address that anybody may be asked to carry packets to; a name is none. */
  public static boolean isPublicAddress(String host) {
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      return !address.isLoopbackAddress() && !isPrivate(address);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
