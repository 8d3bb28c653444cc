package preflight.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import preflight.check.plan.Deployment;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.PlannedRevisions;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.secret.Profiles;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.service.ServiceEnv;

@Timeout(30)
class PlannedDeploymentTest {

  private static final Environment ENVIRONMENT =
      Profiles.of(Gcp.NONE, List.of(), List.of(Profiles.service("backend", ServiceEnv.NONE)));

  @Test
  void a_cloud_run_that_says_nothing_holds_nobody_up() throws Exception {
    var silent =
        new CloudRun() {
          @Override
          public ApiAnswer<ServiceState> service(String name) throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(5));
            throw new AssertionError("nobody waits so long");
          }

          @Override
          public ApiAnswer<RevisionState> job(String name) throws InterruptedException {
            return new ApiAnswer.Absent<>(name);
          }

          @Override
          public ApiAnswer<RevisionState> revision(String service, String revision) {
            return new ApiAnswer.Absent<>(revision);
          }
        };

    assertThat(deployment(silent, Duration.ofMillis(100)))
        .hasValueSatisfying(it -> {
          assertThat(it.services()).isEmpty();
          assertThat(it.notes())
              .containsExactly("a note", "Cloud Run did not say in time what runs today");
        });
  }

  @Test
  void what_is_said_in_time_is_told() throws Exception {
    assertThat(deployment(new FakeCloudRun(), Duration.ofSeconds(20)))
        .hasValueSatisfying(it -> assertThat(it.services()).hasSize(1));
  }

  private static Optional<Deployment> deployment(CloudRun run, Duration within)
      throws InterruptedException {
    var request =
        new DeploymentRequest(
            "a test",
            Optional.empty(),
            Optional.empty(),
            List.of(new ServiceRequest("backend", Optional.empty(), true, Optional.empty())),
            Set.of(),
            List.of("a note"));
    return new PlannedDeployment(
            ENVIRONMENT,
            run,
            PlannedRevisions.none(run),
            Optional.of(new DeploymentReading.Read(request)))
        .deployment(within);
  }
}
