package preflight.catalog.postgres;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import preflight.probe.PeerText;
import preflight.probe.postgres.MigrationScripts.Script;

/** The versioned migrations that Flyway's file names tell. Pure. */
record FlywayScripts(List<String> versions) {

  private static final Pattern NAME = Pattern.compile("V([0-9][0-9._]*)__.*\\.sql");

  private static final Pattern PART = Pattern.compile("[0-9]+");

  static FlywayScripts of(List<Script> scripts) {
    return new FlywayScripts(
        scripts.stream()
            .flatMap(it -> NAME.matcher(it.name()).results())
            .map(FlywayScripts::version)
            .toList());
  }

  /** As Flyway's table writes it: {@code 1_2} is {@code 1.2}. */
  private static String version(MatchResult name) {
    return name.group(1).replace('_', '.');
  }

  /** Whether it comes after a version that a database tells. */
  static boolean isLater(String version, PeerText than) {
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
