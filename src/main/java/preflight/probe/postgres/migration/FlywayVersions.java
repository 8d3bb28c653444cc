package preflight.probe.postgres.migration;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import preflight.probe.PeerText;

/** Flyway's version numbers. */
public final class FlywayVersions {

  private static final Pattern PART = Pattern.compile("[0-9]+");

  private FlywayVersions() {}

  /** Of a file, as Flyway's table writes it: {@code V1_2__name.sql} is {@code 1.2}. */
  static String of(String name) {
    return name.substring(1, name.indexOf("__")).replace('_', '.');
  }

  /** Whether it comes after a version that a database tells. */
  public static boolean isLater(String version, PeerText than) {
    return isLater(parts(version), than.numbers());
  }

  /** Compares part by part as numbers, where a missing part counts as zero. */
  static boolean isLater(String version, String than) {
    return isLater(parts(version), parts(than));
  }

  private static boolean isLater(List<BigInteger> one, List<BigInteger> other) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      int order = part(one, i).compareTo(part(other, i));
      if (order != 0) {
        return order > 0;
      }
    }
    return false;
  }

  private static List<BigInteger> parts(String version) {
    return PART.matcher(version).results().map(it -> new BigInteger(it.group())).toList();
  }

  private static BigInteger part(List<BigInteger> parts, int index) {
    return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
  }
}
