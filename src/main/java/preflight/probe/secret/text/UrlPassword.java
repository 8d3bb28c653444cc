package preflight.probe.secret.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.UrlReading;

/**
 * The password in a connection URL, or in what stands in place of one: in the query, in key words
 * of libpq, in a connection string of .NET.
 */
final class UrlPassword {

  private static final int LONGEST = 2048;

  private UrlPassword() {}

  /** A copy, its codes resolved; whoever takes it wipes it. */
  static Optional<byte[]> in(byte[] value) {
    boolean pairs = false;
    for (byte b : value) {
      pairs |= b == '=' || b == '@';
    }
    if (!pairs || value.length > LONGEST) {
      return Optional.empty();
    }
    return UrlReading.of(new String(value, UTF_8).strip())
        .understood()
        .flatMap(ConnectionUrl::password)
        .map(it -> it.getBytes(UTF_8));
  }
}
