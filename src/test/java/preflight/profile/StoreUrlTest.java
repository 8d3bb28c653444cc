package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.profile.reading.Mode;
import preflight.resource.Environment;
import preflight.resource.Kind;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.network.TlsMode;

/** Stores that a profile declares by their URLs. */
final class StoreUrlTest {

  private static final String HEAD =
      """
      version: 1
      environment: test
      packs: { only: [checks/own.yaml] }
      gcp: { project: acme-staging }
      secrets:
        DATABASE_URL: {}
        REDIS_URL: {}
        PASSWORD: {}
      """;

  @TempDir Path dir;

  @Test
  void aSecretSaysAllOfAStore() {
    Environment read =
        sound(
            "redis: { cache: { url: secrets.REDIS_URL } }",
            "postgres: { main: { url: secrets.DATABASE_URL } }");
    var redis = new ResourceName(Kind.SECRETS, "REDIS_URL");
    Redis cache = named(read.redis(), "cache");
    assertThat(cache.host()).isEqualTo(new Setting.InUrl<>(redis));
    assertThat(cache.port()).isEqualTo(new Setting.InUrl<>(redis));
    assertThat(cache.secretPassword()).contains(new Setting.InUrl<>(redis));
    Postgres main = named(read.postgres(), "main");
    assertThat(main.database()).hasToString("secrets.DATABASE_URL");
    assertThat(main.tls()).isEqualTo(TlsMode.PREFER);
    assertThat(read.urlOf(main.name())).contains(new ResourceName(Kind.SECRETS, "DATABASE_URL"));
    assertThat(read.relations()).hasSize(4);
  }

  @Test
  void aLiteralSaysAllButThePassword() {
    Environment read =
        sound(
            "redis: { cache: { url: 'rediss://10.0.0.7:6380/2', password: secrets.PASSWORD } }",
            "postgres: { main: { url: 'postgresql://app@db:5433/shop?sslmode=verify-full', password: PASSWORD } }",
            "");
    Redis cache = named(read.redis(), "cache");
    assertThat(List.of(cache.host(), cache.port(), cache.tls(), cache.database().orElseThrow()))
        .hasToString("[10.0.0.7, 6380, true, 2]");
    Postgres main = named(read.postgres(), "main");
    assertThat(List.of(main.host(), main.port(), main.user(), main.database(), main.tls()))
        .hasToString("[db, 5433, app, shop, VERIFY_FULL]");
    assertThat(main.secretPassword())
        .contains(new Setting.FromSecret<>(new ResourceName(Kind.SECRETS, "PASSWORD")));
  }

  @Test
  void aSocketInALiteralIsOne() {
    Environment read =
        sound("postgres: { main: { url: 'postgresql://app@/shop?host=/cloudsql/p:r:i' } }");
    assertThat(named(read.postgres(), "main").socket()).isEqualTo(Optional.of("/cloudsql/p:r:i"));
  }

  @Test
  void whatTheUrlSaysAndAnotherFieldDeniesIsAMistakeWithBothPlaces() {
    assertThat(
            mistakes(
                "redis:",
                "  cache:",
                "    url: redis://a:1/2",
                "    host: b",
                "    port: 1",
                "    tls: true"))
        .containsExactly(
            "test.yaml:12:11: the url in test.yaml:11:10 says another host; leave one of both out",
            "test.yaml:14:10: the url in test.yaml:11:10 says another tls; leave one of both out");
  }

  @Test
  void aPasswordInAProfileIsAMistake() {
    assertThat(mistakes("redis: { cache: { url: 'redis://:hidden@a' } }"))
        .singleElement()
        .satisfies(
            it -> assertThat(it).contains("a password stands in the url").doesNotContain("hidden"));
  }

  @Test
  void aUrlThatClientsRefuseIsAMistake() {
    assertThat(mistakes("postgres: { main: { url: 'postgresql://app@a,b:x/app' } }"))
        .anySatisfy(it -> assertThat(it).contains("what stands behind the host is no port"));
    assertThat(mistakes("postgres: { main: { url: 'redis://a' } }"))
        .anySatisfy(it -> assertThat(it).contains("expected a URL such as postgresql://"));
  }

  @Test
  void oneMistakeInAUrlIsOneMistake() {
    assertThat(mistakes("postgres: { main: { url: secrets.DATABSE_URL } }"))
        .singleElement()
        .asString()
        .endsWith("did you mean 'secrets.DATABASE_URL'?");
    assertThat(mistakes("redis: { cache: { url: secrets.REDIS_URI } }")).hasSize(1);
    assertThat(mistakes("redis: { cache: { url: 'redis://a:b:c' } }")).hasSize(1);
    assertThat(mistakes("postgres: { main: { url: 'mysql+pymysql://app@db/app' } }"))
        .singleElement()
        .asString()
        .endsWith("postgresql://app@db:5432/app, found one of MySQL (mysql://)");
    // What the URL says is known, and the user is not in it.
    assertThat(mistakes("postgres: { main: { url: 'postgresql://db/app' } }"))
        .singleElement()
        .asString()
        .endsWith("missing key 'user'");
  }

  @Test
  void partsAndFullNamesAreRead() {
    Environment read =
        sound(
            "  SETTINGS: { id: projects/acme-shared/secrets/settings/versions/3 }",
            "  DB: { part-of: secrets.SETTINGS, key: $.db }",
            "  LIVE: { project: acme-shared, location: europe-west1, version: live }");
    assertThat(named(read.secrets(), "SETTINGS").stored())
        .hasToString("projects/acme-shared/secrets/settings");
    assertThat(named(read.secrets(), "SETTINGS").version()).isEqualTo("3");
    assertThat(read.whole(named(read.secrets(), "DB")).name().name()).isEqualTo("SETTINGS");
    assertThat(named(read.secrets(), "LIVE").stored())
        .hasToString("projects/acme-shared/locations/europe-west1/secrets/LIVE");
  }

  @Test
  void aPartHasNoPlaceOfItsOwn() {
    assertThat(
            mistakes(
                "  DB: { part-of: PASSWORD, id: x }",
                "  E: { key: x }",
                "  F: { id: projects/p-staging/secrets/x, project: other-project }"))
        .satisfiesExactly(
            it -> assertThat(it).contains("write them at secrets.PASSWORD"),
            it -> assertThat(it).contains("nothing looks at key without part-of"),
            it -> assertThat(it).contains("the id names another project"));
  }

  private static <T> T named(Map<String, T> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private Environment sound(String... lines) {
    return folder(lines).sound("test.yaml").environment();
  }

  private List<String> mistakes(String... lines) {
    return folder(lines).mistakes("test.yaml", Mode.RUN);
  }

  private Folder folder(String... lines) {
    return new Folder(dir)
        .file("checks/own.yaml", "version: 1\nrules:\n  - { check: secret-exists, on: secrets }\n")
        .file("test.yaml", HEAD + String.join("\n", lines) + "\n");
  }
}
