package preflight.init.draft;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How one name is written in another alphabet, and what a set of names has in common. */
final class Words {

  private Words() {}

  static String kebab(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String upper(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("^_|_$", "");
  }

  /** How an id is made of a name: {@code {kebab}-staging}; empty where it is not. */
  static Optional<String> template(String name, String id) {
    return Stream.of(
            Map.entry("{kebab}", kebab(name)),
            Map.entry("{name}", name),
            Map.entry("{lower}", name.toLowerCase(Locale.ROOT)))
        .filter(it -> joined(id, it.getValue()))
        .map(it -> around(id, it.getValue(), it.getKey()))
        .findFirst();
  }

  /** Whether a part of an id is the name, and not the middle of a word. */
  private static boolean joined(String id, String part) {
    int at = id.indexOf(part);
    int end = at + part.length();
    return at >= 0
        && (at == 0 || "-_".indexOf(id.charAt(at - 1)) >= 0)
        && (end == id.length() || "-_".indexOf(id.charAt(end)) >= 0);
  }

  private static String around(String id, String part, String placeholder) {
    int at = id.indexOf(part);
    return id.substring(0, at) + placeholder + id.substring(at + part.length());
  }

  /** What a template makes of a name. */
  static String filled(String template, String name, String environment) {
    return template
        .replace("{environment}", environment)
        .replace("{kebab}", kebab(name))
        .replace("{lower}", name.toLowerCase(Locale.ROOT))
        .replace("{name}", name);
  }

  /** The template with the name of the environment left open. */
  static String general(String template, String environment) {
    return template.endsWith("}-" + environment)
        ? template.substring(0, template.length() - environment.length()) + "{environment}"
        : template;
  }

  /** The text that most have, where at least two do; the first of equals by alphabet. */
  static Optional<String> commonest(Stream<String> texts) {
    Map<String, Integer> counts = new TreeMap<>();
    texts.forEach(it -> counts.merge(it, 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(it -> it.getValue() > 1)
        .max((one, two) -> {
          int by = Integer.compare(one.getValue(), two.getValue());
          return by != 0 ? by : two.getKey().compareTo(one.getKey());
        })
        .map(Map.Entry::getKey);
  }

  /** The name without what says of which environment it is. */
  static String without(String name, String environment) {
    String kebab = kebab(environment);
    for (String affix : Stream.of(kebab, SHORT.getOrDefault(kebab, kebab)).distinct().toList()) {
      if (name.endsWith("-" + affix) && name.length() > affix.length() + 1) {
        return name.substring(0, name.length() - affix.length() - 1);
      }
      if (name.startsWith(affix + "-") && name.length() > affix.length() + 1) {
        return name.substring(affix.length() + 1);
      }
    }
    return name;
  }

  private static final Map<String, String> SHORT =
      Map.of("staging", "stg", "production", "prod", "development", "dev", "sandbox", "sbx");
}
