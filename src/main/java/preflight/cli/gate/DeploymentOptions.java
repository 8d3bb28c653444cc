package preflight.cli.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import preflight.cli.UsageMistake;
import preflight.deployment.DeploymentReading;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
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
      names = "--strict",
      description =
          "With a deployment: block on everything that stays broken, also in services that are not"
              + " deployed.")
  private boolean strict;

  boolean strict() {
    return strict;
  }

  /**
   * Empty where nothing is said of a deployment.
   *
   * @throws UsageMistake about a service that the profile does not have
   */
  Optional<DeploymentReading> reading(Environment environment) {
    if (deploying.isEmpty()) {
      return Optional.empty();
    }
    List<ServiceRequest> services =
        services(environment).stream()
            .map(it ->
                new ServiceRequest(
                    it.cloudRun().orElse(it.name().name()),
                    Optional.empty(),
                    /* serves= */ true,
                    Optional.empty()))
            .toList();
    return Optional.of(
        new DeploymentReading.Read(
            new DeploymentRequest(
                "--deploying " + String.join(",", deploying),
                Optional.empty(),
                Optional.empty(),
                services,
                Set.of(),
                List.of())));
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
