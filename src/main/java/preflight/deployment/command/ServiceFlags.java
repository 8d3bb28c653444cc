package preflight.deployment.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.run.Workload.Kind;
import preflight.profile.reading.Mistakes;

/** What the commands of {@code gcloud run} that deploy make of a template. */
final class ServiceFlags {

  private final Arguments arguments;
  private final Flags flags;
  private final Path directory;
  private final Mistakes mistakes;
  private final Verb verb;
  private final List<Change> changes = new ArrayList<>();

  /** What a command does to a service or a job. */
  enum Verb {
    DEPLOY(Kind.SERVICE),
    UPDATE(Kind.SERVICE),
    DEPLOY_JOB(Kind.JOB),
    CREATE_JOB(Kind.JOB),
    UPDATE_JOB(Kind.JOB);

    private final Kind kind;

    Verb(Kind kind) {
      this.kind = kind;
    }

    Kind kind() {
      return kind;
    }

    /** Whether it makes what there is not, of an image that it builds where none is named. */
    boolean creates() {
      return this != UPDATE && this != UPDATE_JOB;
    }
  }

  /**
   * @param directory to which files are relative
   */
  ServiceFlags(Arguments arguments, Path directory, Mistakes mistakes, Verb verb) {
    this.verb = verb;
    this.arguments = arguments;
    this.flags = arguments.flags();
    this.directory = directory;
    this.mistakes = mistakes;
  }

  /**
   * The changes, in gcloud's own order, on which it depends what is refused.
   *
   * @param place of the connector where its flag has only its name
   */
  ServiceChange change(Optional<String> place) throws Unread {
    for (String flag :
        List.of("service-account", "vpc-connector", "network", "subnet", "vpc-egress")) {
      // An account or a network that nobody knows is not the one of today.
      flags.closed(flag);
    }
    existence();
    if (arguments.containers().isEmpty()) {
      changes.addAll(
          new ContainerFlags(Optional.empty(), flags, directory, mistakes, verb.kind())
              .changes(verb.creates()));
    }
    flags.text("service-account").ifPresent(it -> set(draft -> draft.account = it));
    network(place);
    flags.list("remove-containers").ifPresent(names -> set(draft -> names.forEach(draft::remove)));
    containers();
    flags.text("max-instances").ifPresent(this::maxInstances);
    flags
        .text("min-instances")
        .filter(it -> it.matches("default|[0-9]{1,9}"))
        .map(it -> it.equals("default") ? 0 : Integer.parseInt(it))
        .ifPresent(it -> set(draft -> draft.minInstances = it));
    flags.text("timeout").ifPresent(it -> set(draft -> draft.timeout = timeout(it)));
    return new ServiceChange(changes);
  }

  private void existence() {
    if (verb == Verb.CREATE_JOB || verb == Verb.UPDATE_JOB) {
      boolean exists = verb == Verb.UPDATE_JOB;
      changes.add(draft ->
          draft.first() == exists
              ? Optional.of(exists ? "does not exist" : "exists already")
              : Optional.empty());
    }
    boolean image =
        verb != Verb.UPDATE
            || flags.has("image")
            || arguments.containers().values().stream().anyMatch(it -> it.has("image"));
    if (!image) {
      changes.add(draft ->
          draft.first()
              ? Optional.of("does not exist, and no image is named for it")
              : Optional.empty());
    }
    if (flags.has("no-traffic")) {
      changes.add(draft ->
          draft.first()
              ? Optional.of(
                  "does not exist, and gcloud refuses --no-traffic for the first revision")
              : Optional.empty());
    }
  }

  private void containers() throws Unread {
    Map<String, Flags> containers = arguments.containers();
    long withPort =
        containers.values().stream().filter(it -> it.has("port") || it.has("use-http2")).count();
    if (verb == Verb.DEPLOY && containers.size() > 1 && withPort != 1) {
      mistakes.add(
          flags.place("container"),
          "exactly one --container must be followed by --port or --use-http2");
    }
    for (var each : containers.entrySet()) {
      changes.addAll(
          new ContainerFlags(
                  Optional.of(each.getKey()), each.getValue(), directory, mistakes, verb.kind())
              .changes(verb.creates()));
    }
  }

  private void network(Optional<String> place) {
    flags.exclusive("clear-network", "network");
    flags.exclusive("clear-network", "subnet");
    flags
        .text("vpc-connector")
        .ifPresent(it ->
            network(old ->
                new Network(
                    Optional.of(Network.connectorOf(it, place)), old.network(), old.egress())));
    flags
        .text("vpc-egress")
        .ifPresent(it ->
            network(old ->
                new Network(old.connector(), old.network(), Optional.of(Network.egressOf(it)))));
    if (flags.has("clear-vpc-connector")) {
      if (flags.has("quiet")) {
        changes.add(ServiceFlags::askedInPerson);
      }
      network(old -> new Network(Optional.empty(), old.network(), Optional.empty()));
    }
    if (flags.has("network") || flags.has("subnet")) {
      Optional<String> named = flags.text("subnet").or(() -> flags.text("network"));
      network(old ->
          new Network(old.connector(), named, named.isPresent() ? old.egress() : Optional.empty()));
    }
    if (flags.has("clear-network")) {
      network(old -> new Network(old.connector(), Optional.empty(), Optional.empty()));
    }
  }

  /** Without somebody to ask, gcloud does not let all requests out to the internet. */
  private static Optional<String> askedInPerson(Draft draft) {
    return !draft.first() && draft.network.egress().filter("ALL_TRAFFIC"::equals).isPresent()
        ? Optional.of(
            "sends all requests through its VPC connector, which gcloud --quiet removes only with"
                + " --vpc-egress=private-ranges-only")
        : Optional.empty();
  }

  private void network(UnaryOperator<Network> change) {
    set(draft -> draft.network = change.apply(draft.network));
  }

  private void set(Consumer<Draft> change) {
    changes.add(Change.of(change));
  }

  /** As gcloud takes it: seconds, or amounts with their units; empty for what only gcloud reads. */
  private static Optional<Duration> timeout(String value) {
    String text = value.matches("[0-9]{1,9}") ? value + "s" : value;
    return text.matches("([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,9}s)?") && !text.isEmpty()
        ? Optional.of(Duration.parse("PT" + text.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }

  private void maxInstances(String value) {
    if (value.equals("default") || Open.is(value)) {
      set(draft -> draft.maxInstances = 0);
    } else if (value.matches("[0-9]{1,9}")) {
      set(draft -> draft.maxInstances = Integer.parseInt(value));
    } else {
      mistakes.add(flags.place("max-instances"), "--max-instances must be a number, or default");
    }
  }
}
