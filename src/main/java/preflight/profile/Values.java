package preflight.profile;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.CheckId;
import preflight.check.Place;
import preflight.profile.decoding.Written;
import preflight.profile.planning.Decided;
import preflight.profile.reading.Variables;
import preflight.profile.reading.Yaml;
import preflight.resource.ResourceName;
import preflight.resource.field.Field;
import preflight.resource.field.Keys;

/** Answers what applies to a resource or a check, and where that was said. */
public final class Values {

  /** Parts of an endpoint that may carry credentials; what fills them in is not shown. */
  private static final List<String> SENT = List.of("headers", "body", "send");

  private final Declared declared;
  private final Inherited inherited;
  private final Map<CheckId, Decided> decided;
  private final Variables variables;
  private final String profile;

  Values(
      Declared declared,
      Inherited inherited,
      List<Decided> decided,
      Variables variables,
      String profile) {
    this.declared = declared;
    this.inherited = inherited;
    this.decided =
        decided.stream()
            .collect(
                Collectors.toMap(Decided::id, it -> it, (first, _) -> first, LinkedHashMap::new));
    this.variables = variables;
    this.profile = profile;
  }

  /**
   * One effective value.
   *
   * @param key dotted, such as {@code budget.p95}
   */
  public record Value(String key, String text, Origin origin) {}

  /** Where a value came from. */
  public sealed interface Origin {

    /**
     * A file says so: the profile itself, a parent, or a pack; perhaps through variables.
     *
     * @param defaults of a type, such as {@code defaults.secrets}; empty where the resource's own
     */
    record Stated(Layer layer, Place place, List<String> variables, Optional<String> defaults)
        implements Origin {}

    /** Nobody says otherwise. */
    record Default() implements Origin {}
  }

  /** The files that can say something, the strongest first. */
  public enum Layer {
    PROFILE,
    PARENT,
    PACK
  }

  /** The values of a resource; empty where nothing bears the name. */
  public List<Value> of(ResourceName resource) {
    List<Value> values = new ArrayList<>();
    declared
        .entry(resource)
        .map(Yaml.Entry::value)
        .ifPresent(it -> record("", it, resource.kind().type(), values));
    return values;
  }

  /** The settings of a check in the plan: severity, timeout, retry, with; empty for others. */
  public List<Value> of(CheckId check) {
    Decided found = decided.get(check);
    if (found == null) {
      return List.of();
    }
    List<Value> values = new ArrayList<>();
    Map<String, Yaml.Entry> settings = new LinkedHashMap<>(found.node().entries());
    settings.keySet().removeAll(List.of("check", "on", "with"));
    record("", new Yaml.Mapping(found.node().place(), settings), Written.Rule.class, values);
    values.removeIf(it -> it.key().equals("check") || it.key().equals("on"));
    Yaml with = found.node().value("with").orElse(new Yaml.Mapping(found.node().place(), Map.of()));
    record("with.", with, found.check().thresholds(), values);
    return values;
  }

  private void record(String prefix, Yaml node, Class<?> type, List<Value> values) {
    if (!(node instanceof Yaml.Mapping mapping)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.of(component);
      Field field = component.getAnnotation(Field.class);
      Optional<Yaml> given = mapping.value(key);
      if (given.isPresent() && !key.equals("endpoints")) {
        stated(prefix + key, given.get(), values);
      } else if (given.isEmpty() && field != null && !field.byDefault().isEmpty()) {
        values.add(new Value(prefix + key, field.byDefault(), new Origin.Default()));
      }
    }
  }

  private void stated(String key, Yaml node, List<Value> values) {
    if (node instanceof Yaml.Mapping mapping) {
      mapping.entries().forEach((inner, entry) -> stated(key + "." + inner, entry.value(), values));
      return;
    }
    boolean shown = SENT.stream().noneMatch(key::startsWith);
    Origin origin =
        new Origin.Stated(
            layer(node.place()), node.place(), variables(node).toList(), inherited.origin(node));
    values.add(new Value(key, text(key, node, shown), origin));
  }

  private Layer layer(Place place) {
    if (place.file().equals(profile)) {
      return Layer.PROFILE;
    }
    return declared.isPartOf(place) ? Layer.PARENT : Layer.PACK;
  }

  private Stream<String> variables(Yaml node) {
    return switch (node) {
      case Yaml.Scalar scalar -> variables.fill(scalar.text()).from().stream();
      case Yaml.Sequence list -> list.items().stream().flatMap(this::variables);
      case Yaml.Mapping mapping ->
          mapping.entries().values().stream().flatMap(it -> variables(it.value()));
    };
  }

  private String text(String key, Yaml node, boolean shown) {
    return switch (node) {
      case Yaml.Scalar scalar when !shown -> hidden(key, scalar.text());
      case Yaml.Scalar scalar -> variables.fill(scalar.text()).text();
      case Yaml.Sequence list ->
          list.items().stream()
              .map(it -> text(key, it, shown))
              .collect(Collectors.joining(", ", "[", "]"));
      case Yaml.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(it -> it.getKey() + ": " + text(key, it.getValue().value(), shown))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /** What is sent is shown as written, and not at all where its name says that it authenticates. */
  private static String hidden(String key, String written) {
    String name = key.toLowerCase(Locale.ROOT);
    boolean reference = written.startsWith("secrets.") || written.startsWith("${env:");
    boolean telling =
        Stream.of("auth", "cookie", "key", "token", "secret").anyMatch(name::contains);
    return telling && !reference ? "•••" : written;
  }
}
