package preflight.profile.planning;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.check.CheckDefinition;
import preflight.check.Place;
import preflight.check.plan.Plan;
import preflight.check.plan.Weakening;
import preflight.profile.Declared;
import preflight.profile.Inherited;
import preflight.profile.decoding.Decoder;
import preflight.profile.decoding.Shapes;
import preflight.profile.decoding.Written;
import preflight.profile.reading.Yaml;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.field.Field;
import preflight.resource.field.Keys;
import preflight.resource.field.Weaker;
import preflight.resource.network.Loopback;
import preflight.text.Plural;

/**
 * Finds where packs and overrides ask for less than the shipped packs, and where a profile asks for
 * less than its parent.
 */
public final class Weakenings {

  private final Map<String, Rule> shipped;
  private final Decoder decoder;
  private final Inherited inherited;
  private final Shapes shapes = new Shapes();
  private final Map<String, Optional<Settings>> settings = new HashMap<>();

  /** What the shipped packs say of a check. */
  private record Settings(Written.Rule rule, Record with) {}

  /**
   * @param decoder of which nobody reads the mistakes
   */
  public Weakenings(List<Rule> shipped, Decoder decoder, Inherited inherited) {
    this.shipped =
        shipped.stream()
            .collect(Collectors.toMap(it -> it.check().id(), it -> it, (one, _) -> one));
    this.decoder = decoder;
    this.inherited = inherited;
  }

  public List<Weakening> in(
      Yaml.Mapping profile, Declared declared, List<Decided> decided, Environment environment) {
    List<Weakening> found = new ArrayList<>();
    elsewhere(profile, environment).ifPresent(found::add);
    leftOut(profile, declared, decided).ifPresent(found::add);
    Map<Weakening, List<Decided>> where = new LinkedHashMap<>();
    for (Decided one : decided) {
      of(one).forEach(it -> where.computeIfAbsent(it, _ -> new ArrayList<>()).add(one));
    }
    where.forEach((it, those) -> {
      long all = decided.stream().filter(one -> one.check().id().equals(it.subject())).count();
      if (those.size() == all) {
        found.add(it);
      } else {
        those.forEach(
            one -> found.add(new Weakening(one.id().toString(), it.change(), it.origin())));
      }
    });
    inherited.removals().forEach(it -> removed(it).ifPresent(found::add));
    declared.forEach((name, entry) -> {
      if (entry.value() instanceof Yaml.Mapping mapping) {
        replaced(name.toString(), mapping, name.kind().type(), found);
      }
    });
    environment
        .resources()
        .forEach(it ->
            it.concessions(environment)
                .forEach(clause ->
                    found.add(
                        new Weakening(it.name().toString(), clause, declared.placeOf(it.name())))));
    return found.stream().distinct().toList();
  }

  /** Others may answer anything in Google's place; where all is on one machine, they are meant. */
  private static Optional<Weakening> elsewhere(Yaml.Mapping profile, Environment environment) {
    Set<String> apis = environment.gcp().endpoints().keySet();
    return profile
        .mapping("gcp")
        .map(it -> it.entries().get("endpoints"))
        .filter(_ -> !apis.isEmpty() && !Loopback.holds(environment))
        .map(it ->
            new Weakening(
                "gcp.endpoints", "not Google answers for " + String.join(", ", apis), it.place()));
  }

  /**
   * What the profile's own packs do not ask of a resource that the shipped ones would ask about.
   */
  private Optional<Weakening> leftOut(
      Yaml.Mapping profile, Declared declared, List<Decided> decided) {
    Yaml.Entry packs = profile.entries().get("packs");
    List<String> left = leftOut(declared, decided);
    return packs == null || left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Weakening(
                "packs",
                "leave out %s, such as %s"
                    .formatted(Plural.of(left.size(), "shipped check"), left.getFirst()),
                packs.place()));
  }

  /** The ids of the shipped checks that are not asked of every resource they fit, sorted. */
  private List<String> leftOut(Declared declared, List<Decided> decided) {
    Set<String> asked = decided.stream().map(it -> it.id().toString()).collect(Collectors.toSet());
    return shipped.values().stream()
        .filter(it ->
            declared.names().stream()
                .anyMatch(
                    name -> it.selects(name) && !asked.contains(it.check().id() + "/" + name)))
        .map(it -> it.check().id())
        .sorted()
        .toList();
  }

  /** Every shipped check that the profile's packs leave out, by its id, for lint to tell. */
  public Optional<Plan.Notice> off(Yaml.Mapping profile, Declared declared, List<Decided> decided) {
    Yaml.Entry packs = profile.entries().get("packs");
    List<String> left = leftOut(declared, decided);
    return packs == null || left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Plan.Notice(
                "shipped checks that are off: " + String.join(", ", left), packs.place()));
  }

  private List<Weakening> of(Decided one) {
    Optional<Settings> known =
        settings.computeIfAbsent(one.check().id(), _ -> settings(one.check()));
    if (known.isEmpty()) {
      return List.of();
    }
    Written.Rule rule = known.get().rule();
    Written.Rule now = one.settings();
    String check = one.check().id();
    List<Weakening> found = new ArrayList<>();
    if (now.severity().compareTo(rule.severity()) < 0) {
      found.add(
          new Weakening(
              check,
              "severity %s, shipped as %s"
                  .formatted(Keys.of(now.severity()), Keys.of(rule.severity())),
              place(one.node(), "severity")));
    }
    if (now.to().isPresent() && !now.to().equals(rule.to())) {
      found.add(
          new Weakening(
              check,
              "class set to %s: %s"
                  .formatted(Keys.of(now.to().get()), now.reason().orElse("no reason")),
              place(one.node(), "class")));
    }
    int attempts = rule.retry().map(Written.Retry::attempts).orElse(1);
    now.retry()
        .filter(it -> it.attempts() > attempts)
        .ifPresent(it ->
            found.add(
                new Weakening(
                    check,
                    "%d attempts, shipped as %d".formatted(it.attempts(), attempts),
                    place(one.node(), "retry"))));
    thresholds(one, known.get().with(), found);
    return found;
  }

  private void thresholds(Decided one, Record shippedWith, List<Weakening> found) {
    Yaml.Mapping given =
        one.node().mapping("with").orElseGet(() -> new Yaml.Mapping(one.node().place(), Map.of()));
    for (RecordComponent component : shippedWith.getClass().getRecordComponents()) {
      Field field = component.getAnnotation(Field.class);
      String key = Keys.of(component);
      if (field == null || given.value(key).isEmpty()) {
        continue;
      }
      if (Lenience.isLess(
          field.weaker(), value(component, shippedWith), value(component, one.with()))) {
        found.add(
            new Weakening(
                one.check().id(),
                "%s %s, shipped as %s"
                    .formatted(
                        key,
                        text(given.value(key).get()),
                        field.byDefault().isEmpty() ? "nothing" : field.byDefault()),
                place(given, key)));
      }
    }
  }

  private Optional<Settings> settings(CheckDefinition check) {
    Rule rule = shipped.get(check.id());
    if (rule == null) {
      return Optional.empty();
    }
    Yaml.Mapping node = rule.node();
    Yaml with = node.value("with").orElseGet(() -> new Yaml.Mapping(node.place(), Map.of()));
    Optional<Written.Rule> written = decoder.record(node, Written.Rule.class, node.place());
    Optional<? extends Record> thresholds = decoder.record(with, check.thresholds(), node.place());
    return written.isPresent() && thresholds.isPresent()
        ? Optional.of(new Settings(written.get(), thresholds.get()))
        : Optional.empty();
  }

  /** What a parent says of the same key, where it asks for more. */
  private void replaced(
      String subject, Yaml.Mapping mapping, Class<?> type, List<Weakening> found) {
    for (Shapes.Part part : shapes.of(type).parts()) {
      Yaml.Entry entry = mapping.entries().get(part.key());
      if (entry == null || part.key().equals(Kind.ENDPOINTS.key())) {
        continue;
      }
      if (entry.value() instanceof Yaml.Mapping inner && inner(part).isPresent()) {
        replaced(subject, inner, inner(part).get(), found);
      } else if (entry.replaced() != null
          && weaker(part) != Weaker.UNSAID
          && !describes(part, entry)) {
        Optional<?> before = decoder.part(entry.replaced(), part);
        Optional<?> after = decoder.part(entry.value(), part);
        if (before.isPresent()
            && after.isPresent()
            && Lenience.isLess(weaker(part), before.get(), after.get())) {
          found.add(
              new Weakening(
                  inherited.origin(entry.value()).orElse(subject),
                  "%s %s, %s in %s"
                      .formatted(
                          part.key(),
                          text(entry.value()),
                          text(entry.replaced()),
                          source(entry.value(), entry.replaced())),
                  entry.place()));
        }
      }
    }
  }

  /** What a resource belongs to is its own; that it is another's by default demands nothing. */
  private boolean describes(Shapes.Part part, Yaml.Entry entry) {
    return part.field() != null
        && part.field().refersTo().length > 0
        && entry.replaced() != null
        && inherited.origin(entry.replaced()).isPresent()
        && inherited.origin(entry.value()).isEmpty();
  }

  /** Who says what was replaced. */
  private String source(Yaml value, Yaml replaced) {
    Optional<String> defaults = inherited.origin(replaced);
    return defaults.isPresent() && inherited.origin(value).isEmpty()
        ? defaults.get()
        : "its parent";
  }

  /** What {@code null} takes away: a resource, or a key of one that asks for something. */
  private Optional<Weakening> removed(Inherited.Removal removal) {
    List<String> path = removal.path();
    Optional<Kind> kind = Kind.of(path.getFirst()).filter(Kind.LISTED::contains);
    if (kind.isEmpty() || path.size() < 2) {
      return Optional.of(new Weakening(String.join(".", path), "taken away", removal.place()));
    }
    Optional<String> defaults = inherited.origin(removal.before());
    String subject = String.join(".", path.subList(0, 2));
    if (path.size() > 2 && !asks(kind.get().type(), path.subList(2, path.size()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Weakening(
            removal.by().orElse(subject),
            path.size() == 2
                ? "taken away"
                : "%s taken away, %s in %s"
                    .formatted(
                        String.join(".", path.subList(2, path.size())),
                        text(removal.before()),
                        removal.by().isPresent() ? "its parent" : defaults.orElse("its parent")),
            removal.place()));
  }

  /** Whether a key asks for something, so that without it less is asked. */
  private boolean asks(Class<?> type, List<String> path) {
    for (Shapes.Part part : shapes.of(type).parts()) {
      if (part.key().equals(path.getFirst())) {
        Optional<Class<?>> inner = inner(part);
        if (path.size() > 1 && inner.isPresent()) {
          return asks(inner.get(), path.subList(1, path.size()));
        }
        return weaker(part) == Weaker.LESS
            || weaker(part) == Weaker.MORE
            || inner.isPresent()
            || part.raw() == Map.class;
      }
    }
    return false;
  }

  private static Weaker weaker(Shapes.Part part) {
    return part.field() == null ? Weaker.UNSAID : part.field().weaker();
  }

  /** The record that an optional key holds. */
  private static Optional<Class<?>> inner(Shapes.Part part) {
    return part.type() instanceof java.lang.reflect.ParameterizedType generic
            && part.raw() == Optional.class
            && generic.getActualTypeArguments()[0] instanceof Class<?> record
            && record.isRecord()
        ? Optional.of(record)
        : Optional.empty();
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  private static Place place(Yaml.Mapping node, String key) {
    Yaml.Entry entry = node.entries().get(key);
    return entry == null ? node.place() : entry.place();
  }

  private static String text(Yaml node) {
    return switch (node) {
      case Yaml.Scalar scalar -> scalar.text();
      case Yaml.Sequence list ->
          list.items().stream().map(Weakenings::text).collect(Collectors.joining(", ", "[", "]"));
      case Yaml.Mapping _ -> "{…}";
    };
  }
}
