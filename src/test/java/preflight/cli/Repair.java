package preflight.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.sandbox.RunningSandbox;

/**
 * Where the printed repair of a scenario leads whoever pastes it: a row of {@code repairs.txt}.
 *
 * @param why nothing more is repaired by it
 */
record Repair(String scenario, To leads, String why) {

  private static final Path TABLE = Path.of("src/test/resources/repairs.txt");
  private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");
  private static final Pattern ASKED = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*):\\?");
  private static final Pattern SET = Pattern.compile("\\b([A-Z_]+)=\\$\\(");

  /** How far one gets by pasting. */
  enum To {
    /** The next run passes. */
    GO,
    /** The commands show things and change nothing. */
    LOOKS,
    /** They need something that only the reader knows. */
    ASKS
  }

  static List<Repair> all() {
    try {
      return Files.readAllLines(TABLE).stream()
          .filter(it -> !it.isBlank() && !it.startsWith("#"))
          .map(it -> {
            String[] cells = BAR.split(it, 3);
            return new Repair(cells[0], To.valueOf(cells[1]), cells[2]);
          })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What whoever runs the sandbox knows of what a report asks its reader for. */
  static Map<String, String> known(RunningSandbox sandbox) {
    var values = new HashMap<String, String>();
    String random = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    values.put("NEW_SERVICE_SECRET", random);
    values.put("NEW_GOOGLE_CLIENT_SECRET", "GOCSPX-" + random.substring(0, 28));
    values.put("NEW_POSTGRES_PASSWORD", sandbox.passwords().getOrDefault("postgres", ""));
    values.put("REDIS_AUTH", sandbox.passwords().getOrDefault("redis", ""));
    values.put("INSTANCE", "cache");
    return values;
  }

  /** What the commands ask for, and nobody here knows. */
  static Set<String> unknown(List<String> commands, Map<String, String> known) {
    return commands.stream()
        .flatMap(it -> {
          Set<String> own =
              SET.matcher(it).results().map(at -> at.group(1)).collect(Collectors.toSet());
          return ASKED
              .matcher(it)
              .results()
              .map(MatchResult::group)
              .map(Repair::name)
              .filter(at -> !own.contains(at));
        })
        .filter(it -> !known.containsKey(it))
        .collect(Collectors.toSet());
  }

  private static String name(String asked) {
    return asked.substring(2, asked.length() - 2);
  }
}
