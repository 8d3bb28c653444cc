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
import preflight.catalog.postgres.PostgresInstance;
import preflight.catalog.redis.RedisInstance;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.probe.google.Recorded;
import preflight.probe.instance.CloudSql;
import preflight.probe.instance.Memorystore;
import preflight.probe.secret.Secrets;
import preflight.resource.Environment;
import preflight.resource.Target;

/** What Memorystore and Cloud SQL said of instances, in every state that they know. */
@Timeout(30)
class ManagedInstanceChecksTest {

  private static final String REDIS =
      "/v1/projects/acme/locations/us-central1/instances/cache-staging";
  private static final String SQL = "/v1/projects/acme/instances/main-staging";
  private static final String DECLARED =
      """
      secrets:
        PASSWORD: { id: password-staging }
      redis:
        cache: { host: 10.166.204.83, port: 6379, password: secrets.PASSWORD, instance: cache-staging }
      postgres:
        main: { host: 10.20.0.3, database: app, user: app, tls: require, instance: main-staging }
      """;

  @TempDir Path folder;
  private final Recorded google = Recorded.start();
  private final Memorystore memorystore = new Memorystore(google.rest());
  private final CloudSql sql = new CloudSql(google.rest());

  @AfterEach
  void stop() {
    google.close();
  }

  private static String redis(String state) {
    return """
    {"name": "projects/acme/locations/us-central1/instances/cache-staging", "displayName": "cache",
     "locationId": "us-central1-b", "redisVersion": "REDIS_7_2", "reservedIpRange": "10.166.204.80/29",
     "host": "10.166.204.83", "port": 6379, "currentLocationId": "us-central1-b", "state": "%s",
     "tier": "STANDARD_HA", "memorySizeGb": 1, "connectMode": "PRIVATE_SERVICE_ACCESS",
     "authorizedNetwork": "projects/acme/global/networks/staging-vpc", "authEnabled": true,
     "transitEncryptionMode": "DISABLED", "readEndpoint": "10.166.204.82", "readEndpointPort": 6379}
    """
        .formatted(state);
  }

  private static String sql(String state, String policy) {
    return """
    {"kind": "sql#instance", "state": "%s", "databaseVersion": "POSTGRES_16",
     "settings": {"activationPolicy": "%s", "ipConfiguration": {"ipv4Enabled": true,
       "privateNetwork": "projects/acme/global/networks/staging-vpc", "sslMode": "ENCRYPTED_ONLY"}},
     "ipAddresses": [{"type": "PRIMARY", "ipAddress": "34.122.7.9"},
       {"type": "OUTGOING", "ipAddress": "34.122.7.10"}, {"type": "PRIVATE", "ipAddress": "10.20.0.3"}],
     "connectionName": "acme:us-central1:main-staging", "name": "main-staging", "project": "acme"}
    """
        .formatted(state, policy);
  }

  private Outcome redis(String yaml, Secrets secrets) throws InterruptedException {
    Environment environment = Declared.in(folder, google.gcp(), yaml);
    return new RedisInstance(memorystore, secrets)
        .run(
            new Target<>(Objects.requireNonNull(environment.redis().get("cache")), environment),
            new NoThresholds());
  }

  private Outcome postgres(String yaml) throws InterruptedException {
    Environment environment = Declared.in(folder, google.gcp(), yaml);
    return new PostgresInstance(sql, FakeSecrets.NONE)
        .run(
            new Target<>(Objects.requireNonNull(environment.postgres().get("main")), environment),
            new NoThresholds());
  }

  @ParameterizedTest
  @CsvSource({
    "READY, passed",
    "CREATING, TRANSIENT",
    "UPDATING, TRANSIENT",
    "IMPORTING, TRANSIENT",
    "DELETING, INSTANCE_NOT_FOUND",
    "REPAIRING, INSTANCE_NOT_READY",
    "MAINTENANCE, INSTANCE_NOT_READY",
    "FAILING_OVER, INSTANCE_NOT_READY",
    "STATE_UNSPECIFIED, DEFECT",
    "SLEEPING, DEFECT",
  })
  void every_state_of_memorystore_has_its_outcome(String state, String outcome) throws Exception {
    google.answering(REDIS, redis(state));
    assertThat(Judged.word(redis(DECLARED, FakeSecrets.NONE))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNABLE, ALWAYS, passed",
    "RUNNABLE, ON_DEMAND, passed",
    "RUNNABLE, NEVER, INSTANCE_STOPPED",
    "RUNNABLE, SQL_ACTIVATION_POLICY_UNSPECIFIED, DEFECT",
    "ONLINE_MAINTENANCE, ALWAYS, passed",
    "SUSPENDED, ALWAYS, INSTANCE_SUSPENDED",
    "PENDING_CREATE, ALWAYS, TRANSIENT",
    "PENDING_DELETE, ALWAYS, INSTANCE_NOT_FOUND",
    "MAINTENANCE, ALWAYS, INSTANCE_NOT_READY",
    "FAILED, ALWAYS, INSTANCE_NOT_READY",
    "REPAIRING, ALWAYS, INSTANCE_NOT_READY",
    "SQL_INSTANCE_STATE_UNSPECIFIED, ALWAYS, DEFECT",
    "STOPPED, ALWAYS, DEFECT",
  })
  void every_state_and_policy_of_cloud_sql_has_its_outcome(
      String state, String policy, String outcome) throws Exception {
    google.answering(SQL, sql(state, policy));
    assertThat(Judged.word(postgres(DECLARED))).isEqualTo(outcome);
  }

  @Test
  void a_suspended_one_says_why() throws Exception {
    google.answering(
        SQL,
        sql("SUSPENDED", "ALWAYS")
            .replace("\"kind\"", "\"suspensionReason\": [\"BILLING_ISSUE\"], \"kind\""));
    assertThat(((Failed) postgres(DECLARED)).observed())
        .isEqualTo("its state is SUSPENDED: BILLING_ISSUE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.166.204.83 | 10.166.204.85 | its address is 10.166.204.83 or 10.166.204.82, declared 10.166.204.85",
        "6379 | 6378 | its port is 6379, declared 6378",
        ", password: secrets.PASSWORD || its AUTH is on, and the profile declares no password",
        "port: 6379 | port: 6379, tls: true | it does not encrypt, and the profile declares tls",
      })
  void what_differs_from_memorystore_is_told(String said, String instead, String observed)
      throws Exception {
    google.answering(REDIS, redis("READY"));
    assertThat(redis(DECLARED.replace(said, instead == null ? "" : instead), FakeSecrets.NONE))
        .isInstanceOfSatisfying(Failed.class, it -> assertThat(it.observed()).isEqualTo(observed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.166.204.83 | 10.166.204.82",
        "10.166.204.83 | redis.internal.example.org",
        "10.166.204.83 | 127.0.0.1",
      })
  void the_endpoint_of_readers_a_name_and_a_proxy_on_the_machine_are_no_difference(
      String said, String instead) throws Exception {
    google.answering(REDIS, redis("READY"));
    assertThat(Judged.word(redis(DECLARED.replace(said, instead), FakeSecrets.NONE)))
        .isEqualTo("passed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.20.0.3 | 10.20.0.9 | INSTANCE_DIFFERS",
        "10.20.0.3 | 34.122.7.10 | INSTANCE_DIFFERS",
        "10.20.0.3 | 34.122.7.9 | passed",
        "10.20.0.3 | db.example.org | passed",
        "10.20.0.3 | 127.0.0.1 | passed",
        "tls: require | tls: disable | INSTANCE_DIFFERS",
        "host: 10.20.0.3 | host: /cloudsql/acme:us-central1:main-staging | passed",
        "host: 10.20.0.3 | host: /cloudsql/acme:us-central1:other | INSTANCE_DIFFERS",
      })
  void what_differs_from_cloud_sql_is_told(String said, String instead, String outcome)
      throws Exception {
    google.answering(SQL, sql("RUNNABLE", "ALWAYS"));
    assertThat(Judged.word(postgres(DECLARED.replace(said, instead)))).isEqualTo(outcome);
  }

  @Test
  void an_endpoint_of_private_service_connect_is_not_compared() throws Exception {
    google.answering(
        SQL,
        sql("RUNNABLE", "ALWAYS")
            .replace("\"ipv4Enabled\"", "\"pscConfig\": {\"pscEnabled\": true}, \"ipv4Enabled\""));
    assertThat(Judged.word(postgres(DECLARED.replace("10.20.0.3", "10.99.0.2"))))
        .isEqualTo("passed");
  }

  @ParameterizedTest
  @CsvSource({
    "projects/other/locations/europe-west1/instances/x,"
        + " /v1/projects/other/locations/europe-west1/instances/x",
    "cache-staging, /v1/projects/acme/locations/us-central1/instances/cache-staging",
  })
  void an_instance_is_named_shortly_or_in_full(String instance, String path) throws Exception {
    google.answering(path, redis("READY"));
    assertThat(
            Judged.word(
                redis(
                    DECLARED.replace("instance: cache-staging", "instance: " + instance),
                    FakeSecrets.NONE)))
        .isEqualTo("passed");
    assertThat(google.asked()).containsExactly(path);
  }

  @Test
  void a_socket_names_its_instance() throws Exception {
    google.answering("/v1/projects/acme/instances/main-staging", sql("RUNNABLE", "NEVER"));
    String yaml =
        DECLARED
            .replace("host: 10.20.0.3", "host: /cloudsql/acme:us-central1:main-staging")
            .replace(", instance: main-staging", "");
    assertThat(Judged.word(postgres(yaml))).isEqualTo("INSTANCE_STOPPED");
  }

  @Test
  void without_an_instance_nobody_is_asked() throws Exception {
    assertThat(
            Judged.word(redis(DECLARED.replace(", instance: cache-staging", ""), FakeSecrets.NONE)))
        .isEqualTo("skipped");
    assertThat(Judged.word(postgres(DECLARED.replace(", instance: main-staging", ""))))
        .isEqualTo("skipped");
    assertThat(google.asked()).isEmpty();
  }

  @Test
  void what_is_not_there_or_may_not_be_seen_is_told() throws Exception {
    assertThat(Judged.word(postgres(DECLARED))).isEqualTo("INSTANCE_NOT_FOUND");
    google.refusing(REDIS, "IAM_PERMISSION_DENIED");
    assertThat(redis(DECLARED, FakeSecrets.NONE))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.observed()).contains("roles/redis.viewer"));
  }

  @ParameterizedTest
  @CsvSource({"10.166.204.83, passed", "10.166.204.99, INSTANCE_DIFFERS"})
  void a_host_that_a_secret_holds_is_compared_with_the_instance(String held, String outcome)
      throws Exception {
    google.answering(REDIS, redis("READY"));
    String yaml =
        DECLARED
            .replace(
                "PASSWORD: { id: password-staging }",
                "PASSWORD: { id: password }\n  HOST: { id: host-staging }")
            .replace("host: 10.166.204.83", "host: secrets.HOST");
    Outcome judged = redis(yaml, FakeSecrets.holding("HOST", held));
    assertThat(Judged.word(judged)).isEqualTo(outcome);
    if (judged instanceof Failed failed) {
      assertThat(failed.facts()).containsEntry("id", "host-staging");
    }
  }
}
