package preflight.probe.run;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Job;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.ServiceScaling;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.cloud.run.v2.Volume;
import com.google.cloud.run.v2.VpcAccess;
import com.google.protobuf.Timestamp;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.Redaction;
import preflight.probe.SecretValue;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.secret.SecretName;
import preflight.resource.service.ServiceIngress;

/** Turns what the Cloud Run API says into our own terms, without anything confidential. */
final class Translation {

  /** The URL that a service has beside the one with a hash. */
  private static final Pattern NUMBERED =
      Pattern.compile("https://[a-z0-9-]+-(?<number>[0-9]{6,19})\\.[a-z0-9-]+\\.run\\.app/?");

  private final Environment environment;
  private final Redaction redaction;

  Translation(Environment environment, Redaction redaction) {
    this.environment = environment;
    this.redaction = redaction;
  }

  ServiceState service(com.google.cloud.run.v2.Service service) {
    String ready = Gcp.shortName(service.getLatestReadyRevision());
    return new ServiceState(
        Gcp.shortName(service.getName()),
        condition(service.getTerminalCondition()),
        service.getConditionsList().stream().map(this::condition).toList(),
        !service.getReconciling() && service.getObservedGeneration() >= service.getGeneration(),
        Gcp.shortName(service.getLatestCreatedRevision()),
        ready,
        traffic(service.getTrafficStatusesList(), ready),
        followsNewest(service.getTrafficList()),
        service.hasTemplate()
            ? Optional.of(template(Gcp.shortName(service.getName()), service.getTemplate()))
            : Optional.empty(),
        service.getTrafficStatusesList().stream()
            .filter(it -> !it.getTag().isEmpty() && !it.getUri().isEmpty())
            .collect(
                Collectors.toMap(
                    TrafficTargetStatus::getTag, TrafficTargetStatus::getUri, (one, _) -> one)),
        service.getUrlsList().stream()
            .map(NUMBERED::matcher)
            .filter(Matcher::matches)
            .flatMap(it -> Optional.ofNullable(it.group("number")).stream())
            .findFirst(),
        url(service),
        door(service),
        service.getTrafficStatusesList().stream()
            .filter(it -> !it.getTag().isEmpty())
            .map(it -> it.getRevision().isEmpty() ? ready : Gcp.shortName(it.getRevision()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static ServiceDoor door(com.google.cloud.run.v2.Service service) {
    ServiceScaling scaling = service.getScaling();
    return new ServiceDoor(
        switch (service.getIngress()) {
          // What is not said is the default.
          case INGRESS_TRAFFIC_ALL, INGRESS_TRAFFIC_UNSPECIFIED -> Optional.of(ServiceIngress.ALL);
          case INGRESS_TRAFFIC_INTERNAL_ONLY -> Optional.of(ServiceIngress.INTERNAL);
          case INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER ->
              Optional.of(ServiceIngress.INTERNAL_AND_CLOUD_LOAD_BALANCING);
          case INGRESS_TRAFFIC_NONE, UNRECOGNIZED -> Optional.empty();
        },
        service.getDefaultUriDisabled(),
        !service.getInvokerIamDisabled(),
        service.getIapEnabled(),
        scaling.getMinInstanceCount(),
        scaling.getMaxInstanceCount(),
        scaling.getScalingMode() == ServiceScaling.ScalingMode.MANUAL
            ? Optional.of(scaling.getManualInstanceCount())
            : Optional.empty());
  }

  /**
   * Both of its addresses lead to it: the one with a hash, and the one with the project's number.
   */
  private static Optional<URI> url(com.google.cloud.run.v2.Service service) {
    return Stream.concat(Stream.of(service.getUri()), service.getUrlsList().stream())
        .filter(it -> !it.isEmpty())
        .flatMap(it -> {
          try {
            return Stream.of(new URI(it)).filter(url -> url.getHost() != null);
          } catch (URISyntaxException _) {
            return Stream.empty();
          }
        })
        .findFirst();
  }

  RevisionState revision(String service, Revision revision) {
    return new RevisionState(
        Gcp.shortName(revision.getName()),
        revision.getConditionsList().stream().map(this::condition).toList(),
        containers(service, revision.getContainersList()),
        mounts(revision.getVolumesList(), revision.getContainersList()),
        revision.getServiceAccount(),
        revision.getScaling().getMaxInstanceCount(),
        revision.getScaling().getMinInstanceCount(),
        revision.hasTimeout() ? Optional.of(duration(revision.getTimeout())) : Optional.empty(),
        network(revision.getVpcAccess()),
        revision.hasCreateTime()
            ? Optional.of(instant(revision.getCreateTime()))
            : Optional.empty(),
        provenance(service, revision));
  }

  /** The image of a sidecar is one of another repository. */
  private static Provenance provenance(String service, Revision revision) {
    List<Container> containers = revision.getContainersList();
    String name = Gcp.shortName(revision.getName());
    return Provenance.of(
        name.startsWith(service) ? name.substring(service.length()) : name,
        revision.getLabelsMap(),
        revision.getAnnotationsMap(),
        containers.stream()
            .filter(it -> containers.size() == 1 || it.getPortsCount() > 0)
            .map(Container::getImage)
            .toList());
  }

  /** What its executions are made of; it has its own name, as one that there is. */
  RevisionState job(Job job) {
    TaskTemplate template = job.getTemplate().getTemplate();
    return new RevisionState(
        Gcp.shortName(job.getName()),
        Stream.concat(
                job.hasTerminalCondition() ? Stream.of(job.getTerminalCondition()) : Stream.of(),
                job.getConditionsList().stream())
            .map(this::condition)
            .toList(),
        template.getContainersList().stream().map(it -> container(it, Map.of())).toList(),
        mounts(template.getVolumesList(), template.getContainersList()),
        template.getServiceAccount(),
        0,
        network(template.getVpcAccess()),
        job.hasCreateTime() ? Optional.of(instant(job.getCreateTime())) : Optional.empty());
  }

  RevisionState template(String service, RevisionTemplate template) {
    return new RevisionState(
        "",
        List.of(),
        containers(service, template.getContainersList()),
        mounts(template.getVolumesList(), template.getContainersList()),
        template.getServiceAccount(),
        template.getScaling().getMaxInstanceCount(),
        template.getScaling().getMinInstanceCount(),
        template.hasTimeout() ? Optional.of(duration(template.getTimeout())) : Optional.empty(),
        network(template.getVpcAccess()),
        Optional.empty());
  }

  private List<RevisionState.Container> containers(String service, List<Container> containers) {
    Map<String, String> expected = expected(service);
    return containers.stream().map(it -> container(it, expected)).toList();
  }

  private static RevisionState.Network network(VpcAccess access) {
    return new RevisionState.Network(
        said(access.getConnector()),
        access.getNetworkInterfacesList().stream()
            .flatMap(it -> said(it.getSubnetwork()).or(() -> said(it.getNetwork())).stream())
            .findFirst(),
        access.getEgress() == VpcAccess.VpcEgress.VPC_EGRESS_UNSPECIFIED
            ? Optional.empty()
            : Optional.of(access.getEgress().name()));
  }

  private static Optional<String> said(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }

  private RevisionState.Container container(Container container, Map<String, String> expected) {
    var variables = new LinkedHashMap<String, Variable>();
    container.getEnvList().forEach(it -> variables.put(it.getName(), variable(it, expected)));
    return new RevisionState.Container(
        said(container.getName()),
        container.getImage(),
        variables,
        container.getPortsCount() > 0
            ? OptionalInt.of(container.getPorts(0).getContainerPort())
            : OptionalInt.empty(),
        container.getResources().getLimitsMap(),
        container.getCommandList(),
        container.getArgsList());
  }

  /** The values that the profile tells itself, and which may therefore be told. */
  private Map<String, String> expected(String cloudRun) {
    var values = new HashMap<String, String>();
    environment.services().values().stream()
        .filter(it -> it.cloudRun().filter(cloudRun::equals).isPresent())
        .flatMap(it -> it.env().stream())
        .forEach(it -> values.putAll(it.expect()));
    return values;
  }

  private Variable variable(EnvVar variable, Map<String, String> expected) {
    if (variable.hasValueSource()) {
      var reference = variable.getValueSource().getSecretKeyRef();
      String version = reference.getVersion().isEmpty() ? "latest" : reference.getVersion();
      SecretName secret = SecretName.of(reference.getSecret()).from(environment.gcp().project());
      return new Variable.FromSecret(secret.toString(), version);
    }
    return Variable.Plain.of(
        SecretValue.of(variable.getValue()), Optional.ofNullable(expected.get(variable.getName())));
  }

  private List<RevisionState.Mount> mounts(List<Volume> volumes, List<Container> containers) {
    var mounts = new ArrayList<RevisionState.Mount>();
    for (Volume volume : volumes) {
      if (volume.hasSecret()) {
        List<String> folders =
            containers.stream()
                .flatMap(it -> it.getVolumeMountsList().stream())
                .filter(it -> it.getName().equals(volume.getName()))
                .map(it -> it.getMountPath() + "/")
                .distinct()
                .toList();
        for (String folder : folders.isEmpty() ? List.of("") : folders) {
          mounts.addAll(mounts(volume, folder));
        }
      }
    }
    return mounts;
  }

  private List<RevisionState.Mount> mounts(Volume volume, String folder) {
    SecretName named = SecretName.of(volume.getSecret().getSecret());
    String secret = named.from(environment.gcp().project()).toString();
    return volume.getSecret().getItemsCount() == 0
        ? List.of(new RevisionState.Mount(secret, "latest", folder + named.id()))
        : volume.getSecret().getItemsList().stream()
            .map(it -> new RevisionState.Mount(secret, it.getVersion(), folder + it.getPath()))
            .toList();
  }

  /** Without any target, all requests go to the newest revision. */
  private static boolean followsNewest(List<TrafficTarget> targets) {
    return targets.stream().noneMatch(it -> it.getPercent() > 0)
        || targets.stream()
            .anyMatch(it ->
                it.getPercent() > 0
                    && it.getType()
                        != TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION);
  }

  private static Map<String, Integer> traffic(List<TrafficTargetStatus> statuses, String ready) {
    var traffic = new LinkedHashMap<String, Integer>();
    statuses.stream()
        .filter(it -> it.getPercent() > 0)
        .forEach(it -> {
          String revision = it.getRevision().isEmpty() ? ready : Gcp.shortName(it.getRevision());
          traffic.merge(revision, it.getPercent(), Integer::sum);
        });
    if (traffic.isEmpty() && !ready.isEmpty()) {
      traffic.put(ready, 100);
    }
    return java.util.Collections.unmodifiableMap(traffic);
  }

  private Condition condition(com.google.cloud.run.v2.Condition it) {
    return new Condition(
        it.getType(),
        switch (it.getState()) {
          case CONDITION_SUCCEEDED -> Condition.State.SUCCEEDED;
          case CONDITION_FAILED -> Condition.State.FAILED;
          case CONDITION_PENDING, CONDITION_RECONCILING -> Condition.State.PENDING;
          case STATE_UNSPECIFIED, UNRECOGNIZED -> Condition.State.UNKNOWN;
        },
        reason(it),
        redaction.heard(it.getMessage()),
        it.hasLastTransitionTime()
            ? Optional.of(instant(it.getLastTransitionTime()))
            : Optional.empty());
  }

  private static Condition.Reason reason(com.google.cloud.run.v2.Condition it) {
    return switch (it.getReasonsCase()) {
      case REASON -> named(it.getReason().name());
      case REVISION_REASON -> named(it.getRevisionReason().name());
      case EXECUTION_REASON -> Condition.Reason.OTHER;
      case REASONS_NOT_SET -> Condition.Reason.NONE;
    };
  }

  /** Ours have the names of the protocol; one that came later is another. */
  private static Condition.Reason named(String name) {
    for (Condition.Reason reason : Condition.Reason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return Condition.Reason.OTHER;
  }

  private static Duration duration(com.google.protobuf.Duration it) {
    return Duration.ofSeconds(it.getSeconds(), it.getNanos());
  }

  private static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
