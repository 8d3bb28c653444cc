package preflight.diagnosis.attribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.check.CheckId;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.diagnosis.Failure;
import preflight.resource.Secret;

/**
 * What services are given is looked at by several checks: whether it is the declared secret, the
 * same everywhere, in the open, where it leads. One wrong wire fails them all, and one repair mends
 * them all; the check that names the repair best stands for the others.
 */
final class SameWires {

  /** The most telling first. */
  private static final List<Signal> ORDER =
      List.of(
          Signal.SECRET_NOT_MAPPED,
          Signal.SECRET_DIFFERS,
          Signal.SECRET_MISMATCH,
          Signal.ENV_MISSING,
          Signal.ENV_LOCALHOST,
          Signal.ENV_UNEXPECTED_VALUE,
          Signal.ENV_FORBIDDEN,
          Signal.ENV_CONFLICT,
          Signal.ENV_MISMATCH,
          Signal.ENV_INCONSISTENT,
          Signal.ENV_DEPRECATED);

  /** What a wrong value of a secret, rather than a wire, brings about at each wire of it. */
  private static final Set<Signal> OF_THE_VALUE =
      EnumSet.of(Signal.ENV_UNEXPECTED_VALUE, Signal.ENV_MISMATCH, Signal.ENV_INCONSISTENT);

  private final Map<CheckId, List<Failure>> behind = new HashMap<>();

  SameWires(List<Failure> failures) {
    failures.stream()
        .filter(it -> !wires(it).isEmpty())
        .collect(Collectors.partitioningBy(it -> it.failed().clues().contains(Clue.BY_DEPLOYMENT)))
        .values()
        .forEach(this::attribute);
  }

  /** The failures that tell of all wires of this one, none of which stands behind another. */
  List<Failure> behind(Failure failure) {
    return behind.getOrDefault(failure.id(), List.of());
  }

  private void attribute(List<Failure> failures) {
    List<Failure> ordered =
        failures.stream()
            .sorted(
                Comparator.comparingInt((Failure it) -> ORDER.indexOf(it.signal()))
                    .thenComparingInt(Failure::position))
            .toList();
    List<Failure> told = new ArrayList<>();
    for (Failure failure : ordered) {
      // A wrong value is no wrong wire, and no wire explains it.
      List<Failure> covering =
          failure.signal() == Signal.SECRET_MISMATCH ? List.of() : covering(failure, told);
      if (!covering.isEmpty()) {
        behind.put(failure.id(), covering);
      } else if (ordered.stream().noneMatch(it -> contains(it, failure))) {
        told.add(failure);
      } else {
        ordered.stream()
            .filter(it -> contains(it, failure))
            .findFirst()
            .ifPresent(it -> behind.put(failure.id(), List.of(it)));
      }
    }
  }

  private static List<Failure> covering(Failure failure, List<Failure> told) {
    Set<Wire> own = wires(failure);
    List<Failure> concerned =
        told.stream()
            .filter(it -> it.signal() != failure.signal() && explains(it, failure))
            .filter(it -> wires(it).stream().anyMatch(own::contains))
            .toList();
    Set<Wire> known = new HashSet<>();
    concerned.forEach(it -> known.addAll(wires(it)));
    // Of two that disagree, one is enough.
    boolean covered =
        failure.signal() == Signal.ENV_INCONSISTENT ? !concerned.isEmpty() : known.containsAll(own);
    return covered ? concerned : List.of();
  }

  private static boolean explains(Failure cause, Failure effect) {
    return cause.signal() != Signal.SECRET_MISMATCH || OF_THE_VALUE.contains(effect.signal());
  }

  /** Of one secret, the places that carry another value may be more than those of another name. */
  private static boolean contains(Failure whole, Failure part) {
    return whole.signal() == Signal.SECRET_DIFFERS
        && part.signal() == Signal.SECRET_NOT_MAPPED
        && whole.resource().name().equals(part.resource().name())
        && wires(whole).size() > wires(part).size()
        && wires(whole).containsAll(wires(part));
  }

  private static Set<Wire> wires(Failure failure) {
    if (!ORDER.contains(failure.signal())) {
      return Set.of();
    }
    // What a secret holds is given to all who use it.
    return failure.signal() == Signal.SECRET_MISMATCH && failure.resource() instanceof Secret secret
        ? secret.usedBy().stream()
            .flatMap(user -> secret.variables().stream().map(it -> new Wire(user.toString(), it)))
            .collect(Collectors.toSet())
        : Wire.of(failure.failed().facts());
  }
}
