package preflight.resource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An amount of memory, written as Cloud Run takes it: {@code 512Mi}, {@code 1.5Gi} or, by powers of
 * ten, {@code 512M}.
 */
public record Size(long bytes) {

  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(Ki|Mi|Gi|Ti|k|M|G|T)");

  private static final long MOST = 1L << 50;

  /** The largest first, those of two before those of ten. */
  private static final Map<String, Long> UNITS = new LinkedHashMap<>();

  static {
    UNITS.put("Ti", 1L << 40);
    UNITS.put("Gi", 1L << 30);
    UNITS.put("Mi", 1L << 20);
    UNITS.put("Ki", 1L << 10);
    UNITS.put("T", 1_000_000_000_000L);
    UNITS.put("G", 1_000_000_000L);
    UNITS.put("M", 1_000_000L);
    UNITS.put("k", 1_000L);
  }

  public static Size parse(String text) {
    var written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException("expected a size such as 512Mi, 1.5Gi or 512M");
    }
    // A part of a byte is a whole one, as in Kubernetes.
    BigDecimal bytes =
        new BigDecimal(written.group(1))
            .multiply(BigDecimal.valueOf(UNITS.getOrDefault(written.group(2), 1L)))
            .setScale(0, RoundingMode.UP);
    if (bytes.compareTo(BigDecimal.valueOf(MOST)) > 0) {
      throw new IllegalArgumentException("expected a size of at most 1024Ti");
    }
    return new Size(bytes.longValueExact());
  }

  @Override
  public String toString() {
    return UNITS.entrySet().stream()
        .filter(it -> bytes % it.getValue() == 0)
        .findFirst()
        .map(it -> bytes / it.getValue() + it.getKey())
        .orElse(bytes + " bytes");
  }
}
