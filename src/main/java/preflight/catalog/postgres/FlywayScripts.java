package preflight.catalog.postgres;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import preflight.probe.postgres.MigrationScripts.Script;

/** The versioned migrations that Flyway's file names tell. Pure. */
record FlywayScripts(List<String> versions) {

  private static final Pattern NAME = Pattern.compile("V([0-9][0-9._]*)__.*\\.sql");

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
}
