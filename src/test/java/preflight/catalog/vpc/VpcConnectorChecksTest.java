package preflight.catalog.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.google.Recorded;
import preflight.probe.vpc.ServerlessVpcAccess;
import preflight.resource.Connector;
import preflight.resource.Environment;
import preflight.resource.Target;

/** What Serverless VPC Access said of connectors, in every state that it knows. */
@Timeout(30)
class VpcConnectorChecksTest {

  private static final String AT = "/v1/projects/acme/locations/us-central1/connectors/staging";
  private static final String DECLARED =
      """
      connectors:
        staging:
          network: staging-vpc
          range: 10.8.0.0/28
          min-instances: 2
          max-instances: 10
          machine-type: e2-micro
      """;

  @TempDir Path folder;
  private final Recorded google = Recorded.start();
  private final ServerlessVpcAccess api = new ServerlessVpcAccess(google.rest());

  @AfterEach
  void stop() {
    google.close();
  }

  private static String connector(String state) {
    return """
    {"name": "projects/acme/locations/us-central1/connectors/staging", "network": "staging-vpc",
     "ipCidrRange": "10.8.0.0/28", "state": "%s", "minThroughput": 200, "maxThroughput": 1000,
     "connectedProjects": ["acme"], "machineType": "e2-micro", "minInstances": 2, "maxInstances": 10}
    """
        .formatted(state);
  }

  private Target<Connector> target(String yaml) {
    Environment environment = Declared.in(folder, google.gcp(), yaml);
    return new Target<>(
        Objects.requireNonNull(environment.connectors().get("staging")), environment);
  }

  private Outcome ready() throws InterruptedException {
    return new VpcConnectorReady(api).run(target(DECLARED), new NoThresholds());
  }

  private Outcome spec() throws InterruptedException {
    return new VpcConnectorSpec(api).run(target(DECLARED), new NoThresholds());
  }

  @ParameterizedTest
  @CsvSource({
    "READY, passed",
    "CREATING, TRANSIENT",
    "UPDATING, TRANSIENT",
    "DELETING, VPC_CONNECTOR_NOT_FOUND",
    "ERROR, VPC_CONNECTOR_FAILED",
    "STATE_UNSPECIFIED, DEFECT",
    "HIBERNATING, DEFECT",
    "'', DEFECT",
  })
  void every_state_has_its_outcome(String state, String outcome) throws Exception {
    google.answering(AT, connector(state));
    assertThat(Judged.word(ready())).isEqualTo(outcome);
  }

  @Test
  void one_that_is_not_there_does_not_exist() throws Exception {
    assertThat(ready())
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.VPC_CONNECTOR_NOT_FOUND);
              assertThat(it.observed())
                  .isEqualTo("there is no connector staging in the project acme");
            });
  }

  @Test
  void who_may_not_look_is_told_the_role() throws Exception {
    google.refusing(AT, "IAM_PERMISSION_DENIED");
    assertThat(ready())
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION);
              assertThat(it.observed()).contains("roles/vpcaccess.viewer");
            });
  }

  @Test
  void an_api_that_is_off_is_a_failure_and_html_is_no_answer() throws Exception {
    google.refusing(AT, "SERVICE_DISABLED");
    assertThat(Judged.word(ready())).isEqualTo("API_DISABLED");
    var other = Recorded.start();
    try (other) {
      other.failing(AT, 502, "<html>bad gateway</html>");
      assertThat(
              Judged.word(
                  new VpcConnectorReady(new ServerlessVpcAccess(other.rest()))
                      .run(target(DECLARED), new NoThresholds())))
          .isEqualTo("TRANSIENT");
    }
  }

  @Test
  void both_checks_ask_once() throws Exception {
    google.answering(AT, connector("READY"));
    assertThat(ready()).isInstanceOf(Passed.class);
    assertThat(spec())
        .isEqualTo(
            Outcome.passed("it is in the network projects/acme/global/networks/staging-vpc"));
    assertThat(google.asked()).containsExactly(AT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"network\": \"staging-vpc\" | \"network\": \"default\" | VPC_CONNECTOR_ELSEWHERE",
        "10.8.0.0/28 | 10.9.0.0/28 | VPC_CONNECTOR_DIFFERS",
        "\"maxInstances\": 10 | \"maxInstances\": 3 | VPC_CONNECTOR_DIFFERS",
        "\"minInstances\": 2 | \"minInstances\": 3 | VPC_CONNECTOR_DIFFERS",
        "\"machineType\": \"e2-micro\" | \"machineType\": \"f1-micro\" | VPC_CONNECTOR_DIFFERS",
        "\"network\": \"staging-vpc\" | \"subnet\": {\"name\": \"s\", \"projectId\": \"host\"} | PERMISSION",
        "\"network\": \"staging-vpc\" | \"network\": \"staging-vpc\", \"subnet\": {\"name\": \"s\", \"projectId\": \"host\"} | VPC_CONNECTOR_ELSEWHERE",
      })
  void what_differs_from_the_declaration_is_told(String said, String instead, String outcome)
      throws Exception {
    google.answering(AT, connector("READY").replace(said, instead));
    assertThat(Judged.word(spec())).isEqualTo(outcome);
  }

  @Test
  void a_declaration_beyond_what_google_admits_names_the_limit() throws Exception {
    google.answering(AT, connector("READY"));
    Outcome outcome =
        new VpcConnectorSpec(api)
            .run(
                target(DECLARED.replace("max-instances: 10", "max-instances: 12")),
                new NoThresholds());
    assertThat(((Failed) outcome).observed())
        .isEqualTo("max-instances is 10, declared 12 (Google admits 3 to 10)");
  }
}
