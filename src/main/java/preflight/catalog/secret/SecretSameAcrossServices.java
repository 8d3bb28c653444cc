package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.NoEvidence;
import preflight.catalog.platform.RunSecrets;
import preflight.catalog.platform.ServiceVariables;
import preflight.catalog.platform.VariableValues;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "secret-same-across-services",
    on = Secret.class,
    about = Subject.PLANNED,
    expects = "Every place that must carry this secret carries this very value",
    why =
        """
        Services that sign and verify with different keys refuse each other's tokens, though each of them
        has a sound key.
        """,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_VIEW},
    needs = SecretVersionEnabled.class,
    signals = Signal.SECRET_DIFFERS)
@Remedy(
    text = "Map all variables to one secret. Each command also deploys a new revision.",
    commands = "{updates}")
public final class SecretSameAcrossServices implements Check<Target<Secret>, NoThresholds> {

  private static final String COPY =
      "VALUE=$(gcloud secrets versions access {version} --secret={id} --project={project}"
          + " && printf .) && test \"$VALUE\" != . && printf %s \"${VALUE%.}\""
          + " | gcloud secrets versions add {other} --data-file=- --project={project}";

  private static final String COPY_REGIONAL =
      "VALUE=$(gcloud secrets versions access {version} --secret={id} --project={project}"
          + " --location={location}"
          + " && printf .) && test \"$VALUE\" != . && printf %s \"${VALUE%.}\""
          + " | gcloud secrets versions add {other} --data-file=- --project={project}";

  private final Secrets secrets;
  private final ServiceVariables variables;

  public SecretSameAcrossServices(Secrets secrets, ServiceVariables variables) {
    this.secrets = secrets;
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    String expected = "one value under " + String.join(", ", target.resource().variables());
    return UnreadSecret.orJudge(
        secrets.read(target.resource()), target, expected, own -> judge(target, own, expected));
  }

  private Outcome judge(Target<Secret> target, SecretFacts own, String expected)
      throws InterruptedException {
    var places = new ArrayList<Place>();
    var unread = new ArrayList<Outcome>();
    for (Service service : Receivers.all(target)) {
      switch (variables.of(service)) {
        case ApiAnswer.Got<List<ServiceVariables.Source>>(var sources) -> {
          for (ServiceVariables.Source source : sources) {
            collect(target.resource(), service, source, places);
          }
        }
        case ApiAnswer.Refused<List<ServiceVariables.Source>>(ApiTrouble trouble) ->
            unread.add(NoEvidence.of(trouble, Permission.RUN_VIEW, target.environment(), expected));
        case ApiAnswer<List<ServiceVariables.Source>> _ -> {
          // That the service is not there is the failure of another check.
        }
      }
    }
    for (ResourceName name : target.resource().sameAs()) {
      Secret other = target.environment().secrets().get(name.name());
      if (other != null) {
        places.add(
            new Place(
                name.toString(),
                new Wire(name.toString(), ""),
                new Holder.OtherSecret(other.storedId()),
                Optional.empty(),
                secrets.read(other).map(SecretFacts::group)));
      }
    }
    return compare(target, own, places, unread, expected);
  }

  private Outcome compare(
      Target<Secret> target,
      SecretFacts own,
      List<Place> places,
      List<Outcome> unread,
      String expected) {
    var groups = new Groups();
    String first = "this secret: group " + groups.letter(own.group());
    var evidence = new ArrayList<Evidence>();
    evidence.add(new Evidence("comparison", first));
    var others = new ArrayList<Place>();
    for (Place place : places) {
      Optional<Fingerprint> group = place.group().known();
      evidence.add(
          new Evidence(
              "comparison",
              place.label()
                  + ": "
                  + group
                      .map(it -> "group " + groups.letter(it))
                      .orElse(place.holdsNone() ? "no value" : "could not be read")));
      boolean unlike = group.map(it -> !it.equals(own.group())).orElse(place.holdsNone());
      if (unlike) {
        others.add(place);
      }
    }
    if (!others.isEmpty()) {
      Place other = others.getFirst();
      Outcome.Failed failed =
          Outcome.failed(
                  Signal.SECRET_DIFFERS,
                  expected,
                  (other.holdsNone() ? "no value in " : "another value in ") + other.label())
              .fact("updates", updates(target, others))
              .fact(Wire.FACT, Wire.fact(others.stream().map(Place::wire).toList()))
              .clue(
                  Clue.OF_THE_PLANNED,
                  others.stream()
                      .allMatch(it -> it.holder() instanceof Holder.OnCloudRun on && on.planned()))
              .saying("is not the same everywhere")
              .with(evidence.toArray(Evidence[]::new));
      return voidReference(others).map(it -> failed.fact(RunSecrets.REFERENCE, it)).orElse(failed);
    }
    for (Place place : places) {
      if (place.group() instanceof Reading.Unanswered<Fingerprint>(ApiTrouble trouble)) {
        unread.add(
            NoEvidence.of(trouble, Permission.SECRET_ACCESS, target.environment(), expected));
      }
    }
    return WorstOutcome.of(unread).orElseGet(() -> agreed(target, places, expected));
  }

  /** The one secret and version that all of these name, and that gives no value. */
  private static Optional<String> voidReference(List<Place> places) {
    List<Optional<String>> named =
        places.stream()
            .map(it -> it.holdsNone() ? it.names() : Optional.<String>empty())
            .distinct()
            .toList();
    return named.size() == 1 ? named.getFirst() : Optional.empty();
  }

  private static Outcome agreed(Target<Secret> target, List<Place> places, String expected) {
    return switch (places.size()) {
      case 0 -> uncarried(target, expected);
      case 1 -> Outcome.passed("1 place carries it");
      default -> Outcome.passed(places.size() + " places carry it");
    };
  }

  /** What Cloud Run lacks is told by another check; of this machine nobody else tells. */
  private static Outcome uncarried(Target<Secret> target, String expected) {
    List<Service> receivers = Receivers.all(target);
    return receivers.isEmpty() || !Receivers.onCloudRun(target).isEmpty()
        ? Outcome.notApplicable("no other place must carry it")
        : Outcome.unknown(
            UnknownReason.PERMISSION,
            expected,
            "no variable of that name in the files of %s, or else in this process"
                .formatted(
                    receivers.stream()
                        .map(it -> it.name().toString())
                        .collect(Collectors.joining(" and "))));
  }

  /** One line for each container and each secret that has another value. */
  private static List<Command> updates(Target<Secret> target, List<Place> others) {
    var names = new LinkedHashMap<Remapping.Receiver, List<String>>();
    var plain = new LinkedHashMap<Remapping.Receiver, List<String>>();
    var lines = new ArrayList<Command>();
    for (Place place : others) {
      switch (place.holder()) {
        case Holder.OnCloudRun(var receiver, String name, boolean isPlain, boolean _) -> {
          add(names, receiver, name);
          if (isPlain) {
            add(plain, receiver, name);
          }
        }
        case Holder.OtherSecret(String id) -> lines.add(copy(target, id));
        case Holder.Elsewhere() -> {
          // A file is edited by hand.
        }
      }
    }
    names.forEach((receiver, all) ->
        lines.add(
            Remapping.command(target, receiver, all, plain.getOrDefault(receiver, List.of()))));
    return lines;
  }

  private static <K> void add(Map<K, List<String>> names, K of, String name) {
    List<String> known = names.computeIfAbsent(of, _ -> new ArrayList<>());
    if (!known.contains(name)) {
      known.add(name);
    }
  }

  /** Byte for byte: a substitution would take a line break from the end, were it the last. */
  private static Command copy(Target<Secret> target, String to) {
    return Command.of(target.resource().location().isPresent() ? COPY_REGIONAL : COPY)
        .with(target.environment().facts())
        .with(target.resource().facts())
        .with("location", target.resource().location().orElse(""))
        .with("other", to);
  }

  private void collect(
      Secret secret, Service service, ServiceVariables.Source source, List<Place> places)
      throws InterruptedException {
    for (String name : secret.variables(service.name())) {
      String label = "%s, %s, %s".formatted(service.name(), source.label(), name);
      var wire = new Wire(service.name().toString(), name);
      switch (source.variables().get(name)) {
        case null -> {
          // Not under this name.
        }
        case Variable.Plain plain ->
            places.add(
                new Place(
                    label,
                    wire,
                    holder(service, source, name, true),
                    Optional.empty(),
                    new VariableValues(secrets).of(plain)));
        case Variable.FromSecret(String id, String version) ->
            places.add(
                new Place(
                    label + " from " + id + ":" + version,
                    wire,
                    holder(service, source, name, false),
                    Optional.of(id + ":" + version),
                    secrets.group(id, version)));
        case Variable.Unresolved() ->
            places.add(
                new Place(
                    label,
                    wire,
                    holder(service, source, name, true),
                    Optional.empty(),
                    new Reading.Unanswered<>(new ApiTrouble.Undecided())));
      }
    }
  }

  private static Holder holder(
      Service service, ServiceVariables.Source source, String name, boolean plain) {
    return source.onPlatform()
        ? new Holder.OnCloudRun(
            new Remapping.Receiver(service.cloudRun().orElseThrow(), source.container()),
            name,
            plain,
            source.revision().filter(String::isEmpty).isPresent())
        : new Holder.Elsewhere();
  }

  /** What would have to be changed for a place to carry the secret. */
  private sealed interface Holder {

    /** Of a revision that serves, or of the planned one. */
    record OnCloudRun(Remapping.Receiver receiver, String name, boolean plain, boolean planned)
        implements Holder {}

    record OtherSecret(String id) implements Holder {}

    record Elsewhere() implements Holder {}
  }

  /**
   * Where it is carried.
   *
   * @param names the secret and version that are named there
   */
  private record Place(
      String label, Wire wire, Holder holder, Optional<String> names, Reading<Fingerprint> group) {

    /** Whether it is known that there is no value. */
    boolean holdsNone() {
      return group instanceof Reading.Missing || group instanceof Reading.Inactive;
    }
  }
}
