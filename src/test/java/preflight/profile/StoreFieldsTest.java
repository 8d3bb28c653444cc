package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.resource.Kind;
import preflight.resource.Relation;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.network.PoolMode;
import preflight.resource.network.RedisMode;
import preflight.resource.network.TlsProof;

/** What a profile says of how a store is reached. */
class StoreFieldsTest {

  private static final String HEAD =
      """
      version: 1
      environment: test
      packs: { only: [own.yaml] }
      secrets: { CLIENT_KEY: { kind: pem }, SENTINEL_PASSWORD: {}, SQL_CA: { kind: pem } }
      """;

  @TempDir private Path dir;
  private Folder folder = new Folder(Path.of("target"));

  @BeforeEach
  void prepare() {
    folder = new Folder(dir).file("own.yaml", "version: 1\nrules: []\n");
  }

  @Test
  void papers_are_files_beside_the_profile_or_secrets() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            redis:
              cache:
                host: a
                port: 6378
                tls: true
                verify: authority
                ca: certs/ca.pem
                client-certificate: certs/client.pem
                client-key: secrets.CLIENT_KEY
            postgres:
              main: { host: /cloudsql/a:b:c, database: a, user: b, tls: verify-ca, ca: secrets.SQL_CA }
            """);
    var environment = folder.sound("test.yaml").environment();
    var redis = Objects.requireNonNull(environment.redis().get("cache"));
    assertThat(redis.verify()).isEqualTo(TlsProof.AUTHORITY);
    assertThat(redis.ca()).contains(new Setting.Literal<>(dir.resolve("certs/ca.pem").toString()));
    assertThat(redis.clientKey()).contains(new Setting.FromSecret<>(secret("CLIENT_KEY")));
    var postgres = Objects.requireNonNull(environment.postgres().get("main"));
    assertThat(postgres.host()).isEqualTo(new Setting.Literal<>("/cloudsql/a:b:c"));
    assertThat(environment.relations())
        .contains(
            new Relation(redis.name(), secret("CLIENT_KEY"), "is reached with"),
            new Relation(postgres.name(), secret("SQL_CA"), "is reached with"));
  }

  @Test
  void the_older_word_for_a_proof_stays_valid() {
    folder.file(
        "test.yaml", HEAD + "redis: { cache: { host: a, port: 1, tls: true, verify: chain } }\n");
    assertThat(
            Objects.requireNonNull(folder.sound("test.yaml").environment().redis().get("cache"))
                .verify())
        .isEqualTo(TlsProof.CHAIN);
  }

  @Test
  void a_sentinel_has_a_master_and_perhaps_a_password() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            redis:
              cache:
                host: a
                port: 26379
                mode: sentinel
                sentinel: { master: orders, password: secrets.SENTINEL_PASSWORD }
            """);
    var redis =
        Objects.requireNonNull(folder.sound("test.yaml").environment().redis().get("cache"));
    assertThat(redis.mode()).isEqualTo(RedisMode.SENTINEL);
    assertThat(redis.sentinel().orElseThrow().master()).isEqualTo("orders");
    assertThat(redis.sentinel().orElseThrow().password()).contains(secret("SENTINEL_PASSWORD"));
  }

  @Test
  void a_pooler_loses_what_stands_in_the_profile() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            postgres:
              main:
                host: a
                database: a
                user: b
                schema: orders
                pool-mode: transaction
                migrations: { alembic: versions }
            """);
    var profile = folder.sound("test.yaml");
    assertThat(Objects.requireNonNull(profile.environment().postgres().get("main")).poolMode())
        .contains(PoolMode.TRANSACTION);
    assertThat(told(profile))
        .anySatisfy(it ->
            assertThat(it)
                .contains("prepared statements")
                .contains("SET search_path")
                .contains("advisory locks"));
  }

  @Test
  void to_verify_nothing_is_said_to_give_everything_away() {
    folder.file(
        "test.yaml", HEAD + "redis: { cache: { host: a, port: 1, tls: true, verify: none } }\n");
    assertThat(told(folder.sound("test.yaml")))
        .anySatisfy(it -> assertThat(it).contains("whoever stands between"));
  }

  private static List<String> told(Profile profile) {
    return profile.plan().notices().stream().map(Object::toString).toList();
  }

  private static ResourceName secret(String name) {
    return new ResourceName(Kind.SECRETS, name);
  }
}
