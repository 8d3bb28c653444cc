package preflight.sandbox;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.HTTPGetAction;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.ResourceRequirements;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionScaling;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.SecretVolumeSource;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.VersionToPath;
import com.google.cloud.run.v2.Volume;
import com.google.cloud.run.v2.VolumeMount;
import com.google.cloud.run.v2.VpcAccess;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import preflight.sandbox.Service.SecretReference;

/** A blueprint's services as messages of Cloud Run Admin v2. */
final class CloudRunMessages {

  static final String SERVICE_ACCOUNT = "runtime@sandbox.iam.gserviceaccount.com";
  static final String PARENT = "projects/" + Blueprint.PROJECT + "/locations/" + Blueprint.REGION;
  private static final String CONNECTOR = PARENT + "/connectors/sandbox-connector";

  private static final VpcAccess NETWORK =
      VpcAccess.newBuilder()
          .setConnector(CONNECTOR)
          .setEgress(VpcAccess.VpcEgress.ALL_TRAFFIC)
          .build();

  private CloudRunMessages() {}

  static Execution execution(String name, boolean attached) {
    var task = TaskTemplate.newBuilder().setServiceAccount(SERVICE_ACCOUNT);
    if (attached) {
      task.setVpcAccess(NETWORK);
    }
    return Execution.newBuilder().setName(name).setTaskCount(1).setTemplate(task).build();
  }

  static String name(String cloudRun) {
    return PARENT + "/services/" + cloudRun;
  }

  /** What the blueprint asks of Cloud Run. */
  static com.google.cloud.run.v2.Service declared(Service service) {
    Timestamp deployed = Timestamps.fromMillis(service.deployed().toEpochMilli());
    return com.google.cloud.run.v2.Service.newBuilder()
        .setName(name(service.cloudRun()))
        .setUid(uid(service.cloudRun()))
        .setGeneration(2)
        .putAllLabels(labels(service))
        .setCreateTime(deployed)
        .setUpdateTime(deployed)
        .setTemplate(template(service))
        .setUri(service.url())
        .addUrls(service.url())
        .addTraffic(
            TrafficTarget.newBuilder()
                .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
                .setPercent(100))
        .build();
  }

  /** What was sent, in place of what is asked for now; the rest is Cloud Run's own. */
  static com.google.cloud.run.v2.Service replaced(
      com.google.cloud.run.v2.Service current, com.google.cloud.run.v2.Service sent) {
    return sent.toBuilder()
        .setName(current.getName())
        .setUid(current.getUid())
        .setGeneration(current.getGeneration())
        .setCreateTime(current.getCreateTime())
        .setUpdateTime(current.getUpdateTime())
        .setUri(current.getUri())
        .clearUrls()
        .addAllUrls(current.getUrlsList())
        .clearObservedGeneration()
        .clearReconciling()
        .clearTerminalCondition()
        .clearConditions()
        .clearTrafficStatuses()
        .clearLatestCreatedRevision()
        .clearLatestReadyRevision()
        .clearEtag()
        .build();
  }

  static Revision revision(
      com.google.cloud.run.v2.Service service, String revision, Timestamp created) {
    RevisionTemplate template = service.getTemplate();
    return Revision.newBuilder()
        .setName(service.getName() + "/revisions/" + revision)
        .setUid(uid(revision))
        .setService(ResourceName.part(service.getName(), "services"))
        .setGeneration(1)
        .putAllLabels(template.getLabelsMap())
        .putAllAnnotations(template.getAnnotationsMap())
        .setCreateTime(created)
        .setUpdateTime(created)
        .setScaling(template.getScaling())
        .setVpcAccess(template.getVpcAccess())
        .setTimeout(template.getTimeout())
        .setServiceAccount(template.getServiceAccount())
        .addAllContainers(template.getContainersList())
        .addAllVolumes(template.getVolumesList())
        .setExecutionEnvironment(template.getExecutionEnvironment())
        .setMaxInstanceRequestConcurrency(template.getMaxInstanceRequestConcurrency())
        .build();
  }

  /** What Cloud Run says of a service. */
  static com.google.cloud.run.v2.Service service(Deployed service) {
    var message =
        service.declared().toBuilder()
            .setObservedGeneration(service.observed())
            .setReconciling(!service.settled())
            .setLatestCreatedRevision(service.newest().declared().getName())
            .setTerminalCondition(CloudRunConditions.ofService(service))
            .addAllConditions(CloudRunConditions.partsOfService(service))
            .addAllTrafficStatuses(service.serving());
    service.newestReady().ifPresent(it -> message.setLatestReadyRevision(it.declared().getName()));
    return message.build();
  }

  static Revision revision(Release release) {
    Revision declared = release.declared();
    return declared.toBuilder()
        .setObservedGeneration(release.pending() ? 0 : 1)
        .setReconciling(release.pending())
        .addAllConditions(
            CloudRunConditions.ofRevision(release.rollout(), declared.getCreateTime()))
        .build();
  }

  private static RevisionTemplate template(Service service) {
    var container =
        Container.newBuilder()
            .setImage(Image.repository(service.name()) + ":" + service.built())
            .addPorts(ContainerPort.newBuilder().setName("http1").setContainerPort(8080))
            .setResources(
                ResourceRequirements.newBuilder().putLimits("cpu", "1").putLimits("memory", "1Gi"))
            .setStartupProbe(
                Probe.newBuilder()
                    .setHttpGet(HTTPGetAction.newBuilder().setPath("/health").setPort(8080)));
    service
        .variables()
        .forEach(
            (name, value) -> container.addEnv(EnvVar.newBuilder().setName(name).setValue(value)));
    service.secrets().forEach((name, secret) -> container.addEnv(variable(name, secret)));
    var template =
        RevisionTemplate.newBuilder()
            .putAllLabels(labels(service))
            .setScaling(RevisionScaling.newBuilder().setMinInstanceCount(1).setMaxInstanceCount(10))
            .setVpcAccess(network(service))
            .setTimeout(Durations.fromSeconds(300))
            .setServiceAccount(SERVICE_ACCOUNT)
            .setMaxInstanceRequestConcurrency(80);
    for (Map.Entry<String, SecretReference> file : service.files().entrySet()) {
      Volume volume = volume(file.getKey(), file.getValue());
      int slash = file.getKey().lastIndexOf('/');
      container.addVolumeMounts(
          VolumeMount.newBuilder()
              .setName(volume.getName())
              .setMountPath(file.getKey().substring(0, slash)));
      template.addVolumes(volume);
    }
    return template.addContainers(container).build();
  }

  /** The stores of the sandbox have addresses of this machine, which no private range holds. */
  private static VpcAccess network(Service service) {
    return service.fault().filter(it -> it == Fault.EGRESS_TOO_NARROW).isEmpty()
        ? NETWORK
        : NETWORK.toBuilder().setEgress(VpcAccess.VpcEgress.PRIVATE_RANGES_ONLY).build();
  }

  private static EnvVar variable(String name, SecretReference secret) {
    return EnvVar.newBuilder()
        .setName(name)
        .setValueSource(
            EnvVarSource.newBuilder()
                .setSecretKeyRef(
                    SecretKeySelector.newBuilder()
                        .setSecret(secret.id())
                        .setVersion(secret.version())))
        .build();
  }

  private static Volume volume(String path, SecretReference secret) {
    return Volume.newBuilder()
        .setName(secret.id())
        .setSecret(
            SecretVolumeSource.newBuilder()
                .setSecret(secret.id())
                .addItems(
                    VersionToPath.newBuilder()
                        .setPath(path.substring(path.lastIndexOf('/') + 1))
                        .setVersion(secret.version())))
        .build();
  }

  private static Map<String, String> labels(Service service) {
    return Map.of("commit-sha", service.built(), "managed-by", "sandbox");
  }

  static String uid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
