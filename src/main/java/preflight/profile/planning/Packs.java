package preflight.profile.planning;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.CheckDefinition;
import preflight.check.Place;
import preflight.profile.Declared;
import preflight.profile.decoding.Decoder;
import preflight.profile.decoding.Written;
import preflight.profile.reading.Loader;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

/** Reads check packs into rules. */
public final class Packs {

  /** The shipped packs, in the order in which they apply. */
  public static final List<String> SHIPPED =
      List.of("secrets", "datastores", "platform", "services", "deployment", "code");

  private final Loader loader;
  private final Decoder decoder;
  private final Catalogue catalogue;
  private final Declared declared;
  private final Mistakes mistakes;
  private final boolean incomplete;

  public Packs(
      Loader loader,
      Decoder decoder,
      Catalogue catalogue,
      Declared declared,
      Mistakes mistakes,
      boolean incomplete) {
    this.loader = loader;
    this.decoder = decoder;
    this.catalogue = catalogue;
    this.declared = declared;
    this.mistakes = mistakes;
    this.incomplete = incomplete;
  }

  /** The shipped ones and then the profile's own, or only those. */
  public List<Rule> of(Yaml.Mapping profile, Path shippedHome) {
    Optional<Yaml.Mapping> packs = profile.mapping("packs");
    if (packs.isPresent() && packs.get().entries().containsKey("only")) {
      return rules(packs.get().list("only"));
    }
    List<Rule> rules = new ArrayList<>(shipped(shippedHome));
    rules.addAll(rules(packs.map(it -> it.list("also")).orElseGet(() -> profile.list("packs"))));
    return rules;
  }

  private List<Rule> rules(List<Yaml> files) {
    List<Rule> rules = new ArrayList<>();
    for (Yaml item : files) {
      if (item instanceof Yaml.Scalar scalar) {
        loader
            .resolve(scalar)
            .flatMap(it -> loader.file(it, scalar.place()))
            .ifPresent(it -> rules.addAll(rules(it)));
      }
    }
    return rules;
  }

  /** The rules of the shipped packs, in the order in which they apply. */
  public List<Rule> shipped(Path shippedHome) {
    List<Rule> rules = new ArrayList<>();
    for (String name : SHIPPED) {
      Path file = shippedHome.resolve("checks").resolve(name + ".yaml");
      loader.file(file, new Place(file.toString(), 1, 1)).ifPresent(it -> rules.addAll(rules(it)));
    }
    return rules;
  }

  /** The rules of one pack. */
  public List<Rule> rules(Yaml.Mapping pack) {
    decoder.record(pack, Written.Pack.class, pack.place());
    List<Rule> rules = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Yaml item : pack.list("rules")) {
      if (item instanceof Yaml.Mapping node) {
        rule(node, seen).ifPresent(rules::add);
      }
    }
    return rules;
  }

  private Optional<Rule> rule(Yaml.Mapping node, Map<String, Place> seen) {
    Optional<CheckDefinition> check = node.scalar("check").flatMap(this::check);
    Optional<Yaml.Scalar> on = node.scalar("on");
    if (check.isEmpty() || on.isEmpty()) {
      return Optional.empty();
    }
    Optional<Yaml.Scalar> id = node.scalar("id");
    if (id.isPresent() && !check.get().doc().several()) {
      return mistakes.add(
          id.get().place(),
          "%s runs once on a resource and takes no id".formatted(check.get().id()));
    }
    Optional<String> name = id.map(Yaml.Scalar::text);
    String both = check.get().id() + name.map("."::concat).orElse("") + " on " + on.get().text();
    Place first = seen.putIfAbsent(both, node.place());
    if (first != null) {
      return mistakes.add(
          node.place(),
          "a second rule for %s; first in line %d%s"
              .formatted(
                  both,
                  first.line(),
                  check.get().doc().several() ? "; give each an id of its own" : ""));
    }
    return Kind.of(on.get().text()).isPresent()
        ? onKind(check.get(), name, on.get(), node)
        : onResource(check.get(), name, on.get(), node);
  }

  private Optional<CheckDefinition> check(Yaml.Scalar id) {
    return catalogue
        .find(id.text())
        .or(() ->
            mistakes.add(
                id.place(),
                "no check is called '%s'%s"
                    .formatted(id.text(), Suggestions.sentence(id.text(), catalogue.ids()))));
  }

  private Optional<Rule> onKind(
      CheckDefinition check, Optional<String> id, Yaml.Scalar on, Yaml.Mapping node) {
    Kind kind = Catalogue.kindOf(check);
    return kind.key().equals(on.text())
        ? Optional.of(new Rule(check, id, Optional.empty(), node))
        : misfit(check, on);
  }

  private Optional<Rule> onResource(
      CheckDefinition check, Optional<String> id, Yaml.Scalar on, Yaml.Mapping node) {
    Optional<ResourceName> resource = declared.find(on.text());
    if (resource.isEmpty()) {
      List<String> known = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        if (kind != Kind.JOBS) {
          known.add(kind.key());
        }
      }
      known.addAll(declared.written());
      return incomplete
          ? Optional.empty()
          : mistakes.add(
              on.place(),
              "no resource is called '%s'%s"
                  .formatted(on.text(), Suggestions.sentence(on.text(), known)));
    }
    return resource.get().kind() == Catalogue.kindOf(check)
        ? Optional.of(new Rule(check, id, resource, node))
        : misfit(check, on);
  }

  private Optional<Rule> misfit(CheckDefinition check, Yaml.Scalar on) {
    return mistakes.add(
        on.place(),
        "%s checks %s, not %s".formatted(check.id(), Catalogue.kindOf(check), on.text()));
  }
}
