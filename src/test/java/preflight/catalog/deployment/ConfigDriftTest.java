package preflight.catalog.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.RevisionState.Mount;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.run.Variable;
import preflight.probe.terraform.ShowFile;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Owners;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Target;
import preflight.resource.terraform.Terraform;

class ConfigDriftTest {

  private static final String ACCOUNT = "b@acme-staging.iam.gserviceaccount.com";

  @TempDir Path folder;

  private final Map<String, Variable> variables =
      new LinkedHashMap<>(
          Map.of(
              "LOG_LEVEL",
              FakeCloudRun.plain("info"),
              "TOKEN",
              new Variable.FromSecret("token-staging", "latest")));

  private static final String STATE =
      """
      {"format_version": "1.0", "terraform_version": "1.9.8", "values": {"root_module": {"resources": [
        {"address": "google_cloud_run_v2_service.backend", "mode": "managed",
         "type": "google_cloud_run_v2_service", "name": "backend",
         "provider_name": "registry.terraform.io/hashicorp/google", "schema_version": 1,
         "values": {"name": "backend-staging", "location": "us-central1", "project": "acme-staging",
           "template": [{
             "service_account": "b@acme-staging.iam.gserviceaccount.com",
             "scaling": [{"max_instance_count": 10, "min_instance_count": 0}],
             "vpc_access": [{"connector": "projects/acme-staging/locations/us-central1/connectors/c",
                             "egress": "PRIVATE_RANGES_ONLY", "network_interfaces": []}],
             "containers": [{"image": "gcr.io/acme/backend:1", "command": null, "args": null,
               "ports": [{"container_port": 8080, "name": "http1"}],
               "resources": [{"limits": {"cpu": "1000m", "memory": "1Gi"}}],
               "env": [
                 {"name": "LOG_LEVEL", "value": "info", "value_source": []},
                 {"name": "TOKEN", "value": "", "value_source": [{"secret_key_ref":
                   [{"secret": "projects/123/secrets/token-staging", "version": "latest"}]}]}]}],
             "volumes": []}]}}]}}}
      """;

  private Target<Service> target(Optional<String> terraform) {
    Service service = new ServiceDraft("backend").cloudRun("backend-staging").done();
    var environment =
        new Environment(
            "staging",
            new Gcp(
                Optional.of("acme-staging"),
                Optional.of("us-central1"),
                Map.of(),
                Optional.empty()),
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("backend", service),
            Optional.empty());
    return new Target<>(
        service,
        terraform
            .map(it -> environment.managedBy(new Terraform(it, List.of())))
            .orElse(environment));
  }

  private RevisionState live(String memory, String connector, List<Mount> mounts) {
    return new RevisionState(
        "",
        List.of(),
        List.of(
            new Container(
                Optional.of("backend-1"),
                "gcr.io/acme/backend:2",
                variables,
                OptionalInt.of(8080),
                Map.of("cpu", "1", "memory", memory),
                List.of(),
                List.of())),
        mounts,
        ACCOUNT,
        10,
        new Network(
            Optional.of("projects/acme-staging/locations/us-central1/connectors/" + connector),
            Optional.empty(),
            Optional.of("PRIVATE_RANGES_ONLY")),
        Optional.empty());
  }

  private Outcome outcome(String state, FakeCloudRun run, String... ignored) throws Exception {
    Files.writeString(folder.resolve("state.json"), state);
    return new ConfigDrift(run, new ShowFile(folder))
        .run(target(Optional.of("state.json")), new ConfigDrift.With(List.of(ignored)));
  }

  private static FakeCloudRun running(RevisionState template) {
    return new FakeCloudRun().withTemplate("backend-staging", template);
  }

  private void assertDrift(Outcome outcome, String words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.CONFIG_DRIFT);
              assertThat(it.observed()).isEqualTo(words);
            });
  }

  /** CPU as of hashicorp/terraform-provider-google 28253. */
  @Test
  void the_same_in_other_words_is_no_drift() throws Exception {
    assertThat(outcome(STATE, running(live("1024Mi", "c", List.of())), "image"))
        .isEqualTo(
            Outcome.passed("as google_cloud_run_v2_service.backend says (not compared: image)"));
  }

  @Test
  void each_field_that_differs_is_told() throws Exception {
    assertDrift(
        outcome(STATE, running(live("512Mi", "c", List.of())), "image"),
        "memory: Terraform says 1Gi, and there is 512Mi");
    assertDrift(
        outcome(STATE, running(live("1Gi", "other", List.of())), "image"),
        "connector: Terraform says c, and there is other");
    assertDrift(
        outcome(STATE, running(live("1Gi", "c", List.of()))),
        "image: Terraform says gcr.io/acme/backend:1, and there is gcr.io/acme/backend:2");
    assertDrift(
        outcome(
            STATE, running(live("1Gi", "c", List.of(new Mount("key", "3", "/k/key")))), "image"),
        "file /k/key: Terraform says none, and there is the secret key:3");
  }

  @Test
  void of_variables_names_are_told_and_no_values() throws Exception {
    variables.put("LOG_LEVEL", FakeCloudRun.plain("debug"));
    assertDrift(
        outcome(STATE, running(live("1Gi", "c", List.of())), "image"),
        "variable LOG_LEVEL: Terraform says a value, and there is another value");
    variables.put("LOG_LEVEL", FakeCloudRun.plain("info"));
    variables.put("BYPASS", FakeCloudRun.plain("1"));
    variables.put("TOKEN", new Variable.FromSecret("token-staging", "7"));
    assertDrift(
        outcome(STATE, running(live("1Gi", "c", List.of())), "image"),
        "variable BYPASS: Terraform says none, and there is a value, variable TOKEN: Terraform says"
            + " the secret token-staging:latest, and there is the secret token-staging:7");
    assertThat(
            outcome(
                STATE,
                running(live("1Gi", "c", List.of())),
                "image",
                "variable BYPASS",
                "variable TOKEN"))
        .isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void what_terraform_does_not_manage_is_skipped() throws Exception {
    var run = running(live("1Gi", "c", List.of()));
    assertThat(outcome(STATE.replace("backend-staging", "other"), run))
        .isInstanceOf(Outcome.Skipped.class);
    assertThat(outcome(STATE.replace("us-central1\",", "europe-west1\","), run))
        .isInstanceOf(Outcome.Skipped.class);
    assertThat(
            new ConfigDrift(run, new ShowFile(folder))
                .run(target(Optional.empty()), new ConfigDrift.With(List.of())))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void what_cannot_be_read_or_asked_is_unknown() throws Exception {
    var run = running(live("1Gi", "c", List.of()));
    for (String state :
        List.of(
            STATE.replace("\"1.0\"", "\"3.1\""),
            STATE.replace("hashicorp/google", "acme/google"),
            "{}")) {
      assertThat(outcome(state, run))
          .isInstanceOfSatisfying(
              Outcome.Unknown.class, it -> assertThat(it.observed()).startsWith("state.json "));
    }
    assertThat(outcome(STATE, new FakeCloudRun().refusing(new ApiTrouble.Forbidden(""))))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            it -> assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION));
    assertThat(outcome(STATE, new FakeCloudRun()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> assertThat(it.signal()).isEqualTo(Signal.RUN_SERVICE_NOT_FOUND));
  }
}
