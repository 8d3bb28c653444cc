package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** gcloud as it is installed, with nothing but what the sandbox says to export. */
@Timeout(300)
class GcloudTest {

  @TempDir Path folder;

  @Test
  void repairs_and_deploys() throws Exception {
    assumeTrue(installed(), "gcloud is not installed");
    Blueprint blueprint = Blueprints.healthy();
    try (var _ = Apis.startWithServices(blueprint);
        var _ = GcloudProxy.start(blueprint.ports().gcloud(), blueprint.ports().api())) {
      assertThat(run(blueprint, "gcloud secrets create fresh --replication-policy=automatic"))
          .contains("Created secret [fresh].");
      run(blueprint, "printf 'a\\nb\\n' | gcloud secrets versions add fresh --data-file=-");
      assertThat(run(blueprint, "gcloud secrets versions access latest --secret=fresh"))
          .isEqualTo("a\nb\n");
      assertThat(
              run(
                  blueprint,
                  "gcloud secrets add-iam-policy-binding fresh"
                      + " --member=serviceAccount:runtime@sandbox.iam.gserviceaccount.com"
                      + " --role=roles/secretmanager.secretAccessor"))
          .contains("Updated IAM policy for secret [fresh].");
      assertThat(
              run(
                  blueprint,
                  "gcloud run services update frontend-sandbox --region=us-central1"
                      + " --project=sandbox --update-secrets=FRESH=fresh:latest"))
          .contains("has been deployed and is serving");
      assertThat(
              run(
                  blueprint,
                  "gcloud run deploy frontend-sandbox --image=us-central1-docker.pkg.dev/sandbox/"
                      + "services/frontend:crashing"))
          .contains("ModuleNotFoundError");
      assertThat(
              run(
                  blueprint,
                  "gcloud run deploy frontend-sandbox --no-traffic --tag=canary"
                      + " --image=us-central1-docker.pkg.dev/sandbox/services/frontend:next"))
          .contains("The revision can be reached directly at");
      String described =
          run(blueprint, "gcloud run services describe frontend-sandbox --format=yaml");
      assertThat(described).contains("name: FRESH", "tag: canary", "status: 'True'");
      assertThat(run(blueprint, "gcloud run revisions list --service=frontend-sandbox"))
          .contains("frontend-sandbox-00002-5ee", "frontend-sandbox-00003-");
    }
  }

  @Test
  void reads_connectors_and_managed_stores() throws Exception {
    assumeTrue(installed(), "gcloud is not installed");
    Blueprint blueprint =
        Blueprints.healthy().withManaged(it -> it.withConnector("ERROR").withActivation("NEVER"));
    try (var _ = Apis.startWithServices(blueprint);
        var _ = GcloudProxy.start(blueprint.ports().gcloud(), blueprint.ports().api())) {
      assertThat(
              run(
                  blueprint,
                  "gcloud compute networks vpc-access connectors describe sandbox-connector"
                      + " --region=us-central1"))
          .contains("network: sandbox-vpc", "state: ERROR");
      assertThat(
              run(blueprint, "gcloud redis instances describe cache-sandbox --region=us-central1"))
          .contains("state: READY", "authorizedNetwork: projects/sandbox/global/networks/");
      // gcloud makes STOPPED of what the API calls RUNNABLE and NEVER.
      assertThat(run(blueprint, "gcloud sql instances describe main-sandbox"))
          .contains("connectionName: sandbox:us-central1:main-sandbox", "state: STOPPED");
    }
  }

  private static boolean installed() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(it -> Files.isExecutable(Path.of(it, "gcloud")));
  }

  private String run(Blueprint blueprint, String command) throws Exception {
    Path said = folder.resolve("said");
    var builder =
        new ProcessBuilder("bash", "-c", command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(said.toFile());
    builder.environment().putAll(Exports.ofGcloud(blueprint.ports()));
    builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
    return Files.readString(said, StandardCharsets.UTF_8);
  }
}
