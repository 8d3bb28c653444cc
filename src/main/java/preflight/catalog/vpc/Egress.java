package preflight.catalog.vpc;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Which requests a revision sends into its network. Pure. */
public enum Egress {
  ALL_TRAFFIC,
  /** What Cloud Run does where nobody says. */
  PRIVATE_RANGES_ONLY;

  /** Whether requests to an address go that way. */
  public enum Coverage {
    COVERED,
    MISSED,
    /** Google's documentation does not say. */
    UNCLEAR
  }

  /** An address with the number of its bits that count. */
  private record Range(int address, int bits) {

    static Range of(int first, int second, int third, int fourth, int bits) {
      return new Range(first << 24 | second << 16 | third << 8 | fourth, bits);
    }

    boolean contains(int other) {
      return (address ^ other) >>> (32 - bits) == 0;
    }
  }

  /** RFC 1918, RFC 6598, and the addresses of Private Google Access. */
  private static final List<Range> PRIVATE =
      List.of(
          Range.of(10, 0, 0, 0, 8),
          Range.of(172, 16, 0, 0, 12),
          Range.of(192, 168, 0, 0, 16),
          Range.of(100, 64, 0, 0, 10),
          Range.of(199, 36, 153, 4, 30),
          Range.of(199, 36, 153, 8, 30));

  /** RFC 1112: a VPC may use it, and what the egress makes of it is not written down. */
  private static final Range CLASS_E = Range.of(240, 0, 0, 0, 4);

  /** In the words of the API; empty for a mode that this version does not know. */
  public static Optional<Egress> of(Optional<String> word) {
    if (word.isEmpty()) {
      return Optional.of(PRIVATE_RANGES_ONLY);
    }
    for (Egress each : values()) {
      if (each.name().equals(word.get())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  public Coverage covers(InetAddress address) {
    return switch (this) {
      case ALL_TRAFFIC -> Coverage.COVERED;
      case PRIVATE_RANGES_ONLY -> isPrivate(address.getAddress());
    };
  }

  private static Coverage isPrivate(byte[] bytes) {
    if (bytes.length != 4) {
      return Coverage.UNCLEAR;
    }
    int address =
        (bytes[0] & 0xff) << 24
            | (bytes[1] & 0xff) << 16
            | (bytes[2] & 0xff) << 8
            | (bytes[3] & 0xff);
    if (PRIVATE.stream().anyMatch(it -> it.contains(address))) {
      return Coverage.COVERED;
    }
    return CLASS_E.contains(address) ? Coverage.UNCLEAR : Coverage.MISSED;
  }
}
