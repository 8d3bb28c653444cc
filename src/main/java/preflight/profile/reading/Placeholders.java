package preflight.profile.reading;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.check.Place;

/**
 * What stands for a resource in a text that is said of all of its type: <code>{name}</code>, and
 * the other forms. <code>{{name}}</code> is the text <code>{name}</code> itself; any other brace is
 * a brace.
 */
public final class Placeholders {

  private static final Pattern WRITTEN =
      Pattern.compile("(\\{?)(\\$?)\\{([A-Za-z][A-Za-z0-9_-]*)\\}(\\}?)");
  private static final Pattern BOUNDARY =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  /** What each is replaced by, as a reader of the reference sees it. */
  public static final List<String> NAMES = List.of("name", "kebab", "lower", "environment");

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param name of the resource, without its kind
   */
  public Placeholders(String name, String environment) {
    values.put("name", name);
    values.put("kebab", kebab(name));
    values.put("lower", name.toLowerCase(Locale.ROOT));
    values.put("environment", environment);
  }

  /** Whether a text holds something that is filled in only where it is said of all of a type. */
  public static boolean in(String text) {
    return WRITTEN
        .matcher(text)
        .results()
        .anyMatch(it -> it.group(1).isEmpty() && NAMES.contains(it.group(3)));
  }

  /** A text with all of them filled in; one that is not known stays, and is a mistake. */
  public String fill(Place place, String text, Mistakes mistakes) {
    if (!text.contains("{")) {
      return text;
    }
    Matcher written = WRITTEN.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (written.find()) {
      written.appendReplacement(filled, Matcher.quoteReplacement(value(written, place, mistakes)));
    }
    return written.appendTail(filled).toString();
  }

  private String value(Matcher written, Place place, Mistakes mistakes) {
    String word = written.group(3);
    boolean doubled = !written.group(1).isEmpty() && !written.group(4).isEmpty();
    if (doubled && written.group(2).isEmpty()) {
      return "{" + word + "}";
    }
    String value = values.get(word);
    if (value == null || !written.group(2).isEmpty()) {
      mistakes.add(place, unknown(word, !written.group(2).isEmpty()));
      // What fits most texts, so that one mistake is not two.
      return values.getOrDefault("kebab", "");
    }
    return written.group(1) + value + written.group(4);
  }

  private static String unknown(String word, boolean dollar) {
    if (dollar) {
      return "a placeholder is written {%s} without a dollar sign, and a variable ${env:%s}"
          .formatted(NAMES.contains(word) ? word : "name", word);
    }
    return "no placeholder is called {%s}%s; the text itself is written {{%s}}"
        .formatted(word, Suggestions.sentence(word, NAMES), word);
  }

  /** {@code JWT_SECRET}, {@code jwtSecret} and {@code Jwt:Secret} are {@code jwt-secret}. */
  private static String kebab(String name) {
    boolean camel = name.chars().anyMatch(Character::isLowerCase);
    return (camel ? BOUNDARY.matcher(name).replaceAll("-") : name)
        .replaceAll("[^A-Za-z0-9]+", "-")
        .replaceAll("^-|-$", "")
        .toLowerCase(Locale.ROOT);
  }
}
