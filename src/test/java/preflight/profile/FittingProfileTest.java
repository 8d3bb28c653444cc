package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.profile.reading.Mode;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

/** What real environments have, and what a profile can therefore say. */
class FittingProfileTest {

  private static final String HEAD = "version: 1\nenvironment: test\n";

  @TempDir Path dir;
  private Folder folder = new Folder(Path.of("target"));

  @BeforeEach
  void prepare() {
    folder = new Folder(dir);
  }

  @Test
  void a_secret_may_have_a_name_of_dot_net_or_spring() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            secrets:
              "Jwt:Key": { id: jwt-key, used-by: [a], aliases: [JWT_KEY] }
              spring.datasource.password: { source: env }
            redis: { cache: { host: a, port: 1, password: "secrets.Jwt:Key" } }
            services: { a: { cloud-run: a } }
            """);
    var environment = folder.sound("test.yaml").environment();
    assertThat(Objects.requireNonNull(environment.secrets().get("Jwt:Key")).variables())
        .containsExactly("Jwt__Key", "JWT_KEY");
    assertThat(
            Objects.requireNonNull(environment.secrets().get("spring.datasource.password"))
                .storedId())
        .isEqualTo("spring.datasource.password");
    assertThat(Objects.requireNonNull(environment.redis().get("cache")).password())
        .contains(new ResourceName(Kind.SECRETS, "Jwt:Key"));
  }

  @Test
  void alternatives_and_switches_are_lists() {
    folder.file(
        "test.yaml",
        HEAD
            + "services: { a: { cloud-run: a, env: { require: [B, [C, C_FILE]], off: [BYPASS] } } }\n");
    var env =
        Objects.requireNonNull(folder.sound("test.yaml").environment().services().get("a"))
            .env()
            .orElseThrow();
    assertThat(env.require()).containsExactly(List.of("B"), List.of("C", "C_FILE"));
    assertThat(env.off()).containsExactly("BYPASS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "secrets: { 'Jwt:Key': {} }"
            + "| 3:12: Secret Manager has no ids with ':' or '.'; write the id of this secret, such"
            + " as id: jwt-key",
        "secrets: { 'A KEY': { id: a } }"
            + "| 3:12: expected a name of a secret: letters, digits, '-', '_', ':' and '.'",
        "secrets: { DB_PASSWORD: { equals: hunter2 } }"
            + "| 3:12: the value of a credential may not stand in a profile; 'equals' is for"
            + " settings, and kind: setting says that this is one",
        "secrets: { A: { dialect: docker } }"
            + "| 3:12: nothing looks at the dialect of a secret that is not in a dotenv file",
        "secrets: { A: { used-by: [a], aliases-in: { b: [C] } } } ¶ services: { a: { cloud-run: a } }"
            + "| 3:31: aliases-in has no effect for 'b': used-by of secrets.A does not name it;"
            + " did you mean 'a'?",
        "services: { a: { url: 'http://127.0.0.1:1', endpoints: { h: { get: /h, expect: { json: {"
            + " checks: { redis: ok } } } } } } }"
            + "| 3:90: expected a single value, found a mapping; write the path with dots:"
            + " checks.redis: …",
        "services: { a: { url: 'wss://a.example.com' } }"
            + "| 3:23: a WebSocket is an endpoint: write https:// here, and its path there:"
            + " endpoints: { chat: { websocket: /ws } }",
        "services: { a: { cloud-run: a, env: { require: [[]] } } }"
            + "| 3:32: an empty list in 'require' asks for no variable",
      })
  void what_does_not_fit_says_what_to_write(String text, String mistake) {
    folder.file("test.yaml", HEAD + text.replace(" ¶ ", "\n") + "\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).containsExactly("test.yaml:" + mistake);
  }

  @Test
  void lint_tells_what_is_left_unsaid() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            secrets:
              USED: { used-by: [a] }
              UNUSED: {}
              PASSWORD: {}
            redis: { cache: { host: a, port: 1, password: secrets.PASSWORD } }
            services:
              a: { url: "http://127.0.0.1:1", endpoints: { h: { get: /healthz }, x: { get: /x } } }
              b: { cloud-run: b }
              c: { url: "http://127.0.0.1:1", uses: [], endpoints: { ready: { get: /ready, expect: { json: { a: b } } } } }
            """);
    assertThat(notices())
        .contains(
            "nothing uses secrets.UNUSED; write used-by with the services that receive it, or leave"
                + " it out",
            "no service uses redis.cache; write uses: [redis.cache] at each that does",
            "services.b has no endpoint, so nothing asks whether it answers; write endpoints: {"
                + " health: { get: /health } }",
            "any 200 passes services.a.h, a login page too; write what a healthy answer says:"
                + " expect: { json: { status: ok } }")
        .noneMatch(it -> it.contains("secrets.USED") || it.contains("services.a.x"))
        .noneMatch(it -> it.contains("secrets.PASSWORD;") || it.contains("services.c"));
  }

  private List<String> notices() {
    return switch (folder.read("test.yaml", Mode.LINT, Map.of())) {
      case Reading.Read(Profile profile) ->
          profile.plan().notices().stream()
              .map(preflight.check.plan.Plan.Notice::text)
              .filter(it -> !it.startsWith("no check"))
              .toList();
      case Reading.Invalid(var mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }
}
