package preflight.probe.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.Binding;
import com.google.iam.v1.Policy;
import com.google.protobuf.Timestamp;
import com.google.type.Expr;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GrpcServer;
import preflight.probe.secret.overlap.Likeness;
import preflight.probe.secret.overlap.SharedPart;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.SecretKind;
import preflight.resource.SecretSource.DotenvFile;
import preflight.resource.SecretSource.ProcessEnvironment;

@Timeout(30)
class VaultTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Secret JWT = Profiles.secret("JWT_SECRET", it -> it.id("jwt"));

  private final FakeSecretManager manager = new FakeSecretManager();
  private GrpcServer server;
  private GoogleApis apis;

  @BeforeEach
  void start() throws IOException {
    server = new GrpcServer(manager);
    apis =
        new GoogleApis(
            server.gcp(), new GoogleApis.Patience(Duration.ofSeconds(5), Duration.ofSeconds(9)));
  }

  @AfterEach
  void stop() {
    apis.close();
    server.close();
  }

  @Test
  void a_secret_is_read_once_with_the_version_behind_latest() throws Exception {
    manager.holding("jwt", 7, bytes("value")).newest("jwt", 7, bytes("value"));
    Vault vault = vault(JWT);

    assertThat(vault.read(JWT).known().map(SecretFacts::version)).contains("7");
    assertThat(vault.read(JWT).known().map(SecretFacts::checksum)).contains(Checksum.MATCHES);
    assertThat(vault.of(JWT.name()).map(it -> it.length())).contains(5);
    assertThat(apis.calls())
        .isEqualTo(
            Map.of("google.cloud.secretmanager.v1.SecretManagerService/AccessSecretVersion", 1L));
  }

  @Test
  void a_secret_that_does_not_exist_is_missing_and_a_similar_one_is_named() throws Exception {
    manager.holding("jwt-staging", bytes("value"));

    assertThat(vault(JWT).read(JWT))
        .isEqualTo(new Reading.Missing<>("secret jwt", Optional.of("there is jwt-staging")));
  }

  @Test
  void a_part_is_read_with_the_whole_once() throws Exception {
    manager.holding("settings", bytes("DB_PASSWORD=Zk8vQ2mN7xR4\nDEBUG=0\n"));
    Secret whole = Profiles.secret("SETTINGS", it -> it.id("settings"));
    Secret password = part("DB_PASSWORD", whole, Optional.empty(), Optional.empty());
    Secret missing = part("DB_PASSWORT", whole, Optional.empty(), Optional.empty());
    Vault vault = vault(whole, password, missing);

    assertThat(vault.of(password.name()).map(it -> new String(it.reveal(), UTF_8)))
        .contains("Zk8vQ2mN7xR4");
    assertThat(vault.read(missing))
        .isEqualTo(new Reading.Missing<>("value DB_PASSWORT in secret settings", Optional.empty()));
    assertThat(vault.read(whole).known()).isPresent();
    assertThat(apis.calls().values()).containsExactly(1L);
    assertThat(vault.commonality(password).shared()).isEmpty();
  }

  @Test
  void a_secret_of_another_project_or_of_a_location_is_read_there() throws Exception {
    manager.payloads.put("projects/shared/secrets/jwt/versions/live", bytes("one"));
    manager.payloads.put(
        "projects/acme/locations/europe-west1/secrets/jwt/versions/latest", bytes("four"));
    Secret shared =
        Profiles.secret("SHARED", it -> it.id("projects/shared/secrets/jwt").version("live"));
    Secret regional =
        Profiles.secret(
            "REGIONAL", it -> it.id("projects/acme/locations/europe-west1/secrets/jwt"));
    Vault vault = vault(shared, regional);

    assertThat(vault.read(shared).known().map(SecretFacts::length)).contains(3);
    assertThat(vault.read(regional).known().map(SecretFacts::length)).contains(4);
    assertThat(vault.group("projects/shared/secrets/jwt", "live").known())
        .isEqualTo(vault.read(shared).known().map(SecretFacts::group));
  }

  private static Secret part(
      String name, Secret whole, Optional<String> key, Optional<String> project) {
    return Profiles.secret(name, it -> it.partOf(whole.name()).key(key).project(project));
  }

  @Test
  void a_version_that_does_not_exist_is_missing() throws Exception {
    manager.holding("jwt", bytes("value"));
    Secret pinned = Profiles.secret("JWT_SECRET", it -> it.id("jwt").version("9"));

    assertThat(vault(pinned).read(pinned))
        .isEqualTo(new Reading.Missing<>("version 9 of secret jwt", Optional.empty()));
  }

  @Test
  void a_secret_that_was_created_a_moment_ago_may_still_come() throws Exception {
    manager.secrets.put(
        FakeSecretManager.name("jwt"),
        com.google.cloud.secretmanager.v1.Secret.newBuilder()
            .setName(FakeSecretManager.name("jwt"))
            .setCreateTime(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() - 60))
            .build());

    assertThat(trouble(JWT)).isInstanceOf(ApiTrouble.Unavailable.class);
  }

  @Test
  void absent_and_forbidden_are_told_apart_by_the_list() throws Exception {
    manager.refusals.put(
        "access", GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED"));

    assertThat(vault(JWT).read(JWT)).isInstanceOf(Reading.Missing.class);
  }

  @Test
  void without_the_list_a_refusal_stays_a_refusal() throws Exception {
    var denied = GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED");
    manager.refusals.put("access", denied);
    manager.refusals.put("list", denied);
    manager.refusals.put("version", denied);

    assertThat(trouble(JWT)).isEqualTo(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"));
  }

  @Test
  void who_may_see_versions_only_learns_whether_one_is_enabled() throws Exception {
    manager.holding("jwt", 3, bytes("value")).newest("jwt", 3, bytes("value"));
    manager.refusals.put(
        "access", GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED"));

    assertThat(trouble(JWT)).isEqualTo(new ApiTrouble.PayloadForbidden("3"));

    String latest = FakeSecretManager.name("jwt") + "/versions/latest";
    manager.versions.computeIfPresent(
        latest, (_, it) -> it.toBuilder().setState(SecretVersion.State.DISABLED).build());
    assertThat(vault(JWT).read(JWT))
        .isEqualTo(
            new Reading.Inactive<>(Optional.of("3"), Reading.State.DISABLED, Optional.empty()));

    manager.versions.clear();
    assertThat(vault(JWT).read(JWT))
        .isEqualTo(new Reading.Missing<>("version latest of secret jwt", Optional.empty()));

    // Granted secret by secret: no list, and the same answers.
    manager.refusals.put(
        "list", GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED"));
    manager.newest("jwt", 3, bytes("value"));
    assertThat(trouble(JWT)).isEqualTo(new ApiTrouble.PayloadForbidden("3"));
  }

  @Test
  void a_disabled_version_says_so() throws Exception {
    inactive(SecretVersion.State.DISABLED);

    assertThat(vault(JWT).read(JWT))
        .isEqualTo(
            new Reading.Inactive<>(Optional.of("7"), Reading.State.DISABLED, Optional.empty()));
  }

  @Test
  void a_destroyed_version_says_so() throws Exception {
    inactive(SecretVersion.State.DESTROYED);

    assertThat(vault(JWT).read(JWT))
        .isEqualTo(
            new Reading.Inactive<>(Optional.of("7"), Reading.State.DESTROYED, Optional.empty()));
  }

  @Test
  void a_version_that_waits_for_its_destruction_says_when() throws Exception {
    inactive(SecretVersion.State.DISABLED);
    String latest = FakeSecretManager.name("jwt") + "/versions/latest";
    manager.versions.computeIfPresent(
        latest,
        (_, version) ->
            version.toBuilder()
                .setScheduledDestroyTime(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
                .build());

    assertThat(vault(JWT).read(JWT))
        .isEqualTo(
            new Reading.Inactive<>(Optional.of("7"), Reading.State.DISABLED, Optional.of(NOW)));
  }

  @Test
  void a_version_that_was_enabled_between_two_questions_may_give_a_value_later() throws Exception {
    inactive(SecretVersion.State.ENABLED);

    assertThat(trouble(JWT)).isInstanceOf(ApiTrouble.Unavailable.class);
  }

  @Test
  void a_caller_who_may_not_look_at_versions_learns_that_it_is_one_of_both() throws Exception {
    inactive(SecretVersion.State.DISABLED);
    manager.refusals.put(
        "version", GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED"));

    assertThat(vault(JWT).read(JWT))
        .isEqualTo(
            new Reading.Inactive<>(Optional.empty(), Reading.State.ONE_OF_BOTH, Optional.empty()));
  }

  @Test
  void what_could_not_be_compared_is_named_unless_it_is_a_setting() throws Exception {
    manager.holding("jwt", bytes("value"));
    Secret host = Profiles.secret("REDIS_HOST", it -> it.id("redis-host"));
    Secret service = Profiles.secret("SERVICE_SECRET", it -> it.id("service"));
    var denied = GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED");
    manager.refusals.put("list", denied);
    manager.refusals.put("version", denied);
    for (String id : new String[] {"redis-host", "service"}) {
      manager.refusals.put("access " + FakeSecretManager.name(id) + "/versions/latest", denied);
    }

    assertThat(vault(JWT, host, service).commonality(JWT).uncompared())
        .extracting(UnreadableSecret::secret)
        .containsExactly(service);
  }

  @Test
  void a_damaged_payload_is_asked_for_once_more() throws Exception {
    manager.holding("jwt", bytes("value"));
    manager.damaged.set(1);

    assertThat(vault(JWT).read(JWT).known().map(SecretFacts::checksum)).contains(Checksum.MATCHES);
    assertThat(manager.accesses).hasValue(2);
  }

  @Test
  void a_payload_that_stays_damaged_is_reported() throws Exception {
    manager.holding("jwt", bytes("value"));
    manager.damaged.set(9);

    assertThat(vault(JWT).read(JWT).known().map(SecretFacts::checksum)).contains(Checksum.DIFFERS);
  }

  @Test
  void refusals_are_told_apart_by_code_and_reason() throws Exception {
    assertThat(refused(Status.Code.PERMISSION_DENIED, "SERVICE_DISABLED"))
        .isEqualTo(new ApiTrouble.ApiDisabled("secretmanager.googleapis.com"));
    assertThat(refused(Status.Code.PERMISSION_DENIED, "BILLING_DISABLED"))
        .isEqualTo(new ApiTrouble.BillingDisabled("BILLING_DISABLED"));
    assertThat(refused(Status.Code.PERMISSION_DENIED, "CONSUMER_SUSPENDED"))
        .isEqualTo(new ApiTrouble.BillingDisabled("CONSUMER_SUSPENDED"));
    assertThat(refused(Status.Code.PERMISSION_DENIED, "SECURITY_POLICY_VIOLATED"))
        .isEqualTo(new ApiTrouble.PolicyDenied());
    assertThat(refused(Status.Code.UNAUTHENTICATED, "ACCESS_TOKEN_EXPIRED"))
        .isEqualTo(new ApiTrouble.CredentialsRefused("ACCESS_TOKEN_EXPIRED"));
    assertThat(refused(Status.Code.RESOURCE_EXHAUSTED, "RATE_LIMIT_EXCEEDED"))
        .isEqualTo(new ApiTrouble.Throttled("RATE_LIMIT_EXCEEDED"));
    assertThat(refused(Status.Code.INTERNAL, "")).isEqualTo(new ApiTrouble.Unavailable("INTERNAL"));
  }

  @Test
  void an_exhausted_quota_is_not_retried_nor_asked_again_in_this_run() throws Exception {
    manager.refusals.put(
        "access", GrpcServer.refusal(Status.Code.RESOURCE_EXHAUSTED, "RATE_LIMIT_EXCEEDED"));
    Vault vault = vault(JWT);

    for (int i = 0; i < 3; i++) {
      assertThat(vault.read(JWT)).isInstanceOf(Reading.Unanswered.class);
      Thread.sleep(200);
    }

    assertThat(manager.accesses).hasValue(1);
  }

  @Test
  void an_api_that_is_away_is_asked_a_few_times() throws Exception {
    assertThat(refused(Status.Code.UNAVAILABLE, ""))
        .isEqualTo(new ApiTrouble.Unavailable("UNAVAILABLE"));
    assertThat(manager.accesses).hasValue(3);
  }

  @Test
  void an_api_that_was_away_is_asked_again_by_a_later_retry() throws Exception {
    manager.holding("jwt", bytes("value"));
    manager.refusals.put("access", GrpcServer.refusal(Status.Code.INTERNAL, ""));
    Vault vault = vault(JWT);
    assertThat(vault.read(JWT)).isInstanceOf(Reading.Unanswered.class);

    manager.refusals.clear();
    long start = System.nanoTime();
    while (vault.read(JWT) instanceof Reading.Unanswered
        && System.nanoTime() - start < 5_000_000_000L) {
      Thread.onSpinWait();
    }

    assertThat(vault.read(JWT)).isInstanceOf(Reading.Known.class);
    assertThat(manager.accesses).hasValue(2);
  }

  @Test
  void an_api_that_hangs_holds_nobody_for_long() throws Exception {
    manager.silent = true;
    var patience = new GoogleApis.Patience(Duration.ofMillis(300), Duration.ofMillis(600));
    long start = System.nanoTime();

    try (var impatient = new GoogleApis(server.gcp(), patience)) {
      var environment = Profiles.of(server.gcp(), JWT);
      var vault = new Vault(environment, impatient, new RunKey(), places(Map.of()));

      assertThat(vault.read(JWT))
          .isInstanceOfSatisfying(
              Reading.Unanswered.class,
              it -> assertThat(it.trouble()).isInstanceOf(ApiTrouble.Silent.class));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void nobody_at_the_endpoint_is_trouble_and_no_missing_secret() throws Exception {
    Vault vault = vault(JWT);
    server.close();

    assertThat(vault.read(JWT))
        .isEqualTo(new Reading.Unanswered<>(new ApiTrouble.Unavailable("UNAVAILABLE")));
  }

  @Test
  void an_api_that_answers_slowly_answers() throws Exception {
    manager.holding("jwt", bytes("value"));
    manager.delay = Duration.ofMillis(400);

    assertThat(vault(JWT).read(JWT)).isInstanceOf(Reading.Known.class);
  }

  @Test
  void credentials_that_expire_half_way_take_nothing_away_from_what_was_read() throws Exception {
    Secret service = Profiles.secret("SERVICE_SECRET", it -> it.id("service"));
    manager.holding("jwt", bytes("value")).holding("service", bytes("other"));
    Vault vault = vault(JWT, service);
    assertThat(vault.read(JWT)).isInstanceOf(Reading.Known.class);

    manager.refusals.put(
        "access", GrpcServer.refusal(Status.Code.UNAUTHENTICATED, "ACCESS_TOKEN_EXPIRED"));

    assertThat(vault.read(service))
        .isEqualTo(
            new Reading.Unanswered<>(new ApiTrouble.CredentialsRefused("ACCESS_TOKEN_EXPIRED")));
    assertThat(vault.read(JWT)).isInstanceOf(Reading.Known.class);
    assertThat(vault.commonality(JWT).uncompared())
        .extracting(UnreadableSecret::secret)
        .containsExactly(service);
  }

  @Test
  void names_that_differ_in_case_only_are_two_secrets() throws Exception {
    Secret lower = Profiles.secret("jwt_secret", it -> it.id("JWT"));
    manager.holding("jwt", bytes("value")).holding("JWT", bytes("longer value"));
    Vault vault = vault(JWT, lower);

    assertThat(vault.read(JWT).known().map(SecretFacts::length)).contains(5);
    assertThat(vault.read(lower).known().map(SecretFacts::length)).contains(12);
  }

  @Test
  void a_dotenv_file_that_cannot_be_opened_is_no_missing_variable(@TempDir Path folder)
      throws Exception {
    Files.createSymbolicLink(folder.resolve("loop.env"), Path.of("loop.env"));
    Files.createDirectory(folder.resolve("folder.env"));
    Secret loop = Profiles.secret("LOOP", it -> it.source(new DotenvFile("loop.env")));
    Secret directory = Profiles.secret("FOLDER", it -> it.source(new DotenvFile("folder.env")));
    var places = new Vault.Places(Map.of(), folder, InstantSource.fixed(NOW));
    var vault = new Vault(Profiles.of(server.gcp(), loop, directory), apis, new RunKey(), places);

    assertThat(vault.read(loop))
        .isEqualTo(new Reading.Unanswered<>(new ApiTrouble.ClosedFile("loop.env")));
    assertThat(vault.read(directory))
        .isEqualTo(
            new Reading.Missing<>(
                "file folder.env", Optional.of("what stands there is a directory")));
    assertThat(new LocalVariables(places).file("loop.env"))
        .isEqualTo(new Reading.Unanswered<>(new ApiTrouble.ClosedFile("loop.env")));
  }

  @Test
  void without_a_project_there_is_nobody_to_ask() throws Exception {
    try (var none = new GoogleApis(Gcp.NONE)) {
      var environment = Profiles.of(Gcp.NONE, JWT);
      var vault = new Vault(environment, none, new RunKey(), places(Map.of()));

      assertThat(vault.read(JWT))
          .isEqualTo(new Reading.Unanswered<>(new ApiTrouble.Undeclared("gcp.project")));
      assertThat(vault.register().dates(JWT))
          .isEqualTo(new ApiAnswer.Refused<>(new ApiTrouble.Undeclared("gcp.project")));
    }
  }

  @Test
  void values_of_every_shape_survive() throws Exception {
    byte[] large = new byte[64 << 10];
    new java.util.Random(1).nextBytes(large);
    manager.holding("jwt", large);
    manager.holding("empty", new byte[0]);
    Secret empty = Profiles.secret("EMPTY", it -> it.id("empty"));
    Vault vault = vault(JWT, empty);

    assertThat(vault.read(JWT).known().map(SecretFacts::length)).contains(64 << 10);
    assertThat(vault.read(empty).known().map(SecretFacts::length)).contains(0);
    assertThat(vault.commonality(JWT).shared()).isEmpty();
  }

  @Test
  void closing_wipes_the_values() throws Exception {
    manager.holding("jwt", bytes("value"));
    Vault vault = vault(JWT);
    byte[] kept = vault.of(JWT.name()).orElseThrow().reveal();

    vault.close();

    assertThat(kept).containsOnly(0);
  }

  @Test
  void variables_and_dotenv_files_are_sources_too(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(".env"), "FROM_FILE=one\n");
    Secret file = Profiles.secret("FROM_FILE", it -> it.source(new DotenvFile(".env")));
    Secret absent = Profiles.secret("ABSENT", it -> it.source(new DotenvFile(".env")));
    Secret nowhere = Profiles.secret("NOWHERE", it -> it.source(new DotenvFile("none.env")));
    Secret process = Profiles.secret("P", it -> it.id("VARIABLE").source(new ProcessEnvironment()));
    Secret unset = Profiles.secret("U", it -> it.source(new ProcessEnvironment()));
    var environment = Profiles.of(server.gcp(), file, absent, nowhere, process, unset);
    var places = new Vault.Places(Map.of("VARIABLE", "four"), folder, InstantSource.fixed(NOW));
    var vault = new Vault(environment, apis, new RunKey(), places);

    assertThat(vault.read(file).known().map(SecretFacts::length)).contains(3);
    assertThat(vault.read(process).known().map(SecretFacts::length)).contains(4);
    assertThat(vault.read(absent))
        .isEqualTo(new Reading.Missing<>("variable ABSENT in .env", Optional.empty()));
    assertThat(vault.read(nowhere))
        .isEqualTo(new Reading.Missing<>("file none.env", Optional.empty()));
    assertThat(vault.read(unset))
        .isEqualTo(new Reading.Missing<>("variable U in this process", Optional.empty()));
  }

  @Test
  void settings_are_told_from_credentials() throws Exception {
    manager.holding("url", bytes("postgres://app:hunter22@db.internal/main"));
    manager.holding("host", bytes("db.internal"));
    manager.holding("number", bytes("12345"));
    manager.holding("word", bytes("hunter22"));
    Secret url = Profiles.secret("DATABASE_HOST", it -> it.id("url"));
    Secret host = Profiles.secret("ANYTHING", it -> it.id("host"));
    Secret key = Profiles.secret("API_KEY", it -> it.id("number"));
    Secret word = Profiles.secret("SOMETHING", it -> it.id("word"));
    Secret said = Profiles.secret("SAID", it -> it.id("word").kind(SecretKind.SETTING));
    Vault vault = vault(url, host, key, word, said);

    assertThat(vault.read(url).known().map(SecretFacts::setting)).contains(false);
    assertThat(vault.read(host).known().map(SecretFacts::setting)).contains(true);
    assertThat(vault.read(key).known().map(SecretFacts::setting)).contains(false);
    assertThat(vault.read(word).known().map(SecretFacts::setting)).contains(false);
    assertThat(vault.read(said).known().map(SecretFacts::setting)).contains(true);
  }

  @Test
  void credentials_that_overlap_are_found_and_settings_are_not_compared() throws Exception {
    String signing = "q7Zp2mXv9Lr4Tk8Wb3Nc6Hd1Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6";
    manager.holding("jwt", bytes(signing));
    manager.holding("service", bytes("abc" + signing.substring(3, 44) + "xyz"));
    manager.holding("port", bytes("5432"));
    Secret service = Profiles.secret("SERVICE_SECRET", it -> it.id("service"));
    Secret one = Profiles.secret("ONE_PORT", it -> it.id("port"));
    Secret two = Profiles.secret("TWO_PORT", it -> it.id("port"));
    Vault vault = vault(JWT, service, one, two);

    var shared = new SharedPart(JWT, service, Likeness.COMMON_RUN, 41);
    assertThat(vault.commonality(service).shared()).containsExactly(shared);
    assertThat(vault.commonality(JWT).shared()).containsExactly(shared);
    assertThat(vault.commonality(two).shared()).isEmpty();
  }

  @Test
  void a_thousand_secrets_take_a_thousand_calls_and_a_moment() throws Exception {
    var secrets = new Secret[1000];
    var random = new java.util.Random(3);
    for (int i = 0; i < secrets.length; i++) {
      byte[] value = new byte[32];
      random.nextBytes(value);
      manager.holding("s" + i, bytes(java.util.HexFormat.of().formatHex(value)));
      String id = "s" + i;
      secrets[i] = Profiles.secret("SECRET_" + i, it -> it.id(id));
    }
    Vault vault = vault(secrets);
    long start = System.nanoTime();

    assertThat(vault.commonality(secrets[999]).shared()).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(manager.accesses).hasValue(1000);
  }

  @Test
  void the_register_tells_dates_versions_readers_and_rotation() throws Exception {
    manager
        .holding("jwt", 1, bytes("same"))
        .holding("jwt", 2, bytes("same"))
        .newest("jwt", 2, bytes("same"));
    manager.versions.put(
        FakeSecretManager.name("jwt") + "/versions/latest",
        SecretVersion.newBuilder()
            .setName(FakeSecretManager.name("jwt") + "/versions/2")
            .setCreateTime(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond()))
            .build());
    manager.secrets.put(
        FakeSecretManager.name("jwt"),
        com.google.cloud.secretmanager.v1.Secret.newBuilder()
            .setName(FakeSecretManager.name("jwt"))
            .setExpireTime(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() + 60))
            .build());
    manager.policies.put(
        FakeSecretManager.name("jwt"),
        Policy.newBuilder()
            .addBindings(
                Binding.newBuilder()
                    .setRole("roles/secretmanager.secretAccessor")
                    .addMembers("serviceAccount:a@acme"))
            .addBindings(
                Binding.newBuilder().setRole("roles/viewer").addMembers("serviceAccount:b@acme"))
            .addBindings(
                Binding.newBuilder()
                    .setRole("roles/secretmanager.secretAccessor")
                    .setCondition(Expr.newBuilder().setExpression("false"))
                    .addMembers("serviceAccount:c@acme"))
            .build());
    SecretRegister register = vault(JWT).register();

    assertThat(register.dates(JWT).map(SecretRegister.Dates::expires))
        .isEqualTo(new ApiAnswer.Got<>(Optional.of(NOW.plusSeconds(60))));
    assertThat(register.created(JWT.stored(), "latest")).isEqualTo(new ApiAnswer.Got<>(NOW));
    assertThat(register.readers(JWT.stored()))
        .isEqualTo(new ApiAnswer.Got<>(Set.of("serviceAccount:a@acme")));
    assertThat(register.rotation(JWT))
        .isEqualTo(new Reading.Known<>(SecretRegister.Rotation.UNCHANGED));
    assertThat(register.dates(Profiles.secret("OTHER"))).isInstanceOf(ApiAnswer.Absent.class);
  }

  @Test
  void whether_a_rotation_changed_anything_is_unknown_to_who_may_not_read_the_version_before()
      throws Exception {
    manager.holding("jwt", 2, bytes("value")).newest("jwt", 2, bytes("value"));
    manager.refusals.put(
        "access " + FakeSecretManager.name("jwt") + "/versions/1",
        GrpcServer.refusal(Status.Code.PERMISSION_DENIED, "IAM_PERMISSION_DENIED"));

    assertThat(vault(JWT).register().rotation(JWT))
        .isEqualTo(new Reading.Unanswered<>(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED")));
  }

  @Test
  void a_version_before_that_is_disabled_is_no_value_to_compare_with() throws Exception {
    manager.holding("jwt", 2, bytes("value")).newest("jwt", 2, bytes("value"));
    manager.refusals.put(
        "access " + FakeSecretManager.name("jwt") + "/versions/1",
        Status.FAILED_PRECONDITION.asRuntimeException());

    assertThat(vault(JWT).register().rotation(JWT))
        .isEqualTo(new Reading.Known<>(SecretRegister.Rotation.EARLIER_INACTIVE));
  }

  @Test
  void closing_wipes_the_whole_of_a_dotenv_file(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve(".env"), "READ=value\nUNREAD=other\n");
    var local = new LocalVariables(new Vault.Places(Map.of(), folder, InstantSource.fixed(NOW)));
    var values = local.file(".env").known().orElseThrow().values();

    local.close();

    assertThat(values).hasSize(2).allSatisfy(it -> assertThat(it.reveal()).containsOnly(0));
  }

  @Test
  void a_first_version_has_no_earlier_value() throws Exception {
    manager.holding("jwt", bytes("value"));

    assertThat(vault(JWT).register().rotation(JWT))
        .isEqualTo(new Reading.Known<>(SecretRegister.Rotation.NO_EARLIER_VALUE));
  }

  @Test
  void two_environments_are_compared() throws Exception {
    manager.holding("jwt", bytes("q7Zp2mXv9Lr4Tk8Wb3Nc6Hd1"));
    manager.holding("other", bytes("Gs5Yf0Ja2Ue7Ki4Po9Rl1Ew6"));
    Secret theirs = Profiles.secret("SIGNING_KEY", it -> it.id("jwt"));
    Secret different = Profiles.secret("API_KEY", it -> it.id("other"));
    var ours = Profiles.of(server.gcp(), JWT);
    var production = Profiles.of(server.gcp(), different, theirs);
    var key = new RunKey();
    var comparison =
        new VaultComparison(
            ours,
            new Vault(ours, apis, key, places(Map.of())),
            production,
            new Vault(production, apis, key, places(Map.of())),
            key);

    assertThat(comparison.with(JWT).orElseThrow().reused())
        .containsExactly(new Comparison.Reused(theirs, Likeness.EQUAL, 24));
  }

  @Test
  void no_fact_shows_a_value_its_base64_or_its_hex() throws Exception {
    String canary = "q7Zp2mXv9Lr4Tk8Wb3Nc6Hd1";
    manager.holding("jwt", bytes(canary)).holding("two", bytes("xx" + canary + "\n"));
    Secret two = Profiles.secret("TWO_SECRET", it -> it.id("two").format(SecretFormat.JSON));
    Vault vault = vault(JWT, two);

    String all =
        String.join(
            " ",
            String.valueOf(vault.read(JWT)),
            String.valueOf(vault.read(two)),
            String.valueOf(vault.commonality(two).shared()),
            String.valueOf(vault.formatProblem(two, Optional.of(SecretFormat.HEX))),
            String.valueOf(vault.match(two, "127.0.0.1", "host")),
            String.valueOf(vault.of(JWT.name())),
            String.valueOf(vault.group("jwt", "latest")),
            String.valueOf(Credential.of(Profiles.of(server.gcp(), JWT, two), vault, vault)));

    assertThat(all)
        .contains("•••")
        .doesNotContain(canary.substring(0, 6))
        .doesNotContain(java.util.Base64.getEncoder().encodeToString(bytes(canary)).substring(0, 8))
        .doesNotContain(java.util.HexFormat.of().formatHex(bytes(canary)).substring(0, 12));
  }

  private void inactive(SecretVersion.State state) {
    manager.holding("jwt", bytes("value")).newest("jwt", 1, bytes("value"));
    manager.versions.put(
        FakeSecretManager.name("jwt") + "/versions/latest",
        SecretVersion.newBuilder()
            .setName(FakeSecretManager.name("jwt") + "/versions/7")
            .setState(state)
            .build());
    manager.refusals.put("access", Status.FAILED_PRECONDITION.asRuntimeException());
  }

  private ApiTrouble refused(Status.Code code, String reason) throws InterruptedException {
    manager.refusals.put("access", GrpcServer.refusal(code, reason));
    return trouble(JWT);
  }

  private ApiTrouble trouble(Secret secret) throws InterruptedException {
    Reading<SecretFacts> reading = vault(secret).read(secret);
    assertThat(reading).isInstanceOf(Reading.Unanswered.class);
    return ((Reading.Unanswered<SecretFacts>) reading).trouble();
  }

  private Vault vault(Secret... secrets) {
    return new Vault(Profiles.of(server.gcp(), secrets), apis, new RunKey(), places(Map.of()));
  }

  private static Vault.Places places(Map<String, String> variables) {
    return new Vault.Places(variables, Path.of("."), InstantSource.fixed(NOW));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
