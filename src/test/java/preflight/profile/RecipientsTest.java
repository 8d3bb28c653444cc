package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.check.plan.Plan;
import preflight.profile.reading.Mode;
import preflight.profile.reading.VariableUse;

/** Where a profile may send what the caller has, and what of the caller it may read. */
class RecipientsTest {

  private static final String HEAD = "version: 1\nenvironment: test\n";

  @TempDir Path dir;
  private Folder folder = new Folder(Path.of("target"));

  @BeforeEach
  void prepare() {
    folder = new Folder(dir);
  }

  private List<String> mistakes(Map<String, String> variables, String text) {
    folder.file("test.yaml", HEAD + text);
    for (Mode mode : Mode.values()) {
      if (folder.read("test.yaml", mode, variables) instanceof Reading.Invalid(var mistakes)) {
        return mistakes.stream().map(it -> it.toString().replace(dir + "/", "")).toList();
      }
    }
    return List.of();
  }

  private List<String> mistakes(String text) {
    return mistakes(Map.of("ADDRESS", "10.0.0.9", "STAGE", "x"), text);
  }

  private List<String> notices(String text) {
    folder.file("test.yaml", HEAD + text);
    return folder.sound("test.yaml").plan().notices().stream().map(Plan.Notice::text).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://secretmanager.googleapis.com.evil.example",
        "https://evil.example/secretmanager.googleapis.com",
        "https://${env:ADDRESS}",
      })
  void only_google_and_this_machine_get_google_s_credentials(String endpoint) {
    assertThat(mistakes("gcp: { endpoints: { run: '%s' } }\n".formatted(endpoint)))
        .singleElement()
        .asString()
        .startsWith("test.yaml:3:26: ")
        .contains("gets no Google credentials")
        .doesNotContain("10.0.0.9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://run.googleapis.com",
        "https://run-acme.p.googleapis.com",
        "https://127.0.0.1:1",
        "http://10.0.0.9",
        "${env:UNSET}"
      })
  void an_endpoint_of_google_here_or_without_credentials_is_sound(String endpoint) {
    folder.file("test.yaml", HEAD + "gcp: { endpoints: { run: '%s' } }\n".formatted(endpoint));
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEmpty();
  }

  private static String service(String url, String endpoint) {
    return """
    secrets: { TOKEN: { used-by: [a] }, OTHER: {} }
    services: { b: {}, a: { cloud-run: a, url: '%s', endpoints: { e: { %s } } } }
    """
        .formatted(url, endpoint);
  }

  @ParameterizedTest
  @CsvSource({
    "get: /x, 'headers: { X-Token: secrets.TOKEN }', a secret",
    "get: /x, 'headers: { X-Token: \"Bearer ${env:STAGE}\" }', a variable of the caller",
    "post: /x, 'headers: { X-Token: secrets.TOKEN }', a secret",
    "websocket: /x, 'headers: { X-Token: secrets.TOKEN }', a secret",
    "sse: /x, 'headers: { X-Token: secrets.TOKEN }', a secret",
  })
  void a_secret_in_a_header_does_not_cross_a_network_in_plain_text(
      String protocol, String headers, String what) {
    String endpoint = protocol + ", " + headers;
    for (String url : List.of("http://10.0.0.9", "http://api.example", "http://${env:ADDRESS}")) {
      assertThat(mistakes(service(url, endpoint)))
          .singleElement()
          .asString()
          .startsWith("test.yaml:4:")
          .contains("the header X-Token with " + what + " does not go over plain http");
    }
    for (String url :
        List.of("https://api.example", "http://127.0.0.1:80", "http://[::1]", "http://localhost")) {
      assertThat(mistakes(service(url, endpoint))).as(url).isEmpty();
    }
    assertThat(mistakes(service("http://api.example", protocol))).isEmpty();
    folder.file("test.yaml", HEAD + service("${env:UNSET}", endpoint));
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEmpty();
  }

  @Test
  void a_token_that_a_secret_signs_does_not_either() {
    String service =
        """
        secrets: { TOKEN: {} }
        services: { a: { url: '%s', auth: { secret: secrets.TOKEN, route: /me } } }
        """;
    assertThat(mistakes(service.formatted("http://api.example")))
        .singleElement()
        .asString()
        .contains("a token that is signed with this secret does not go over plain http");
    assertThat(mistakes(service.formatted("https://api.example"))).isEmpty();
  }

  @Test
  void a_secret_goes_to_the_service_that_it_is_declared_for_only() {
    assertThat(mistakes(service("https://a", "get: /x, headers: { X: secrets.OTHER }")))
        .containsExactly(
            "test.yaml:4:98: secrets.OTHER is not declared for services.a; did you mean to add a to"
                + " its used-by, or the secret to the service's uses?");
    for (String declared :
        List.of(
            "secrets: { S: { used-by: [services.a] } }\nservices: { a: { cloud-run: a,",
            "secrets: { S: {} }\nservices: { a: { uses: [secrets.S],",
            "secrets: { S: {} }\nservices: { a: { auth: { secret: secrets.S, route: /me },",
            "secrets: { S: {} }\nservices: { a: { auth: { secret: S, route: /me },")) {
      assertThat(
              mistakes(
                  declared
                      + " url: https://a, endpoints: { e: { get: /x, headers: { X: secrets.S } } } } }\n"))
          .as(declared)
          .isEmpty();
    }
  }

  @Test
  void a_password_in_plain_text_to_a_public_address_is_told_with_every_report() {
    String stores =
        """
        secrets: { P: {} }
        redis: { c: { host: %1$s, port: 1, password: secrets.P } }
        postgres: { m: { host: %1$s, database: d, user: u, password: secrets.P, tls: disable } }
        """;
    assertThat(notices(stores.formatted("8.8.8.8")))
        .containsExactly(
            "the password of redis.c goes in plain text to a public address; tls: true encrypts it",
            "the password of postgres.m goes in plain text to a public address; tls: verify-full"
                + " encrypts it");
    for (String host : List.of("10.1.2.3", "127.0.0.1", "100.64.0.1", "cache.internal")) {
      assertThat(notices(stores.formatted(host))).as(host).isEmpty();
    }
    assertThat(notices(stores.replace("tls: disable", "tls: require").formatted("8.8.8.8")))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWS_SECRET_ACCESS_KEY",
        "GITHUB_TOKEN",
        "PGPASSWORD",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "NPM_AUTH",
        "DEPLOY_KEY",
        "SSH_PRIVATE",
        "session_cookie"
      })
  void a_variable_that_is_named_like_a_credential_is_declared_or_not_read(String name) {
    String profile =
        "services: { a: { url: https://a, endpoints: { e: { get: '/?x=${env:%s}' } } } }\n"
            .formatted(name);
    assertThat(mistakes(Map.of(name, "look-alike-9xT2"), profile))
        .containsExactly(
            "test.yaml:3:57: the variable %1$s is named like a credential of the caller; declare it at"
                    .formatted(name)
                + " the top of the profile: variables: { %1$s: what it is for }".formatted(name));
    assertThat(
            mistakes(
                Map.of(name, "look-alike-9xT2"),
                "variables: { %s: signs in the canary }\n".formatted(name) + profile))
        .isEmpty();
  }

  @Test
  void what_variables_declares_is_all_that_a_profile_and_its_packs_read() {
    folder.file("base.yaml", "variables: { PORT: of the cache }\n");
    folder.file(
        "checks/own.yaml",
        "version: 1\nrules: [{ check: redis-reachable, on: redis, timeout: '${env:PATIENCE}' }]\n");
    String profile =
        """
        extends: base.yaml
        packs: { only: [checks/own.yaml] }
        variables: { HOST: of the cache }
        redis: { c: { host: '${env:HOSTS}', port: '${env:PORT}', instance: '${env:PREFLIGHT_X}' } }
        """;
    assertThat(
            mistakes(
                Map.of("HOSTS", "h", "PORT", "1", "PATIENCE", "1s", "PREFLIGHT_X", "x"), profile))
        .containsExactly(
            "checks/own.yaml:2:55: 'variables' does not declare PATIENCE; known: PORT, HOST",
            "test.yaml:6:21: 'variables' does not declare HOSTS; did you mean 'HOST'?");
  }

  @Test
  void what_a_profile_reads_is_known_with_what_it_is_for() {
    folder.file(
        "test.yaml",
        HEAD
            + "redis: { c: { host: 'a${env:HOST}${env:HOST}', port: '${env:PREFLIGHT_PORT}' } }\n");
    var read =
        (Reading.Read)
            folder.read("test.yaml", Mode.RUN, Map.of("HOST", "h", "PREFLIGHT_PORT", "1"));
    assertThat(read.profile().variables())
        .extracting(VariableUse::name, VariableUse::declared)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("HOST", false),
            org.assertj.core.groups.Tuple.tuple("PREFLIGHT_PORT", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id-token: true",
        "id-token: { audience: 'https://a.run.app' }",
        "invoke-as: a@b.iam.gserviceaccount.com"
      })
  void an_id_token_does_not_go_over_plain_http_to_another_machine(String declared) {
    assertThat(
            mistakes("services: { backend: { url: 'http://10.0.0.9', %s } }\n".formatted(declared)))
        .anySatisfy(
            it -> assertThat(it).contains("an ID token of Google does not go over plain http"));
    assertThat(
            mistakes(
                "services: { backend: { url: 'http://127.0.0.1:1', %s } }\n".formatted(declared)))
        .isEmpty();
    assertThat(mistakes("services: { backend: { %s } }\n".formatted(declared)))
        .singleElement()
        .asString()
        .contains("services.backend has no url");
  }

  @Test
  void an_id_token_is_true_false_or_has_an_audience() {
    assertThat(mistakes("services: { backend: { url: 'https://a.test', id-token: 7 } }\n"))
        .containsExactly("test.yaml:3:57: expected true, false or a mapping, found a whole number");
    assertThat(mistakes("services: { backend: { url: 'http://a.test', id-token: false } }\n"))
        .isEmpty();
    assertThat(
            mistakes(
                "services: { backend: { url: 'https://a.test', id-token: { audience: 'a,b' } } }\n"))
        .singleElement()
        .asString()
        .contains("one word without commas");
  }

  @Test
  void who_gets_a_token_for_another_host_is_told() {
    String backend =
        "services: { backend: { url: 'https://api.test', id-token: { audience: '%s' } } }\n";
    assertThat(notices(backend.formatted("https://backend-abc-uc.a.run.app")))
        .contains(
            "services.backend gets an ID token of Google with which it can call whoever accepts"
                + " https://backend-abc-uc.a.run.app");
    assertThat(notices(backend.formatted("https://API.test/path"))).isEmpty();
    assertThat(notices(backend.formatted("1234.apps.googleusercontent.com"))).hasSize(1);
  }
}
