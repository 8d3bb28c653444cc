package preflight.deployment;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.check.signal.Part;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.Variable;
import preflight.text.Listing;

/**
 * How a planned revision differs from one that there is: the parts, and lines for people with names
 * and never with the value of a variable.
 */
final class RevisionDifference {

  private static final int SHOWN = 6;

  private final RevisionState from;
  private final RevisionState to;
  private final Set<Part> parts = EnumSet.noneOf(Part.class);
  private final List<String> lines = new ArrayList<>();

  private RevisionDifference(RevisionState from, RevisionState to) {
    this.from = from;
    this.to = to;
  }

  static RevisionDifference between(RevisionState from, RevisionState to) {
    var difference = new RevisionDifference(from, to);
    difference.compare();
    return difference;
  }

  Set<Part> parts() {
    return parts;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private void compare() {
    Map<String, Container> before = byName(from);
    Map<String, Container> after = byName(to);
    var names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      compare(
          name.isEmpty() || names.size() == 1 ? "" : name + ": ",
          Optional.ofNullable(before.get(name)),
          Optional.ofNullable(after.get(name)));
    }
    mounts();
    change(Part.ACCOUNT, "account", from.account(), to.account());
    change(Part.NETWORK, "connector", from.connector().orElse(""), to.connector().orElse(""));
    change(
        Part.NETWORK,
        "network",
        from.network().network().orElse(""),
        to.network().network().orElse(""));
    change(
        Part.NETWORK,
        "egress",
        from.network().egress().orElse(""),
        to.network().egress().orElse(""));
    change(Part.SCALING, "most instances", limit(from.maxInstances()), limit(to.maxInstances()));
  }

  /** A single container has no name of its own. */
  private static Map<String, Container> byName(RevisionState revision) {
    var containers = new LinkedHashMap<String, Container>();
    boolean single = revision.containers().size() == 1;
    revision.containers().forEach(it -> containers.put(single ? "" : it.name().orElse(""), it));
    return containers;
  }

  private void compare(String where, Optional<Container> before, Optional<Container> after) {
    if (before.isEmpty() || after.isEmpty()) {
      parts.add(Part.IMAGE);
      lines.add(where + (before.isEmpty() ? "a new container" : "the container is removed"));
      return;
    }
    Container old = before.get();
    Container now = after.get();
    change(
        Part.IMAGE,
        where + "image",
        old.image(),
        now.image().isEmpty() ? "not known yet" : now.image());
    if (!old.command().equals(now.command()) || !old.arguments().equals(now.arguments())) {
      // An argument may hold a credential.
      parts.add(Part.COMMAND);
      lines.add(where + "command: changed");
    }
    variables(where, old.variables(), now.variables());
    change(
        Part.PORT,
        where + "port",
        old.port().isPresent() ? String.valueOf(old.port().getAsInt()) : "",
        now.port().isPresent() ? String.valueOf(now.port().getAsInt()) : "");
    var limits = new TreeSet<>(old.limits().keySet());
    limits.addAll(now.limits().keySet());
    limits.forEach(it ->
        change(
            Part.RESOURCES,
            where + it,
            old.limits().getOrDefault(it, ""),
            now.limits().getOrDefault(it, "")));
  }

  private void variables(String where, Map<String, Variable> before, Map<String, Variable> after) {
    var added = new ArrayList<String>();
    var removed = new ArrayList<String>();
    var changed = new ArrayList<String>();
    after.forEach((name, variable) -> {
      Variable old = before.get(name);
      if (old == null) {
        added.add(told(name, variable));
      } else if (!same(old, variable)) {
        changed.add(told(name, variable));
      }
      if (old == null || !same(old, variable)) {
        touch(variable);
      }
    });
    before.forEach((name, variable) -> {
      if (!after.containsKey(name)) {
        removed.add(name);
        touch(variable);
      }
    });
    list(where + "removed", removed);
    list(where + "added", added);
    list(where + "changed", changed);
  }

  private void touch(Variable variable) {
    parts.add(variable instanceof Variable.FromSecret ? Part.SECRETS : Part.VARIABLES);
  }

  private static String told(String name, Variable variable) {
    return switch (variable) {
      case Variable.FromSecret(String secret, String version) ->
          "%s from %s:%s".formatted(name, secret, version);
      case Variable.Unresolved() -> name + " (not known before the deployment)";
      case Variable.Plain _ -> name;
    };
  }

  private static boolean same(Variable one, Variable other) {
    return (one instanceof Variable.Plain plain && other instanceof Variable.Plain and)
        ? plain.same(and)
        : one.equals(other);
  }

  private void mounts() {
    Set<RevisionState.Mount> before = Set.copyOf(from.mounts());
    Set<RevisionState.Mount> after = Set.copyOf(to.mounts());
    if (!before.equals(after)) {
      parts.add(Part.SECRETS);
      list("files removed", only(before, after));
      list("files added", only(after, before));
    }
  }

  private static List<String> only(Set<RevisionState.Mount> of, Set<RevisionState.Mount> without) {
    return of.stream()
        .filter(it -> !without.contains(it))
        .map(it -> "%s:%s".formatted(it.secret(), it.version()))
        .sorted()
        .toList();
  }

  private void list(String what, List<String> names) {
    if (!names.isEmpty()) {
      lines.add("%s: %s".formatted(what, Listing.line(names, SHOWN)));
    }
  }

  private static String limit(int most) {
    return most == 0 ? "" : String.valueOf(most);
  }

  private void change(Part part, String what, String before, String after) {
    if (!Objects.equals(before, after)) {
      parts.add(part);
      lines.add(
          "%s: %s → %s"
              .formatted(
                  what, before.isEmpty() ? "none" : before, after.isEmpty() ? "none" : after));
    }
  }
}
