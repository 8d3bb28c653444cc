package preflight.diagnosis.attribution;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.check.CheckDoc.Role;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Phase;
import preflight.check.signal.Clue;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.diagnosis.Graph;
import preflight.engine.CheckResult;
import preflight.resource.Endpoint;
import preflight.resource.Kind;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Setting;

/** What the results of a run say of each resource: looked up, where searching would be slow. */
public final class Observations {

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:.*");

  /** Of values for which nobody can ask a resolver. */
  private static final Set<Clue> UNASKED = EnumSet.of(Clue.ALMOST_ADDRESS, Clue.NO_NAME);

  private final Graph graph;
  private final Set<ResourceName> reached = new HashSet<>();
  private final Set<ResourceName> connected = new HashSet<>();
  private final Set<ResourceName> healthy = new HashSet<>();
  private final Set<ResourceName> ailing = new HashSet<>();
  private final Set<ResourceName> unresolved = new HashSet<>();
  private final Map<ResourceName, List<CheckResult>> unknown = new LinkedHashMap<>();
  private final Map<ResourceName, Set<Signal>> ruledOut = new HashMap<>();
  private final Set<ResourceName> answering = new HashSet<>();
  private boolean someNameResolves;

  public Observations(List<CheckResult> results, Graph graph) {
    this.graph = graph;
    results.forEach(it -> graph.find(it).ifPresent(at -> note(it, at)));
  }

  private void note(CheckResult result, Resource resource) {
    Role role = result.planned().definition().doc().role();
    switch (result.outcome()) {
      case Passed passed -> {
        ruledOut
            .computeIfAbsent(resource.name(), _ -> EnumSet.noneOf(Signal.class))
            .addAll(result.planned().definition().looksAt());
        // What looks for a slow answer had one that was not.
        if (result.planned().definition().looksAt().contains(Signal.HTTP_TOO_SLOW)) {
          answering.add(resource.name());
        }
        someNameResolves |=
            named(resource)
                && passed.measurements().stream().anyMatch(it -> it.name().equals("resolve"));
        if (role == Role.LADDER) {
          reached.add(resource.name());
          connected.add(resource.name());
        }
        if (role == Role.HEALTH && resource instanceof Endpoint endpoint) {
          healthy.add(endpoint.service());
        }
      }
      case Failed failed -> {
        if (failed.signal().family().equals(Optional.of(Family.APPLICATION))) {
          answering.add(resource.name());
        }
        if (askedInVain(failed)) {
          unresolved.add(owner(resource));
        } else if (failed.phase().filter(it -> it.compareTo(Phase.RESOLVE) > 0).isPresent()) {
          someNameResolves |= named(resource);
        }
        if (role == Role.HEALTH && resource instanceof Endpoint endpoint) {
          ailing.add(endpoint.service());
        }
        if (role == Role.LADDER
            && failed.phase().filter(it -> it.compareTo(Phase.TCP) > 0).isPresent()) {
          connected.add(resource.name());
        }
      }
      case Unknown _ ->
          unknown.computeIfAbsent(resource.name(), _ -> new ArrayList<>()).add(result);
      case Skipped _ -> {
        // What was not asked says nothing.
      }
    }
  }

  /** A value that is no name fails before any resolver is asked. */
  private static boolean askedInVain(Failed failed) {
    return failed.phase().equals(Optional.of(Phase.RESOLVE))
        && (failed.signal() == Signal.DNS_NOT_FOUND || failed.signal() == Signal.DNS_FAILED)
        && Collections.disjoint(failed.clues(), UNASKED);
  }

  /** Whether several names were tried and not one of them resolved. */
  public boolean noNameResolves() {
    return unresolved.size() > 1 && !someNameResolves;
  }

  /** Whether a probe of our own climbed its whole ladder. */
  public boolean reached(ResourceName store) {
    return reached.contains(store);
  }

  /** Whether a probe of our own had a connection, whatever came of it. */
  boolean connected(ResourceName store) {
    return connected.contains(store);
  }

  /** Whether some endpoint of the service says that it is well, and none that it is not. */
  boolean healthy(ResourceName service) {
    return healthy.contains(service) && !ailing.contains(service);
  }

  /**
   * Whether the service answered a request, at an endpoint or at its URL.
   *
   * @param but the place that does not count
   */
  public boolean answers(Service service, ResourceName but) {
    return Stream.concat(Stream.of(service), service.endpoints().values().stream())
        .map(Resource::name)
        .anyMatch(it -> !it.equals(but) && answering.contains(it));
  }

  /** Whether a check that passed would have shown this of the resource. */
  public boolean rulesOut(ResourceName resource, Signal signal) {
    return ruledOut.getOrDefault(resource, Set.of()).contains(signal);
  }

  /** What of a resource could not be checked, in the order of the plan. */
  List<CheckResult> unknown(ResourceName resource) {
    return unknown.getOrDefault(resource, List.of());
  }

  /** The service that an endpoint is a part of; everything else is its own. */
  static ResourceName owner(Resource resource) {
    return resource instanceof Endpoint endpoint ? endpoint.service() : resource.name();
  }

  /** Whether it stands under a name: an address resolves without asking anybody. */
  private boolean named(Resource resource) {
    return switch (resource) {
      case Redis it -> named(it.host());
      case Postgres it -> named(it.host());
      case Service it ->
          it.url().map(URI::getHost).filter(host -> !ADDRESS.matcher(host).matches()).isPresent();
      case Endpoint it -> named(graph.environment().serviceOf(it));
      default -> resource.name().kind() != Kind.SECRETS;
    };
  }

  private static boolean named(Setting<String> host) {
    return switch (host) {
      case Setting.Literal<String>(String value) -> !ADDRESS.matcher(value).matches();
      case Setting.FromSecret<String> _, Setting.InUrl<String> _ -> true;
    };
  }
}
