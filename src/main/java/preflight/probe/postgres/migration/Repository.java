package preflight.probe.postgres.migration;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import preflight.probe.PeerText;
import preflight.probe.postgres.migration.MigrationScripts.Script;

/**
 * The migrations that a repository holds. Pure.
 *
 * @param ids in the order in which they run
 * @param refused why the tool runs none of them, each a clause
 * @param heads where several end; one head, or none, is in order
 * @param parents of each, where files name them
 * @param optional those that may never run: a context, a squashed one
 */
public record Repository(
    List<String> ids,
    List<String> refused,
    List<String> heads,
    Map<String, Set<String>> parents,
    Set<String> optional) {

  private static final Comparator<String> NUMBERS_FIRST =
      Comparator.comparing((String it) -> number(it).orElse(BigInteger.ZERO))
          .thenComparing(Comparator.naturalOrder());

  public Repository {
    ids = List.copyOf(ids);
    refused = List.copyOf(refused);
    heads = List.copyOf(heads);
    parents = new LinkedHashMap<>(parents);
    optional = Set.copyOf(optional);
  }

  static Repository of(List<String> ids, List<String> refused) {
    return new Repository(ids, refused, List.of(), Map.of(), Set.of());
  }

  /**
   * By the names of files.
   *
   * @param plain an id as the table writes it
   * @param text whether ids are in the order of texts, not of numbers
   */
  static Repository named(
      List<Script> scripts,
      Function<Script, Optional<String>> id,
      Function<String, String> plain,
      boolean text) {
    var files = new TreeMap<String, List<String>>(text ? Comparator.naturalOrder() : NUMBERS_FIRST);
    for (Script script : scripts) {
      id.apply(script)
          .map(plain)
          .ifPresent(it -> files.computeIfAbsent(it, _ -> new ArrayList<>()).add(script.path()));
    }
    return of(List.copyOf(files.keySet()), twice(files));
  }

  /** Of ids that stand in several files. */
  static List<String> twice(Map<String, List<String>> files) {
    return files.entrySet().stream()
        .filter(it -> it.getValue().size() > 1)
        .map(it -> "%s is in %s".formatted(it.getKey(), String.join(" and ", it.getValue())))
        .toList();
  }

  /** Those that did not run, by the ids of those that did. */
  public List<String> pending(List<String> applied) {
    Set<String> done = parents.isEmpty() ? Set.copyOf(applied) : below(applied);
    return ids.stream().filter(it -> !done.contains(it) && !optional.contains(it)).toList();
  }

  private Set<String> below(List<String> applied) {
    var done = new LinkedHashSet<String>();
    var open = new ArrayDeque<>(applied);
    while (!open.isEmpty()) {
      String id = open.pop();
      if (done.add(id)) {
        open.addAll(parents.getOrDefault(id, Set.of()));
      }
    }
    return done;
  }

  /** Whether a row of the database comes after all of them, as a commit that is not here would. */
  public boolean endsBefore(PeerText row) {
    return !ids.isEmpty() && comesAfter(row, ids.getLast());
  }

  /** Whether a row comes after an id: by its first number, else by its text. */
  public static boolean comesAfter(PeerText row, String id) {
    List<BigInteger> numbers = row.numbers();
    Optional<BigInteger> number = number(id);
    if (numbers.isEmpty() || number.isEmpty()) {
      return row.raw().compareTo(id) > 0;
    }
    return numbers.getFirst().compareTo(number.get()) > 0;
  }

  /** The row that comes after all others. */
  public static Optional<PeerText> last(List<PeerText> rows) {
    return rows.stream().reduce((one, other) -> comesAfter(other, one.raw()) ? other : one);
  }

  /** The number that an id begins with. */
  private static Optional<BigInteger> number(String id) {
    String digits =
        id.chars()
            .takeWhile(it -> it >= '0' && it <= '9')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return digits.isEmpty() ? Optional.empty() : Optional.of(new BigInteger(digits));
  }

  /** What names a parent that nobody holds, and what is its own ancestor. */
  static List<String> broken(Map<String, Set<String>> parents) {
    List<String> broken = new ArrayList<>();
    parents.forEach((id, all) ->
        all.stream()
            .filter(it -> !parents.containsKey(it))
            .forEach(
                it -> broken.add("%s names %s before it, which is not there".formatted(id, it))));
    parents.keySet().stream()
        .filter(it -> isInCircle(it, parents))
        .findFirst()
        .ifPresent(it -> broken.add(it + " comes before itself, in a circle"));
    return broken;
  }

  private static boolean isInCircle(String id, Map<String, Set<String>> parents) {
    var seen = new LinkedHashSet<String>();
    var open = new ArrayDeque<>(parents.getOrDefault(id, Set.of()));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (next.equals(id)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(parents.getOrDefault(next, Set.of()));
      }
    }
    return false;
  }
}
