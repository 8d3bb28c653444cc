package preflight.probe.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.PeerText;
import preflight.probe.SecretValue;
import preflight.probe.secret.text.CredentialParts;

/**
 * One revision of a service: one that there is, or the one that a deployment would make.
 *
 * @param name empty before there is one
 * @param conditions none before there is one
 * @param containers that of the service and its sidecars, in the platform's order
 * @param mounts secrets that it sees as files
 * @param account the service account that it runs as; empty for the one that the project defaults
 *     to
 * @param maxInstances 0 where no limit is set
 * @param minInstances 0 where none is kept
 * @param timeout how long one request may last; empty where nobody said, or it is not known
 */
public record RevisionState(
    String name,
    List<Condition> conditions,
    List<Container> containers,
    List<Mount> mounts,
    String account,
    int maxInstances,
    int minInstances,
    Optional<Duration> timeout,
    Network network,
    Optional<Instant> created,
    Provenance provenance) {

  /** One that says nothing of the commit that it was made of. */
  public RevisionState(
      String name,
      List<Condition> conditions,
      List<Container> containers,
      List<Mount> mounts,
      String account,
      int maxInstances,
      int minInstances,
      Optional<Duration> timeout,
      Network network,
      Optional<Instant> created) {
    this(
        name,
        conditions,
        containers,
        mounts,
        account,
        maxInstances,
        minInstances,
        timeout,
        network,
        created,
        Provenance.NONE);
  }

  /** One of which neither the instances that are kept nor the time-out are known. */
  public RevisionState(
      String name,
      List<Condition> conditions,
      List<Container> containers,
      List<Mount> mounts,
      String account,
      int maxInstances,
      Network network,
      Optional<Instant> created) {
    this(
        name,
        conditions,
        containers,
        mounts,
        account,
        maxInstances,
        0,
        Optional.empty(),
        network,
        created);
  }

  public RevisionState {
    conditions = List.copyOf(conditions);
    // One that tells nothing is not the same as none, about which nothing could be wrong.
    containers = containers.isEmpty() ? List.of(Container.NONE) : List.copyOf(containers);
    mounts = List.copyOf(mounts);
  }

  /** The image of the container that the platform names first; empty where it is not known. */
  public String image() {
    return containers.getFirst().image();
  }

  /** Whether it started: it was given all that it names, its images included. */
  public boolean isReady() {
    return conditions.stream()
        .anyMatch(it -> it.type().equals("Ready") && it.state() == Condition.State.SUCCEEDED);
  }

  /** As a sentence has it. */
  public String label() {
    return label(name);
  }

  /** How a sentence calls a revision of this name, or the one that has none yet. */
  public static String label(String name) {
    return name.isEmpty() ? "the planned revision" : "revision " + name;
  }

  /** Full name of its VPC connector. */
  public Optional<String> connector() {
    return network.connector();
  }

  /** What tells a container from the others; empty where there is only one. */
  public Optional<String> distinctive(Container container) {
    return containers.size() > 1 ? container.name() : Optional.empty();
  }

  /** The containers that are given a variable of this name. */
  public List<Container> setting(PeerText name) {
    return setting(name.raw());
  }

  /** The same for a name that the profile says. */
  public List<Container> setting(String name) {
    return containers.stream().filter(it -> it.variables().containsKey(name)).toList();
  }

  /** What it is given in plain text under the name of a credential. */
  List<SecretValue> credentials() {
    return containers.stream()
        .flatMap(it -> it.variables().entrySet().stream())
        .flatMap(it ->
            it.getValue() instanceof Variable.Plain plain
                    && CredentialParts.credential(it.getKey(), plain.value())
                ? Stream.of(plain.value())
                : Stream.of())
        .toList();
  }

  /** Ids of the secrets that it is given, as variables or as files. */
  public Set<String> secrets() {
    Stream<String> inVariables =
        containers.stream()
            .flatMap(it -> it.variables().values().stream())
            .flatMap(it ->
                it instanceof Variable.FromSecret(String id, _) ? Stream.of(id) : Stream.of());
    return Stream.concat(inVariables, mounts.stream().map(Mount::secret))
        .collect(Collectors.toSet());
  }

  /**
   * One container.
   *
   * @param name empty where the platform does not tell it
   * @param image as it is written: with a tag, a digest, or neither; empty where it is not known
   * @param variables what it is given, by name, in the platform's order
   * @param port what it is told to listen on; absent in sidecars, and where the platform chooses
   * @param limits such as {@code memory: 512Mi}
   * @param command what replaces the entry point of the image
   * @param arguments what replaces the arguments of the image
   */
  public record Container(
      Optional<String> name,
      String image,
      Map<String, Variable> variables,
      OptionalInt port,
      Map<String, String> limits,
      List<String> command,
      List<String> arguments) {

    static final Container NONE = of("", Map.of());

    public Container {
      variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
      limits = Map.copyOf(limits);
      command = List.copyOf(command);
      arguments = List.copyOf(arguments);
    }

    /** The only one of a revision, of which no more is known. */
    public static Container of(String image, Map<String, Variable> variables) {
      return new Container(
          Optional.empty(), image, variables, OptionalInt.empty(), Map.of(), List.of(), List.of());
    }
  }

  /**
   * How its requests to private addresses go out.
   *
   * @param connector full name of its VPC connector
   * @param network full name of the network or subnetwork that it is in by itself (Direct VPC)
   * @param egress which requests go that way, in the platform's words
   */
  public record Network(
      Optional<String> connector, Optional<String> network, Optional<String> egress) {

    public static final Network NONE =
        new Network(Optional.empty(), Optional.empty(), Optional.empty());

    /** The words of the API for those that flags and annotations have for the egress. */
    public static String egressOf(String word) {
      return switch (word) {
        case "all", "all-traffic" -> "ALL_TRAFFIC";
        case "private-ranges-only" -> "PRIVATE_RANGES_ONLY";
        default -> word;
      };
    }

    /**
     * The full name of a connector.
     *
     * @param location {@code projects/P/locations/L}; without it, a short name stays short
     */
    public static String connectorOf(String name, Optional<String> location) {
      return name.contains("/") || location.isEmpty()
          ? name
          : location.get() + "/connectors/" + name;
    }
  }

  /**
   * A secret as a file.
   *
   * @param secret its id
   * @param version a number or {@code latest}
   * @param path where containers see it; where none mounts its volume, its path in that
   */
  public record Mount(String secret, String version, String path) {}
}
