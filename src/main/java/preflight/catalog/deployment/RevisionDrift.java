package preflight.catalog.deployment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.check.signal.Signal;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.RevisionState.Mount;
import preflight.probe.run.Variable;
import preflight.resource.Gcp;

/** Compares what Terraform declares of a service with what Cloud Run has of it, field by field. */
final class RevisionDrift {

  private static final int PORT = 8080;

  /** Kubernetes' quantities, in which {@code 1000m} is 1 and {@code 1Gi} is 1024Mi. */
  private static final Pattern QUANTITY =
      Pattern.compile("(?<number>[0-9]{1,12}(?:\\.[0-9]{1,6})?)(?<unit>m|[kKMGT]i?|)B?");

  private final Set<String> ignored;
  private final List<Difference> found = new ArrayList<>();

  private RevisionDrift(Set<String> ignored) {
    this.ignored = ignored;
  }

  /**
   * One field that differs.
   *
   * @param declared what Terraform says; of a variable, never its value
   * @param live what there is
   */
  record Difference(String field, String declared, String live) {

    /** What a check says that compares the same field with the profile. */
    Optional<Signal> judged() {
      return switch (field) {
        case "memory", "cpu" -> Optional.of(Signal.RUN_RESOURCES_DIFFER);
        case "port" -> Optional.of(Signal.RUN_PORT_NOT_DECLARED);
        case "max-instances" -> Optional.of(Signal.RUN_SCALING_DIFFERS);
        case "account" -> Optional.of(Signal.RUN_ACCOUNT_DIFFERS);
        default -> Optional.empty();
      };
    }

    @Override
    public String toString() {
      return "%s: Terraform says %s, and there is %s".formatted(field, declared, live);
    }
  }

  /** In the order of the fields. */
  static List<Difference> between(RevisionState declared, RevisionState live, Set<String> ignored) {
    var drift = new RevisionDrift(ignored);
    drift.account(declared, live);
    drift.network(declared.network(), live.network());
    if (declared.maxInstances() > 0 && live.maxInstances() > 0) {
      drift.differ(
          "max-instances",
          Integer.toString(declared.maxInstances()),
          Integer.toString(live.maxInstances()));
    }
    drift.containers(declared, live);
    drift.mounts(declared.mounts(), live.mounts());
    return drift.found;
  }

  private void differ(String field, String declared, String live) {
    if (!declared.equals(live) && !ignored.contains(field)) {
      found.add(new Difference(field, declared, live));
    }
  }

  /** The default account has a name that only the project tells. */
  private void account(RevisionState declared, RevisionState live) {
    if (!declared.account().isEmpty() && !live.account().isEmpty()) {
      differ("account", declared.account(), live.account());
    }
  }

  private void network(RevisionState.Network declared, RevisionState.Network live) {
    differ("connector", name(declared.connector()), name(live.connector()));
    differ("network", name(declared.network()), name(live.network()));
    boolean attached = declared.connector().or(declared::network).isPresent();
    if (attached && live.connector().or(live::network).isPresent()) {
      differ("egress", egress(declared), egress(live));
    }
  }

  private static String egress(RevisionState.Network network) {
    return network
        .egress()
        .map(RevisionState.Network::egressOf)
        .filter(it -> !it.endsWith("UNSPECIFIED"))
        .orElse("PRIVATE_RANGES_ONLY");
  }

  private static String name(Optional<String> full) {
    return full.map(Gcp::shortName).orElse("none");
  }

  private void containers(RevisionState declared, RevisionState live) {
    List<Container> ours = declared.containers();
    List<Container> theirs = live.containers();
    if (ours.size() == 1 && theirs.size() == 1) {
      container("", ours.getFirst(), theirs.getFirst());
      return;
    }
    Map<String, Container> named = new TreeMap<>();
    theirs.forEach(it -> named.put(it.name().orElse(""), it));
    for (Container each : ours) {
      String name = each.name().orElse("");
      @Nullable Container other = named.remove(name);
      if (other == null) {
        differ("container " + name, "that there is one", "none");
      } else {
        container(name.isEmpty() ? "" : " of " + name, each, other);
      }
    }
    named.keySet().forEach(it -> differ("container " + it, "nothing of it", "one"));
  }

  private void container(String of, Container declared, Container live) {
    if (!ignored.contains("image")) {
      differ("image" + of, declared.image(), live.image());
    }
    declared
        .limits()
        .forEach((name, limit) -> {
          String other = live.limits().getOrDefault(name, "none");
          if (!same(limit, other)) {
            differ(name + of, limit, other);
          }
        });
    if (of.isEmpty()) {
      differ(
          "port",
          Integer.toString(declared.port().orElse(PORT)),
          Integer.toString(live.port().orElse(PORT)));
    }
    if (!declared.command().equals(live.command())) {
      differ("command" + of, "one", "another");
    }
    if (!declared.arguments().equals(live.arguments())) {
      differ("arguments" + of, "some", "others");
    }
    variables(of, declared.variables(), live.variables());
  }

  private static boolean same(String one, String other) {
    return one.equals(other)
        || quantity(one)
            .flatMap(first -> quantity(other).map(second -> first.compareTo(second) == 0))
            .orElse(false);
  }

  private static Optional<BigDecimal> quantity(String text) {
    Matcher quantity = QUANTITY.matcher(text);
    if (!quantity.matches()) {
      return Optional.empty();
    }
    String unit = String.valueOf(quantity.group("unit"));
    int power = unit.isEmpty() ? 0 : "kMGT".indexOf(unit.replace('K', 'k').charAt(0)) + 1;
    BigDecimal number = new BigDecimal(quantity.group("number"));
    return Optional.of(
        unit.equals("m")
            ? number.movePointLeft(3)
            : number.multiply(BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000).pow(power)));
  }

  private void variables(String of, Map<String, Variable> declared, Map<String, Variable> live) {
    var names = new TreeSet<>(declared.keySet());
    names.addAll(live.keySet());
    for (String name : names) {
      @Nullable Variable ours = declared.get(name);
      @Nullable Variable theirs = live.get(name);
      boolean alike =
          (ours instanceof Variable.Plain one && theirs instanceof Variable.Plain other)
              ? one.same(other)
              : words(ours).equals(words(theirs));
      if (!alike && !(ours instanceof Variable.Unresolved && theirs != null)) {
        String another =
            ours instanceof Variable.Plain && theirs instanceof Variable.Plain
                ? "another value"
                : words(theirs);
        differ("variable " + name + of, words(ours), another);
      }
    }
  }

  private static String words(@Nullable Variable variable) {
    return switch (variable) {
      case null -> "none";
      case Variable.Plain _ -> "a value";
      case Variable.FromSecret(String secret, String version) ->
          "the secret %s:%s"
              .formatted(Gcp.shortName(secret), version.isEmpty() ? "latest" : version);
      case Variable.Unresolved _ -> "a value that is not known yet";
    };
  }

  private void mounts(List<Mount> declared, List<Mount> live) {
    var ours = byPath(declared);
    var theirs = byPath(live);
    var paths = new TreeSet<>(ours.keySet());
    paths.addAll(theirs.keySet());
    for (String path : paths) {
      differ("file " + path, ours.getOrDefault(path, "none"), theirs.getOrDefault(path, "none"));
    }
  }

  private static Map<String, String> byPath(List<Mount> mounts) {
    Map<String, String> byPath = new TreeMap<>();
    for (Mount it : mounts) {
      String version = it.version().isEmpty() ? "latest" : it.version();
      byPath.put(it.path(), "the secret %s:%s".formatted(Gcp.shortName(it.secret()), version));
    }
    return byPath;
  }
}
