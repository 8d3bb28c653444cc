package preflight.catalog.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.catalog.platform.ApiEnabled;
import preflight.catalog.platform.JudgedRevisions;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.probe.Redaction;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.Recorded;
import preflight.probe.instance.CloudSql;
import preflight.probe.instance.Memorystore;
import preflight.probe.project.ServiceUsage;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.vpc.ServerlessVpcAccess;
import preflight.probe.vpc.SettingHosts;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Target;

/** Where the requests of a service go, by what Cloud Run and the other APIs said. */
@Timeout(30)
class VpcServiceChecksTest {

  private static final String CONNECTOR = "projects/acme/locations/us-central1/connectors/staging";
  private static final String DECLARED =
      """
      secrets:
        HOST: { id: host-staging }
      connectors:
        staging: {}
      redis:
        cache: { host: 10.166.204.83, port: 6379, instance: cache-staging, reached-through: connectors.staging }
      postgres:
        main: { host: 34.122.7.9, database: app, user: app, instance: main-staging }
      services:
        backend: { cloud-run: backend, uses: [redis.cache, postgres.main] }
      """;

  @TempDir Path folder;
  private final Recorded google = Recorded.start();
  private final FakeCloudRun run = new FakeCloudRun();
  private final JudgedRevisions revisions = JudgedRevisions.asTheyAre(run);
  private @Nullable String held;
  private final SettingHosts hosts =
      new SettingHosts(
          _ ->
              Optional.ofNullable(held)
                  .map(it -> new SecretValue(it.getBytes(StandardCharsets.UTF_8))),
          new Redaction(List::of));

  @AfterEach
  void stop() {
    google.close();
  }

  private Target<Service> target(String yaml) {
    Environment environment = Declared.in(folder, google.gcp(), yaml);
    return new Target<>(Objects.requireNonNull(environment.services().get("backend")), environment);
  }

  private Outcome attached(String yaml) throws InterruptedException {
    return new VpcAttached(revisions, hosts).run(target(yaml), new NoThresholds());
  }

  private Outcome egress(String yaml) throws InterruptedException {
    return new VpcEgressCovers(revisions, hosts).run(target(yaml), new NoThresholds());
  }

  private Outcome network(String yaml) throws InterruptedException {
    return new VpcNetworkMatches(
            revisions,
            new ServerlessVpcAccess(google.rest()),
            new Memorystore(google.rest()),
            new CloudSql(google.rest()),
            hosts)
        .run(target(yaml), new NoThresholds());
  }

  private void goesOut(@Nullable String connector, @Nullable String direct, @Nullable String mode) {
    run.attached(
        "backend",
        new Network(
            Optional.ofNullable(connector),
            Optional.ofNullable(direct),
            Optional.ofNullable(mode)));
  }

  @Test
  void a_service_with_a_private_store_has_to_be_attached() throws Exception {
    goesOut(null, null, null);
    assertThat(attached(DECLARED))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.commands().get("attach"))
                    .singleElement()
                    .asString()
                    .contains("--vpc-connector="));
    goesOut(null, null, "ALL_TRAFFIC");
    assertThat(Judged.word(attached(DECLARED))).isEqualTo("VPC_NOT_ATTACHED");
    goesOut(CONNECTOR, null, null);
    assertThat(Judged.word(attached(DECLARED))).isEqualTo("passed");
    goesOut(null, "staging-vpc", null);
    assertThat(Judged.word(attached(DECLARED))).isEqualTo("passed");
  }

  @Test
  void one_without_a_private_store_may_be_apart() throws Exception {
    goesOut(null, null, null);
    String yaml = DECLARED.replace("uses: [redis.cache, postgres.main]", "uses: [postgres.main]");
    assertThat(Judged.word(attached(yaml))).isEqualTo("skipped");
    assertThat(Judged.word(egress(yaml))).isEqualTo("skipped");
    assertThat(Judged.word(network(yaml))).isEqualTo("skipped");
    assertThat(google.asked()).isEmpty();
  }

  @Test
  void a_private_address_needs_a_network_without_a_declared_connector() throws Exception {
    goesOut(null, null, null);
    String yaml = DECLARED.replace(", reached-through: connectors.staging", "");
    assertThat(Judged.word(attached(yaml))).isEqualTo("VPC_NOT_ATTACHED");
  }

  @Test
  void who_may_not_look_at_the_service_knows_nothing() throws Exception {
    run.refusing(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"));
    assertThat(Judged.word(attached(DECLARED))).isEqualTo("PERMISSION");
    assertThat(Judged.word(egress(DECLARED))).isEqualTo("PERMISSION");
    assertThat(Judged.word(network(DECLARED))).isEqualTo("PERMISSION");
  }

  @ParameterizedTest
  @CsvSource({
    "10.166.204.83, PRIVATE_RANGES_ONLY, passed",
    "10.166.204.83, , passed",
    "10.166.204.83, ALL_TRAFFIC, passed",
    "34.1.2.3, PRIVATE_RANGES_ONLY, VPC_EGRESS_MISSES",
    "34.1.2.3, , VPC_EGRESS_MISSES",
    "34.1.2.3, ALL_TRAFFIC, passed",
    "10.166.204.83, SOMETHING_NEW, PERMISSION",
    "cache.internal, PRIVATE_RANGES_ONLY, skipped",
    "cache.internal, ALL_TRAFFIC, passed",
    "240.0.0.4, PRIVATE_RANGES_ONLY, PERMISSION",
  })
  void the_egress_covers_the_address_or_not(String host, @Nullable String mode, String outcome)
      throws Exception {
    goesOut(CONNECTOR, null, mode);
    assertThat(Judged.word(egress(DECLARED.replace("10.166.204.83", host)))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({"10.1.2.3, passed", "34.1.2.3, VPC_EGRESS_MISSES", ", PERMISSION"})
  void an_address_that_a_secret_holds_is_judged_as_services_get_it(
      @Nullable String value, String outcome) throws Exception {
    held = value;
    goesOut(CONNECTOR, null, "PRIVATE_RANGES_ONLY");
    assertThat(Judged.word(egress(DECLARED.replace("10.166.204.83", "secrets.HOST"))))
        .isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "staging-vpc, projects/acme/global/networks/staging-vpc, passed",
    "default, projects/acme/global/networks/staging-vpc, VPC_NETWORK_DIFFERS",
    "staging-vpc, projects/host/global/networks/staging-vpc, VPC_NETWORK_DIFFERS",
    "staging-vpc, projects/123456789012/global/networks/staging-vpc, PERMISSION",
  })
  void the_network_of_the_connector_is_that_of_the_store(
      String own, String authorized, String outcome) throws Exception {
    goesOut(CONNECTOR, null, null);
    google
        .answering(
            "/v1/" + CONNECTOR,
            "{\"name\": \"%s\", \"network\": \"%s\", \"state\": \"READY\"}"
                .formatted(CONNECTOR, own))
        .answering(
            "/v1/projects/acme/locations/us-central1/instances/cache-staging",
            "{\"state\": \"READY\", \"authorizedNetwork\": \"%s\"}".formatted(authorized));
    assertThat(Judged.word(network(DECLARED))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "projects/acme/global/networks/staging-vpc, passed",
    "staging-vpc, passed",
    "default, VPC_NETWORK_DIFFERS",
    "projects/acme/regions/us-central1/subnetworks/apps, skipped",
  })
  void a_revision_may_be_in_the_network_by_itself(String direct, String outcome) throws Exception {
    goesOut(null, direct, null);
    google.answering(
        "/v1/projects/acme/locations/us-central1/instances/cache-staging",
        "{\"state\": \"READY\", \"authorizedNetwork\": \"projects/acme/global/networks/staging-vpc\"}");
    assertThat(Judged.word(network(DECLARED))).isEqualTo(outcome);
  }

  @Test
  void a_connector_that_does_not_exist_is_told() throws Exception {
    goesOut(CONNECTOR, null, null);
    assertThat(Judged.word(network(DECLARED))).isEqualTo("VPC_CONNECTOR_NOT_FOUND");
  }

  @Test
  void all_apis_are_asked_for_at_once() throws Exception {
    String asked =
        "/v1/projects/acme/services:batchGet"
            + "?names=projects%2Facme%2Fservices%2Fsecretmanager.googleapis.com"
            + "&names=projects%2Facme%2Fservices%2Frun.googleapis.com"
            + "&names=projects%2Facme%2Fservices%2Fvpcaccess.googleapis.com"
            + "&names=projects%2Facme%2Fservices%2Fredis.googleapis.com"
            + "&names=projects%2Facme%2Fservices%2Fsqladmin.googleapis.com";
    var check = new ApiEnabled(new ServiceUsage(google.rest()));
    google.answering(
        asked,
        states(
            "secretmanager ENABLED, run ENABLED, vpcaccess ENABLED, redis DISABLED, sqladmin DISABLED"));
    assertThat(check.run(target(DECLARED), new NoThresholds()))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.observed())
                  .isEqualTo("redis.googleapis.com, sqladmin.googleapis.com are disabled");
              assertThat(it.commands().get("enable")).hasSize(2);
            });
    assertThat(Judged.word(check.run(target(DECLARED), new NoThresholds())))
        .isEqualTo("API_DISABLED");
    assertThat(google.asked()).containsExactly(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secretmanager ENABLED, run ENABLED, vpcaccess ENABLED, redis ENABLED, sqladmin ENABLED | passed",
        "secretmanager ENABLED, run ENABLED, vpcaccess ENABLED, redis STATE_UNSPECIFIED, sqladmin ENABLED | DEFECT",
        "secretmanager ENABLED, run ENABLED | DEFECT",
      })
  void an_api_of_which_no_state_is_told_is_not_known(String said, String outcome) throws Exception {
    try (var other = Recorded.start()) {
      var check = new ApiEnabled(new ServiceUsage(other.rest()));
      var _ = check.run(target(DECLARED), new NoThresholds());
      other.answering(other.asked().getFirst(), states(said));
      assertThat(
              Judged.word(
                  new ApiEnabled(new ServiceUsage(other.rest()))
                      .run(target(DECLARED), new NoThresholds())))
          .isEqualTo(outcome);
    }
  }

  private static String states(String said) {
    return java.util.Arrays.stream(said.split(", ", -1))
        .map(it -> it.split(" ", -1))
        .map(it ->
            "{\"name\": \"projects/123456789012/services/%s.googleapis.com\", \"state\": \"%s\"}"
                .formatted(it[0], it[1]))
        .collect(java.util.stream.Collectors.joining(", ", "{\"services\": [", "]}"));
  }
}
