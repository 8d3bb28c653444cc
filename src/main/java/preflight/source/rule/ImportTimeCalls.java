package preflight.source.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import preflight.file.PackedTable;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;

/** What no module of Python may call, or make, while it is imported. */
public record ImportTimeCalls(
    @Field(
            value = "Classes and functions, beside those that are known to open a connection",
            example = "[{ name: app.cache.CacheManager, why: it asks for a token }]",
            weaker = Weaker.LESS)
        List<Call> calls,
    @Field(
            value = "Names that modules may call all the same, as the findings say them",
            example = "[app.db.Base.metadata.create_all]",
            weaker = Weaker.MORE,
            grammar = Grammar.LINE)
        List<String> allowed) {

  private static final List<Call> SHIPPED =
      PackedTable.lines(ImportTimeCalls.class, "import-time-calls.txt").stream()
          .flatMap(ImportTimeCalls::row)
          .toList();

  public ImportTimeCalls {
    calls = List.copyOf(calls);
    allowed = List.copyOf(allowed);
  }

  /** As shipped. */
  public ImportTimeCalls() {
    this(List.of(), List.of());
  }

  /** One of them. */
  public record Call(
      @Field(
              value =
                  "Its whole name, or the name of a class or function alone, wherever it is"
                      + " defined; of a class, also what is called on its objects",
              example = "app.cache.CacheManager",
              min = 1,
              grammar = Grammar.LINE)
          String name,
      @Field(
              value = "What it does, and what to do in its place",
              example = "it asks for a token",
              min = 1,
              grammar = Grammar.LINE)
          String why) {}

  private static Stream<Call> row(String row) {
    int blank = row.indexOf(' ');
    return expanded(row.substring(0, blank)).stream()
        .map(it -> new Call(it, row.substring(blank + 1)));
  }

  private static List<String> expanded(String name) {
    int open = name.indexOf('{');
    if (open < 0) {
      return List.of(name);
    }
    int close = name.indexOf('}', open);
    var all = new ArrayList<String>();
    for (String it : name.substring(open + 1, close).split(",", -1)) {
      all.addAll(expanded(name.substring(0, open) + it + name.substring(close + 1)));
    }
    return all;
  }

  /** Finds names among those that are forbidden. */
  public Lookup lookup() {
    Map<String, String> exact = new LinkedHashMap<>();
    SHIPPED.forEach(it -> exact.put(it.name(), it.why()));
    return new Lookup(exact, calls, allowed);
  }

  /**
   * The forbidden names.
   *
   * @param shipped why, by name
   */
  public record Lookup(Map<String, String> shipped, List<Call> own, List<String> allowed) {

    /**
     * Why a name is forbidden, as a clause that goes on from it; empty where it is not.
     *
     * @param qualified {@code "redis.Redis.ping"}
     */
    public Optional<String> why(String qualified) {
      if (allowed.contains(qualified)) {
        return Optional.empty();
      }
      for (Call it : own) {
        if (names(it.name(), qualified)) {
          return Optional.of(it.why());
        }
      }
      @Nullable String why = shipped.get(qualified);
      for (int dot = qualified.indexOf('.'); why == null && dot >= 0; ) {
        why = shipped.get("*" + qualified.substring(dot));
        dot = qualified.indexOf('.', dot + 1);
      }
      return Optional.ofNullable(why);
    }

    private static boolean names(String name, String qualified) {
      boolean whole = qualified.equals(name) || qualified.startsWith(name + ".");
      String around = "." + qualified + ".";
      return whole || (name.indexOf('.') < 0 && around.contains("." + name + "."));
    }
  }
}
