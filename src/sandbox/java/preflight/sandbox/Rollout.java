package preflight.sandbox;

import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import preflight.sandbox.Service.SecretReference;

/** What becomes of a revision, as Cloud Run would decide it. */
sealed interface Rollout {

  /** Nobody has decided yet. */
  record Pending() implements Rollout {}

  /** Its process runs this program, with this environment: what secrets held when it started. */
  record Serving(Service program, SequencedMap<String, String> environment) implements Rollout {
    @Override
    public String toString() {
      return "Serving";
    }
  }

  /** It will not run. */
  sealed interface Refused extends Rollout {
    String message();
  }

  /** Its image is not in the registry. */
  record ImageMissing(String message) implements Refused {}

  /** A secret that it maps cannot be read. */
  record SecretUnavailable(String message) implements Refused {}

  /** Its process exited before it listened. */
  record ContainerExited(String message, Ending ending) implements Refused {}

  static Rollout of(World world, Revision revision) {
    String name = ResourceName.part(revision.getName(), "revisions");
    String notReady = "Revision '" + name + "' is not ready and cannot serve traffic. ";
    Optional<Image> image = world.registry().find(revision.getContainers(0).getImage());
    if (image.isEmpty()) {
      return new ImageMissing(
          notReady + "Image '" + revision.getContainers(0).getImage() + "' not found.");
    }
    for (SecretReference reference : references(revision)) {
      Optional<String> trouble = unreadable(world, reference, revision.getServiceAccount());
      if (trouble.isPresent()) {
        return new SecretUnavailable(notReady + trouble.get());
      }
    }
    Service program = image.get().program();
    if (program.crash().filter(it -> !it.isMendedBy(revision.getContainers(0))).isPresent()) {
      return exited(notReady, program.crash().get());
    }
    SequencedMap<String, String> environment = environment(world, revision);
    List<String> missing =
        program.required().stream().filter(it -> !environment.containsKey(it)).toList();
    return missing.isEmpty()
        ? new Serving(program, environment)
        : exited(
            notReady,
            new Ending(
                Ending.Kind.EXITED_ALOUD,
                "RuntimeError: required variables are not set: " + missing));
  }

  private static SequencedMap<String, String> environment(World world, Revision revision) {
    var environment = new LinkedHashMap<String, String>();
    for (EnvVar variable : revision.getContainers(0).getEnvList()) {
      if (variable.hasValueSource()) {
        payload(world, reference(variable))
            .ifPresent(it -> environment.put(variable.getName(), it.text()));
      } else {
        environment.put(variable.getName(), variable.getValue());
      }
    }
    return Collections.unmodifiableSequencedMap(environment);
  }

  /** Every secret that it reads, as variable or file. */
  private static List<SecretReference> references(Revision revision) {
    var all = new ArrayList<SecretReference>();
    revision.getContainersList().stream()
        .flatMap(it -> it.getEnvList().stream())
        .filter(EnvVar::hasValueSource)
        .forEach(it -> all.add(reference(it)));
    for (Volume volume : revision.getVolumesList()) {
      if (volume.hasSecret()) {
        var secret = volume.getSecret();
        if (secret.getItemsCount() == 0) {
          all.add(reference(secret.getSecret(), "latest"));
        }
        secret
            .getItemsList()
            .forEach(it -> all.add(reference(secret.getSecret(), it.getVersion())));
      }
    }
    return all;
  }

  private static SecretReference reference(EnvVar variable) {
    var selector = variable.getValueSource().getSecretKeyRef();
    return reference(selector.getSecret(), selector.getVersion());
  }

  private static SecretReference reference(String secret, String version) {
    return new SecretReference(
        secret.substring(secret.lastIndexOf('/') + 1), version.isEmpty() ? "latest" : version);
  }

  private static Optional<Payload> payload(World world, SecretReference reference) {
    return world
        .secret(reference.id())
        .flatMap(secret -> secret.version(reference.version()))
        .filter(version -> version.state() == Secret.State.ENABLED)
        .map(Secret.Version::payload);
  }

  private static Optional<String> unreadable(
      World world, SecretReference reference, String account) {
    String name = SecretMessages.name(reference.id()) + "/versions/" + reference.version();
    if (world
        .secret(reference.id())
        .filter(it -> !Policies.mayRead(it.policy(), account))
        .isPresent()) {
      return Optional.of(
          "Permission denied on secret: "
              + name
              + " for Revision service account "
              + account
              + ". The service account used must be granted the 'Secret Manager Secret Accessor'"
              + " role (roles/secretmanager.secretAccessor) at the secret, project or higher"
              + " level.");
    }
    return payload(world, reference).isPresent()
        ? Optional.empty()
        : Optional.of("Secret " + name + " was not found or is not enabled.");
  }

  private static ContainerExited exited(String notReady, Ending ending) {
    return new ContainerExited(notReady + ending.message(), ending);
  }
}
