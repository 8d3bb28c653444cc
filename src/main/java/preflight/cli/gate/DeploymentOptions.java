package preflight.cli.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import preflight.cli.UsageMistake;
import preflight.deployment.CommandReader;
import preflight.deployment.DeploymentReading;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.deployment.ManifestReader;
import preflight.profile.reading.Suggestions;
import preflight.resource.Environment;
import preflight.resource.Service;

/**
 * What is about to be deployed, by the flags of {@code run}; nothing where none of them is given.
 */
public final class DeploymentOptions {

  private static final String ALL = "all";

  @Option(
      names = "--deploying",
      split = ",",
      paramLabel = "SERVICE",
      description =
          "Judge what a deployment of these services stands on: what is broken in the revisions that"
              + " they replace is told and does not block. A name of the profile, or all.")
  private List<String> deploying = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "Judge what this file deploys: a service.yaml of Cloud Run, or the JSON that terraform show"
              + " -json prints of a plan.")
  private @Nullable Path manifest;

  @Option(
      names = "--strict",
      description =
          "With a deployment: block on everything that stays broken, also in services that are not"
              + " deployed.")
  private boolean strict;

  private List<String> command = List.of();
  private Map<String, String> caller = Map.of();
  private Optional<String> asksAfter = Optional.empty();

  /**
   * With the command that deploys, which nobody runs here.
   *
   * @param words none where there is none
   * @param variables of the caller, which the command would see
   */
  public DeploymentOptions of(List<String> words, Map<String, String> variables) {
    command = List.copyOf(words);
    caller = Map.copyOf(variables);
    return this;
  }

  /** What gcloud would take from the caller's environment; a manifest is nobody's command. */
  private Optional<String> ofCaller(String variable) {
    return command.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(caller.get(variable)).filter(it -> !it.isBlank());
  }

  boolean strict() {
    return strict;
  }

  /** The flag that asks for something after the deployment; empty where none does. */
  Optional<String> asksAfter() {
    return asksAfter;
  }

  /**
   * Looks at the flags before anything is read.
   *
   * @param after those of a run after a deployment
   * @throws UsageMistake about one that says something of a deployment where there is none ahead
   */
  public void check(AfterOptions after) {
    asksAfter = after.asking();
    boolean ahead = !deploying.isEmpty() || manifest != null || !command.isEmpty();
    if (after.given() && (ahead || strict)) {
      throw new UsageMistake(
          "--after",
          "--after judges a deployment that is over; it takes no command, and no --deploying, --manifest or --strict");
    }
    if (strict && !ahead) {
      throw new UsageMistake(
          "--strict",
          "--strict belongs to a run before a deployment: say what is deployed (--deploying, --manifest, or -- COMMAND)");
    }
  }

  /**
   * Empty where nothing is said of a deployment.
   *
   * @throws UsageMistake about a service that the profile does not have, or about another project
   */
  Optional<DeploymentReading> reading(Environment environment, Path directory) {
    Optional<DeploymentReading> ofCommand =
        command.isEmpty()
            ? Optional.empty()
            : Optional.of(new CommandReader().read(command, directory));
    if (manifest != null && ofCommand.orElse(null) instanceof DeploymentReading.Read) {
      throw new UsageMistake(
          "--manifest",
          "the command says itself what it deploys; leave out --manifest, or the command");
    }
    Optional<DeploymentReading> read =
        manifest == null
            ? ofCommand
            : Optional.of(new ManifestReader().read(directory.resolve(manifest)));
    if (read.orElse(null) instanceof DeploymentReading.Read(DeploymentRequest request)) {
      refuseAnother(
          "project",
          request.project().or(() -> ofCaller("CLOUDSDK_CORE_PROJECT")),
          environment.gcp().project());
      refuseAnother(
          "region",
          request.region().or(() -> ofCaller("CLOUDSDK_RUN_REGION")),
          environment.gcp().region());
    }
    if (deploying.isEmpty()) {
      return read;
    }
    // What the caller names is deployed, whatever could be read of it besides.
    return Optional.of(
        read.orElse(null) instanceof DeploymentReading.Read(DeploymentRequest request)
            ? new DeploymentReading.Read(request.with(named(environment)))
            : read.orElse(null) instanceof DeploymentReading.Invalid invalid
                ? invalid
                : new DeploymentReading.Read(named(environment)));
  }

  /** A number is a project, too, and cannot be compared with a name. */
  private static void refuseAnother(String what, Optional<String> theirs, Optional<String> ours) {
    theirs
        .filter(it -> !it.matches("[0-9]+"))
        .filter(it -> ours.filter(own -> !own.equals(it)).isPresent())
        .ifPresent(it -> {
          throw new UsageMistake(
              "it deploys to the %s %s, and the profile is about the %s %s; Preflight contacted nothing"
                  .formatted(what, it, what, ours.orElseThrow()));
        });
  }

  private DeploymentRequest named(Environment environment) {
    return new DeploymentRequest(
        "--deploying " + String.join(",", deploying),
        Optional.empty(),
        Optional.empty(),
        services(environment).stream()
            .map(it ->
                new ServiceRequest(
                    it.cloudRun().orElse(it.name().name()),
                    Optional.empty(),
                    /* serves= */ true,
                    Optional.empty()))
            .toList(),
        Set.of(),
        List.of());
  }

  private List<Service> services(Environment environment) {
    if (deploying.equals(List.of(ALL))) {
      return List.copyOf(environment.services().values());
    }
    return deploying.stream().map(it -> service(environment, it)).distinct().toList();
  }

  private static Service service(Environment environment, String name) {
    return environment.services().values().stream()
        .filter(it ->
            it.name().name().equals(name)
                || it.name().toString().equals(name)
                || it.cloudRun().filter(name::equals).isPresent())
        .findFirst()
        .orElseThrow(() ->
            new UsageMistake(
                "--deploying",
                "no service is called %s%s"
                    .formatted(name, Suggestions.sentence(name, environment.services().keySet()))));
  }
}
