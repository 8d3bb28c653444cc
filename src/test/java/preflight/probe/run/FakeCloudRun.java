package preflight.probe.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import preflight.probe.PeerText;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;

/** Services that a test made up; {@code NAME-1} is their first revision. */
public final class FakeCloudRun implements CloudRun {

  public static final Instant STARTED = Instant.parse("2026-03-01T08:00:00Z");

  private final Map<String, List<RevisionState>> revisions = new HashMap<>();
  private final Map<String, RevisionState> jobs = new HashMap<>();
  private final Map<String, ApiTrouble> refused = new HashMap<>();
  private Optional<String> projectNumber = Optional.empty();
  private Optional<ApiTrouble> trouble = Optional.empty();

  public FakeCloudRun refusing(ApiTrouble why) {
    trouble = Optional.of(why);
    return this;
  }

  /** One service that nobody may look at. */
  public FakeCloudRun refusing(String service, ApiTrouble why) {
    refused.put(service, why);
    return this;
  }

  /** A ready service with these variables. */
  public FakeCloudRun serving(String service, Map<String, Variable> variables) {
    return serving(service, variables, List.of(), List.of());
  }

  public FakeCloudRun serving(
      String service,
      Map<String, Variable> variables,
      List<RevisionState.Mount> mounts,
      List<Condition> conditions) {
    revisions.put(
        service,
        List.of(
            revision(
                service,
                1,
                List.of(RevisionState.Container.of("", variables)),
                mounts,
                conditions)));
    return this;
  }

  /** A service in a rollout: its revisions {@code NAME-1}, {@code NAME-2} … serve together. */
  @SafeVarargs
  public final FakeCloudRun rollingOut(String service, Map<String, Variable>... variables) {
    var all = new ArrayList<RevisionState>();
    for (Map<String, Variable> each : variables) {
      var container = RevisionState.Container.of("", each);
      all.add(revision(service, all.size() + 1, List.of(container), List.of(), List.of()));
    }
    revisions.put(service, all);
    return this;
  }

  /** A service of a container {@code app} and a container {@code proxy}. */
  public FakeCloudRun withSidecar(
      String service, Map<String, Variable> app, Map<String, Variable> proxy) {
    var containers = List.of(container("app", app), container("proxy", proxy));
    revisions.put(service, List.of(revision(service, 1, containers, List.of(), List.of())));
    return this;
  }

  /** A service whose requests go out this way. */
  public FakeCloudRun attached(String service, RevisionState.Network network) {
    var plain = revision(service, 1, containers(""), List.of(), List.of());
    revisions.put(
        service,
        List.of(
            new RevisionState(
                plain.name(),
                plain.conditions(),
                plain.containers(),
                plain.mounts(),
                plain.account(),
                plain.maxInstances(),
                network,
                plain.created())));
    return this;
  }

  private static RevisionState revision(
      String service,
      int number,
      List<RevisionState.Container> containers,
      List<RevisionState.Mount> mounts,
      List<Condition> conditions) {
    return new RevisionState(
        service + "-" + number,
        conditions,
        containers,
        mounts,
        service + "@acme.iam.gserviceaccount.com",
        0,
        RevisionState.Network.NONE,
        Optional.of(STARTED));
  }

  /** A service that a revision serves which runs these images. */
  public FakeCloudRun running(String service, String... images) {
    return withImages(service, Condition.State.SUCCEEDED, images);
  }

  /** A service whose revisions say these things of the commit that each was made of. */
  public FakeCloudRun madeOf(String service, Provenance... provenances) {
    var all = new ArrayList<RevisionState>();
    for (Provenance each : provenances) {
      var bare = revision(service, all.size() + 1, containers(""), List.of(), List.of());
      all.add(
          new RevisionState(
              bare.name(),
              bare.conditions(),
              bare.containers(),
              bare.mounts(),
              bare.account(),
              bare.maxInstances(),
              bare.minInstances(),
              bare.timeout(),
              bare.network(),
              bare.created(),
              each));
    }
    revisions.put(service, all);
    return this;
  }

  /** A service whose next deployment builds on this. */
  public FakeCloudRun withTemplate(String service, RevisionState template) {
    revisions.put(service, List.of(template));
    return this;
  }

  /** What a revision of one image says of its commit, as Cloud Run tells it. */
  public static Provenance provenance(String suffix, Map<String, String> labels, String image) {
    return Provenance.of(suffix, labels, Map.of(), List.of(image));
  }

  /** A service that never had a ready revision. */
  public FakeCloudRun refusingImages(String service, String... images) {
    return withImages(service, Condition.State.FAILED, images);
  }

  private FakeCloudRun withImages(String service, Condition.State state, String... images) {
    var ready =
        new Condition("Ready", state, Condition.Reason.NONE, PeerText.NOTHING, Optional.empty());
    revisions.put(
        service, List.of(revision(service, 1, containers(images), List.of(), List.of(ready))));
    return this;
  }

  /** One container for each image. */
  public static List<RevisionState.Container> containers(String... images) {
    return Arrays.stream(images).map(it -> RevisionState.Container.of(it, Map.of())).toList();
  }

  private static RevisionState.Container container(String name, Map<String, Variable> variables) {
    return new RevisionState.Container(
        Optional.of(name), "", variables, OptionalInt.empty(), Map.of(), List.of(), List.of());
  }

  public static Variable plain(String value) {
    return new Variable.Plain(new SecretValue(value.getBytes(UTF_8)), Optional.empty());
  }

  @Override
  public ApiAnswer<ServiceState> service(String name) {
    if (trouble.isPresent()) {
      return new ApiAnswer.Refused<>(trouble.get());
    }
    if (refused.containsKey(name)) {
      return new ApiAnswer.Refused<>(refused.get(name));
    }
    if (!revisions.containsKey(name)) {
      return new ApiAnswer.Absent<>("service " + name);
    }
    var ready =
        new Condition(
            "Ready",
            Condition.State.SUCCEEDED,
            Condition.Reason.NONE,
            PeerText.NOTHING,
            Optional.empty());
    var traffic = new LinkedHashMap<String, Integer>();
    List<RevisionState> serving = Objects.requireNonNull(revisions.get(name));
    serving.forEach(it -> traffic.put(it.name(), 100 / serving.size()));
    String newest = serving.getLast().name();
    return new ApiAnswer.Got<>(
        new ServiceState(
            name,
            ready,
            List.of(ready),
            true,
            newest,
            newest,
            traffic,
            true,
            Optional.of(serving.getLast()),
            Map.of(),
            projectNumber,
            Optional.empty(),
            ServiceDoor.USUAL,
            Set.of()));
  }

  /** Services whose URLs have the number of their project. */
  public FakeCloudRun inProject(String number) {
    projectNumber = Optional.of(number);
    return this;
  }

  /** A job of one container. */
  public FakeCloudRun withJob(String name, RevisionState.Container container) {
    jobs.put(
        name,
        new RevisionState(
            name,
            List.of(),
            List.of(container),
            List.of(),
            name + "@acme.iam.gserviceaccount.com",
            0,
            RevisionState.Network.NONE,
            Optional.of(STARTED)));
    return this;
  }

  @Override
  public ApiAnswer<RevisionState> job(String name) {
    return jobs.containsKey(name)
        ? new ApiAnswer.Got<>(Objects.requireNonNull(jobs.get(name)))
        : new ApiAnswer.Absent<>("job " + name);
  }

  @Override
  public ApiAnswer<RevisionState> revision(String service, String revision) {
    return revisions.getOrDefault(service, List.of()).stream()
        .filter(it -> it.name().equals(revision))
        .findFirst()
        .<ApiAnswer<RevisionState>>map(ApiAnswer.Got::new)
        .orElseGet(() -> new ApiAnswer.Absent<>(revision));
  }
}
