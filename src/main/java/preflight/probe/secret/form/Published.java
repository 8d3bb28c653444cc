package preflight.probe.secret.form;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.file.PackedTable;
import preflight.probe.secret.text.Bytes;

/** Credentials that everybody has, since products come with them. */
record Published(Set<String> digests) {

  private static final String FILE = "/preflight/probe/published-credentials.txt";
  private static final int DIGITS = 64;

  static Published all() {
    return new Published(
        PackedTable.lines(Published.class, FILE).stream()
            .map(it -> it.substring(0, DIGITS))
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean has(Bytes value) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.copy());
      return digests.contains(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }

  /** By the beginning of what stands between the lines of a PEM file. */
  boolean hasKey(Bytes base64) {
    return base64.length() >= DIGITS && has(base64.subSequence(0, DIGITS));
  }
}
