package preflight.deployment.manifest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Yaml;

/** Takes the fields of a manifest as strictly as gcloud does, and never says what a value is. */
final class Fields {

  /** What tools fill in before they deploy: envsubst, Helm, sed, Jinja. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\$\\{[^}]*}|\\$[A-Za-z_]\\w*|\\{\\{.*}}|\\[\\[.*]]|%[A-Za-z_]\\w*%|__[A-Z][A-Z0-9_]*__|<[A-Za-z][\\w -]*>");

  private final Mistakes mistakes;

  Fields(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  Mistakes mistakes() {
    return mistakes;
  }

  /** Refuses keys that the level does not have. */
  void known(Yaml.Mapping node, List<String> keys) {
    node.entries()
        .forEach((key, entry) -> {
          if (!keys.contains(key)) {
            mistakes.add(
                entry.place(),
                "unknown key '%s'%s".formatted(key, Suggestions.sentence(key, keys)));
          }
        });
  }

  Optional<Yaml.Mapping> mapping(Yaml.Mapping node, String key) {
    return given(node, key)
        .flatMap(it ->
            it instanceof Yaml.Mapping mapping ? Optional.of(mapping) : wrong(it, "a mapping"));
  }

  /** The items of a list, each of which is a mapping. */
  List<Yaml.Mapping> mappings(Yaml.Mapping node, String key) {
    return items(node, key).stream()
        .flatMap(it ->
            (it instanceof Yaml.Mapping mapping
                    ? Optional.of(mapping)
                    : this.<Yaml.Mapping>wrong(it, "a mapping"))
                .stream())
        .toList();
  }

  /** The items of a list, each of which is a text. */
  List<String> texts(Yaml.Mapping node, String key) {
    return items(node, key).stream().flatMap(it -> text(it, key).stream()).toList();
  }

  private List<Yaml> items(Yaml.Mapping node, String key) {
    return switch (given(node, key).orElse(null)) {
      case null -> List.of();
      case Yaml.Sequence(_, List<Yaml> items) -> items;
      case Yaml other -> {
        wrong(other, "a list");
        yield List.of();
      }
    };
  }

  /** A text, which YAML does not take for a number or anything else. */
  Optional<String> text(Yaml.Mapping node, String key) {
    return given(node, key).flatMap(it -> text(it, key));
  }

  private Optional<String> text(Yaml node, String key) {
    if (!(node instanceof Yaml.Scalar(_, String text, Yaml.Type type))) {
      return wrong(node, "a text");
    }
    return type == Yaml.Type.TEXT
        ? Optional.of(text)
        : mistakes.add(node.place(), "%s must be a text; put it in quotes".formatted(key));
  }

  /** A text in which nothing was left for a tool to fill in. */
  Optional<String> filled(Yaml.Mapping node, String key) {
    Optional<String> text = text(node, key);
    return text.filter(Fields::isTemplate).isEmpty()
        ? text
        : mistakes.add(
            node.value(key).map(Yaml::place).orElseGet(node::place),
            "the placeholder in %s was not filled in".formatted(key));
  }

  /** Where a key stands. */
  static Place place(Yaml.Mapping node, String key) {
    Yaml.Entry entry = node.entries().get(key);
    return entry == null ? node.place() : entry.place();
  }

  /** Whether a text has something in it that a tool should have filled in. */
  static boolean isTemplate(String text) {
    return PLACEHOLDER.matcher(text).find();
  }

  /** A number, with or without quotes. */
  Optional<Integer> number(Yaml.Mapping node, String key) {
    return given(node, key)
        .flatMap(it ->
            it instanceof Yaml.Scalar(_, String text, _) && text.matches("[0-9]{1,9}")
                ? Optional.of(Integer.parseInt(text))
                : wrong(it, "a whole number"));
  }

  Optional<Yaml.Scalar> scalar(Yaml.Mapping node, String key) {
    return given(node, key)
        .flatMap(it ->
            it instanceof Yaml.Scalar scalar ? Optional.of(scalar) : wrong(it, "a single value"));
  }

  private static Optional<Yaml> given(Yaml.Mapping node, String key) {
    return node.value(key)
        .filter(it -> !(it instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NULL));
  }

  private <T> Optional<T> wrong(Yaml node, String expected) {
    return mistakes.add(node.place(), "expected %s, found %s".formatted(expected, node.words()));
  }
}
