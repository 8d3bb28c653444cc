package preflight.resource;

import java.util.regex.Pattern;

/** An amount of memory, written {@code 512Mi} or {@code 4Gi}. */
public record Size(long bytes) {

  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})(Ki|Mi|Gi|Ti)");

  private static final long MOST = 1L << 50;

  public static Size parse(String text) {
    var written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException("expected a size such as 512Mi or 4Gi");
    }
    int shift =
        switch (written.group(2)) {
          case "Ki" -> 10;
          case "Mi" -> 20;
          case "Gi" -> 30;
          default -> 40;
        };
    long amount = Long.parseLong(written.group(1));
    if (amount > MOST >> shift) {
      throw new IllegalArgumentException("expected a size of at most 1024Ti");
    }
    return new Size(amount << shift);
  }

  @Override
  public String toString() {
    return bytes % (1L << 30) == 0 ? (bytes >> 30) + "Gi" : (bytes >> 20) + "Mi";
  }
}
