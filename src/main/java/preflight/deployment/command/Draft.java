package preflight.deployment.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.RevisionState.Mount;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.run.Variable;

/** The template of a service while gcloud changes it. */
final class Draft {

  private final boolean first;
  private final List<Part> parts = new ArrayList<>();
  final List<Mount> mounts;
  String account;
  int maxInstances;
  int minInstances;
  Optional<Duration> timeout;
  Network network;

  Draft(Optional<RevisionState> template) {
    this.first = template.isEmpty();
    this.mounts = new ArrayList<>(template.map(RevisionState::mounts).orElse(List.of()));
    this.account = template.map(RevisionState::account).orElse("");
    this.maxInstances = template.map(RevisionState::maxInstances).orElse(0);
    this.minInstances = template.map(RevisionState::minInstances).orElse(0);
    this.timeout = template.flatMap(RevisionState::timeout);
    this.network = template.map(RevisionState::network).orElse(Network.NONE);
    template.ifPresent(it -> it.containers().forEach(each -> parts.add(new Part(each))));
  }

  /** Whether there is no service yet. */
  boolean first() {
    return first;
  }

  /** The container that gets the requests; empty where gcloud finds none among several. */
  Optional<Part> primary() {
    if (parts.isEmpty()) {
      parts.add(new Part(Container.of("", Map.of())));
    }
    return parts.size() == 1
        ? Optional.of(parts.getFirst())
        : parts.stream().filter(it -> it.port.isPresent()).findFirst();
  }

  /**
   * A container by its name, which is made where there is none.
   *
   * @param name as it stands behind {@code --container}
   */
  Part named(String name) {
    Optional<Part> known = parts.stream().filter(it -> it.name.orElse("").equals(name)).findFirst();
    // The platform may not tell the name of the only one.
    if (known.isEmpty() && parts.size() == 1 && parts.getFirst().name.isEmpty()) {
      parts.getFirst().name = Optional.of(name);
      return parts.getFirst();
    }
    return known.orElseGet(() -> {
      var made = new Part(Container.of("", Map.of()));
      made.name = Optional.of(name);
      parts.add(made);
      return made;
    });
  }

  void remove(String container) {
    parts.removeIf(it -> it.name.filter(container::equals).isPresent());
  }

  RevisionState revision() {
    return new RevisionState(
        "",
        List.of(),
        parts.stream().map(Part::container).toList(),
        mounts,
        account,
        maxInstances,
        minInstances,
        timeout,
        network,
        Optional.empty());
  }

  /** A container while it changes. */
  static final class Part {
    private Optional<String> name;
    String image;
    final Map<String, Variable> variables;
    OptionalInt port;
    final Map<String, String> limits;
    List<String> command;
    List<String> arguments;

    private Part(Container container) {
      this.name = container.name();
      this.image = container.image();
      this.variables = new LinkedHashMap<>(container.variables());
      this.port = container.port();
      this.limits = new LinkedHashMap<>(container.limits());
      this.command = container.command();
      this.arguments = container.arguments();
    }

    private Container container() {
      return new Container(name, image, variables, port, limits, command, arguments);
    }
  }
}
