package preflight.init.draft;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.file.PackedTable;
import preflight.resource.Kind;

/**
 * What the name of a variable says of a store: {@code SESSION_REDIS_HOST} is the host of the Redis
 * of {@code SESSION_REDIS}.
 *
 * @param kind empty for a store of another kind, such as MySQL
 * @param certain whether the name leaves no other kind
 * @param group the variables of one store begin so
 */
record StoreVariable(Optional<Kind> kind, boolean certain, String group, Part part) {

  /** What of a store a variable tells; by the ends of names. */
  enum Part {
    URL("URL|URI|DSN|CONNECTION_STRING"),
    HOST("HOST|HOSTNAME|SERVER|ADDRESS|ADDR"),
    PORT("PORT"),
    PASSWORD("PASSWORD|PASS|PWD"),
    USER("USER|USERNAME"),
    DATABASE("DATABASE|DB|DBNAME|NAME"),
    TLS("SSLMODE|SSL_MODE"),
    DRIVER("CONNECTION|ENGINE|DRIVER|DIALECT|TYPE");

    private final Pattern name;

    Part(String ends) {
      this.name = Pattern.compile("(?:(.+)_|(PG))(?:" + ends + ")");
    }
  }

  /** A word of a name, and the kind that it tells. */
  private record Word(Optional<Kind> kind, boolean certain) {}

  private static final Map<String, Word> WORDS = words();

  private static Map<String, Word> words() {
    Map<String, Word> words = new HashMap<>();
    for (String row : PackedTable.lines(StoreVariable.class, "store-words.txt")) {
      String[] cells = row.split("\\s+", 3);
      Optional<Kind> kind =
          Arrays.stream(Kind.values()).filter(it -> it.key().equals(cells[1])).findFirst();
      words.put(cells[0], new Word(kind, cells.length > 2 && cells[2].equals("certain")));
    }
    return words;
  }

  static Optional<StoreVariable> of(String variable) {
    String name = variable.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    for (Part part : Part.values()) {
      Matcher matcher = part.name.matcher(name);
      if (matcher.matches()) {
        String group = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        Optional<StoreVariable> found = of(group, part);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** The word that is certain, or the last that is any. */
  private static Optional<StoreVariable> of(String group, Part part) {
    List<Word> told =
        Arrays.stream(group.split("_", -1)).filter(WORDS::containsKey).map(WORDS::get).toList();
    return told.stream()
        .filter(Word::certain)
        .findFirst()
        .or(() -> told.isEmpty() ? Optional.empty() : Optional.of(told.getLast()))
        .map(it -> new StoreVariable(it.kind(), it.certain(), group, part));
  }
}
