package preflight.sandbox;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.Execution;
import com.google.cloud.run.v2.ResourceRequirements;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionScaling;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.SecretVolumeSource;
import com.google.cloud.run.v2.TaskTemplate;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
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
          .setEgress(VpcAccess.VpcEgress.PRIVATE_RANGES_ONLY)
          .build();

  private CloudRunMessages() {}

  static Execution execution(String name, boolean attached) {
    var task = TaskTemplate.newBuilder().setServiceAccount(SERVICE_ACCOUNT);
    if (attached) {
      task.setVpcAccess(NETWORK);
    }
    return Execution.newBuilder().setName(name).setTaskCount(1).setTemplate(task).build();
  }

  static String name(Service service) {
    return PARENT + "/services/" + service.cloudRun();
  }

  static String revisionName(Service service) {
    return name(service) + "/revisions/" + service.revision();
  }

  static com.google.cloud.run.v2.Service service(Service service, Rollout rollout) {
    Timestamp deployed = Timestamps.fromMillis(service.deployed().toEpochMilli());
    var message =
        com.google.cloud.run.v2.Service.newBuilder()
            .setName(name(service))
            .setUid(uid(service))
            .setGeneration(2)
            .setObservedGeneration(2)
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
            .setLatestCreatedRevision(revisionName(service))
            .setTerminalCondition(CloudRunConditions.ready(rollout, deployed))
            .addAllConditions(CloudRunConditions.ofService(rollout, deployed));
    if (rollout instanceof Rollout.Serving) {
      message
          .setLatestReadyRevision(revisionName(service))
          .addTrafficStatuses(
              TrafficTargetStatus.newBuilder()
                  .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST)
                  .setRevision(service.revision())
                  .setPercent(100)
                  .setUri(service.url()));
    }
    return message.build();
  }

  static Revision revision(Service service, Rollout rollout) {
    Timestamp deployed = Timestamps.fromMillis(service.deployed().toEpochMilli());
    RevisionTemplate template = template(service);
    return Revision.newBuilder()
        .setName(revisionName(service))
        .setUid(uid(service))
        .setService(service.cloudRun())
        .setGeneration(1)
        .setObservedGeneration(1)
        .putAllLabels(labels(service))
        .setCreateTime(deployed)
        .setUpdateTime(deployed)
        .setScaling(template.getScaling())
        .setVpcAccess(template.getVpcAccess())
        .setTimeout(template.getTimeout())
        .setServiceAccount(template.getServiceAccount())
        .addAllContainers(template.getContainersList())
        .addAllVolumes(template.getVolumesList())
        .setMaxInstanceRequestConcurrency(template.getMaxInstanceRequestConcurrency())
        .addAllConditions(CloudRunConditions.ofRevision(rollout, deployed))
        .build();
  }

  private static RevisionTemplate template(Service service) {
    var container =
        Container.newBuilder()
            .setImage(
                "us-central1-docker.pkg.dev/sandbox/services/"
                    + service.name()
                    + ":"
                    + service.commit())
            .addPorts(ContainerPort.newBuilder().setName("http1").setContainerPort(8080))
            .setResources(
                ResourceRequirements.newBuilder().putLimits("cpu", "1").putLimits("memory", "1Gi"));
    service
        .variables()
        .forEach(
            (name, value) -> container.addEnv(EnvVar.newBuilder().setName(name).setValue(value)));
    service.secrets().forEach((name, secret) -> container.addEnv(variable(name, secret)));
    var template =
        RevisionTemplate.newBuilder()
            .putAllLabels(labels(service))
            .setScaling(RevisionScaling.newBuilder().setMinInstanceCount(1).setMaxInstanceCount(10))
            .setVpcAccess(NETWORK)
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
    return Map.of("commit-sha", service.commit(), "managed-by", "sandbox");
  }

  private static String uid(Service service) {
    return UUID.nameUUIDFromBytes(service.cloudRun().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
