package preflight.source.image.ignore;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import preflight.source.image.dockerfile.Mistake;

/**
 * A {@code .dockerignore}, as each of three builders reads it.
 *
 * <p>BuildKit walks into every directory and asks all patterns, each also about the directories
 * above. Docker's classic builder asks the same, and does not enter an excluded directory unless an
 * exception begins with its very name: {@code !src/app} leads it into {@code src}, {@code
 * !**}{@code /app} does not. Kaniko asks about each file by itself, and of the directories above
 * only about the one that is as deep as the pattern.
 */
public final class DockerIgnore {

  public static final String NAME = ".dockerignore";

  private static final String CLASSIC = "Docker without BuildKit";
  private static final String KANIKO = "Kaniko";

  private final String file;
  private final List<Rule> rules;
  private final List<Mistake> mistakes;
  private final Map<String, Directory> directories = new HashMap<>();

  private DockerIgnore(String file, List<Rule> rules, List<Mistake> mistakes) {
    this.file = file;
    this.rules = List.copyOf(rules);
    this.mistakes = List.copyOf(mistakes);
  }

  /**
   * A line that means something.
   *
   * @param depth of how many names it consists
   */
  private record Rule(
      int line, String pattern, boolean exception, Predicate<String> matches, int depth) {

    String written() {
      return exception ? "!" + pattern : pattern;
    }
  }

  /**
   * What the patterns say of a directory.
   *
   * @param matched by which of them
   * @param entered whether the classic builder looks into it
   */
  private record Directory(BitSet matched, boolean entered) {}

  /** Without a file nothing is ignored. */
  public static DockerIgnore none() {
    return new DockerIgnore(NAME, List.of(), List.of());
  }

  public static DockerIgnore read(String file, String text) {
    List<Rule> rules = new ArrayList<>();
    List<Mistake> mistakes = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String pattern = line.strip();
      // Only at the very beginning: " # x" is a pattern.
      if (line.startsWith("#") || pattern.isEmpty()) {
        continue;
      }
      boolean exception = pattern.startsWith("!");
      if (exception) {
        pattern = pattern.substring(1).strip();
      }
      if (pattern.isEmpty()) {
        mistakes.add(new Mistake(file, number, "'!' names nothing"));
        continue;
      }
      pattern = CleanPath.of(pattern);
      if (pattern.length() > 1 && pattern.startsWith("/")) {
        pattern = pattern.substring(1);
      }
      Optional<Predicate<String>> glob = Glob.ofIgnored(pattern);
      if (glob.isEmpty()) {
        mistakes.add(new Mistake(file, number, "'%s' is no pattern".formatted(line.strip())));
        continue;
      }
      int depth = (int) pattern.chars().filter(it -> it == '/').count() + 1;
      rules.add(new Rule(number, pattern, exception, glob.get(), depth));
    }
    return new DockerIgnore(file, rules, mistakes);
  }

  public String file() {
    return file;
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }

  /**
   * Of a file.
   *
   * @param path below the context
   */
  public Verdict of(String path) {
    if (rules.isEmpty()) {
      return Verdict.PACKED;
    }
    Directory parent = parent(path);
    BitSet matched = new BitSet();
    int decided = decide(path, parent.matched(), matched);
    if (decided >= 0 && !rules.get(decided).exception()) {
      return new Verdict.Ignored(file, rules.get(decided).line(), rules.get(decided).written());
    }
    if (decided < 0) {
      return Verdict.PACKED;
    }
    List<String> not = new ArrayList<>();
    if (!parent.entered()) {
      not.add(CLASSIC);
    }
    if (isIgnoredByKaniko(path)) {
      not.add(KANIKO);
    }
    Rule rule = rules.get(decided);
    return not.isEmpty()
        ? Verdict.PACKED
        : new Verdict.Disputed(file, rule.line(), rule.written(), List.copyOf(not));
  }

  private Directory parent(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return new Directory(new BitSet(), true);
    }
    String directory = path.substring(0, slash);
    Directory known = directories.get(directory);
    if (known != null) {
      return known;
    }
    Directory above = parent(directory);
    BitSet matched = new BitSet();
    int decided = decide(directory, above.matched(), matched);
    boolean ignored = decided >= 0 && !rules.get(decided).exception();
    var found =
        new Directory(matched, above.entered() && (!ignored || isNamedByException(directory)));
    directories.put(directory, found);
    return found;
  }

  /**
   * Asks the patterns one after the other; a pattern that could change nothing is not asked, which
   * counts for what is below.
   *
   * @return the number of the pattern that decided last, or -1
   */
  private int decide(String path, BitSet above, BitSet matched) {
    int decided = -1;
    boolean ignored = false;
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      boolean match = above.get(i);
      if (!match) {
        if (rule.exception() != ignored) {
          continue;
        }
        match = rule.matches().test(path);
      }
      matched.set(i, match);
      if (match) {
        if (ignored == rule.exception()) {
          decided = i;
        }
        ignored = !rule.exception();
      }
    }
    return decided;
  }

  private boolean isNamedByException(String directory) {
    return rules.stream()
        .anyMatch(it -> it.exception() && (it.pattern() + "/").startsWith(directory + "/"));
  }

  private boolean isIgnoredByKaniko(String path) {
    String[] names = path.split("/", -1);
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.exception() != ignored) {
        continue;
      }
      boolean match = rule.matches().test(path);
      if (!match && rule.depth() < names.length) {
        match = rule.matches().test(String.join("/", List.of(names).subList(0, rule.depth())));
      }
      if (match) {
        ignored = !rule.exception();
      }
    }
    return ignored;
  }
}
