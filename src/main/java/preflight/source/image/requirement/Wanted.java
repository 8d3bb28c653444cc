package preflight.source.image.requirement;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One requirement, as PEP 508 writes it, or as pip takes it besides.
 *
 * @param version where it is pinned
 * @param marker what must hold; empty for always
 */
record Wanted(String name, Set<String> extras, Optional<String> version, String marker) {

  private static final Pattern NAMED =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\\s*(?:\\[([^]]*)\\])?\\s*(.*)",
          Pattern.DOTALL);

  private static final Pattern PINNED = Pattern.compile("\\(?\\s*===?\\s*([^,;\\s)*]+)\\s*\\)?");

  private static final Pattern EGG = Pattern.compile("[#&]egg=([A-Za-z0-9._-]+)(?:\\[([^]]*)\\])?");

  private static final Pattern WHEEL =
      Pattern.compile("(?:.*/)?([A-Za-z0-9_.]+)-([^-/]+)(?:-[^/]*)?\\.whl.*");

  private static final Pattern REPOSITORY =
      Pattern.compile("git\\+.*?/([A-Za-z0-9_.-]+?)(?:\\.git)?(?:@[^/#]*)?(?:#.*)?");

  private static final Pattern ARCHIVE =
      Pattern.compile("(?:.*/)?([A-Za-z0-9_.-]+?)-(\\d[^/]*?)\\.(?:tar\\.gz|zip).*");

  private static final Pattern PYTHON =
      Pattern.compile(
          "python(?:_full)?_version\\s*(<=|>=|<|>|==|!=)\\s*['\"]3\\.(\\d+)(?:\\.\\d+)?['\"]");

  private static final Pattern SYSTEM =
      Pattern.compile("(sys_platform|platform_system|os_name)\\s*(==|!=)\\s*['\"](\\w+)['\"]");

  /** Empty where the text names no distribution. */
  static Optional<Wanted> of(String text) {
    String[] halves = text.split("\\s*;\\s*", 2);
    String marker = halves.length < 2 ? "" : halves[1].strip();
    String spec = halves[0].strip();
    Matcher egg = EGG.matcher(spec);
    if (spec.contains("://") && !spec.matches("[A-Za-z0-9._-]+\\s*(\\[.*?\\])?\\s*@.*")) {
      return egg.find()
          ? Optional.of(new Wanted(egg.group(1), extras(egg.group(2)), Optional.empty(), marker))
          : ofFile(spec, marker);
    }
    if (spec.endsWith(".whl") || spec.endsWith(".tar.gz")) {
      return ofFile(spec, marker);
    }
    Matcher named = NAMED.matcher(spec);
    if (!named.matches()) {
      return Optional.empty();
    }
    String rest = named.group(3);
    if (!rest.isEmpty() && "=<>!~@(".indexOf(rest.charAt(0)) < 0) {
      return Optional.empty();
    }
    Matcher pinned = PINNED.matcher(rest);
    return Optional.of(
        new Wanted(
            named.group(1),
            extras(named.group(2)),
            pinned.matches() ? Optional.of(pinned.group(1)) : Optional.empty(),
            marker));
  }

  private static Optional<Wanted> ofFile(String spec, String marker) {
    Matcher wheel = WHEEL.matcher(spec);
    if (wheel.matches()) {
      return Optional.of(new Wanted(wheel.group(1), Set.of(), Optional.of(wheel.group(2)), marker));
    }
    Matcher archive = ARCHIVE.matcher(spec);
    if (archive.matches()) {
      return Optional.of(
          new Wanted(archive.group(1), Set.of(), Optional.of(archive.group(2)), marker));
    }
    // The name of a repository is mostly that of what it makes.
    Matcher repository = REPOSITORY.matcher(spec);
    return repository.matches()
        ? Optional.of(new Wanted(repository.group(1), Set.of(), Optional.empty(), marker))
        : Optional.empty();
  }

  private static Set<String> extras(@org.jspecify.annotations.Nullable String text) {
    return text == null
        ? Set.of()
        : Arrays.stream(text.split(",", -1))
            .map(it -> Distribution.normalised(it.strip()))
            .filter(it -> !it.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether its marker certainly does not hold under Linux and a version of Python. */
  boolean isExcluded(Optional<String> python) {
    Matcher system = SYSTEM.matcher(marker);
    if (system.matches()) {
      boolean linux = system.group(3).equalsIgnoreCase("linux") || system.group(3).equals("posix");
      return linux != system.group(2).equals("==");
    }
    Matcher version = PYTHON.matcher(marker);
    if (!version.matches() || python.isEmpty()) {
      return false;
    }
    int own = Integer.parseInt(python.get().substring(python.get().indexOf('.') + 1));
    int other = Integer.parseInt(version.group(2));
    return switch (version.group(1)) {
      case "<" -> own >= other;
      case "<=" -> own > other;
      case ">" -> own < other;
      case ">=" -> own < other;
      default -> false;
    };
  }

  Distribution at(String file, int line) {
    return new Distribution(name, version, extras, true, false, file, line);
  }
}
