package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.check.plan.Weakening;
import preflight.profile.reading.Mode;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.service.ServiceEnv;

class InheritedTest {

  private static final String HEAD = "version: 1\nenvironment: staging\n";

  @TempDir Path dir;
  private Folder folder = new Folder(Path.of("target"));

  @BeforeEach
  void prepare() {
    folder = new Folder(dir);
  }

  @Test
  void defaults_are_merged_below_every_resource_of_their_type() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            defaults:
              secrets: { id: "{kebab}-{environment}", min-bits: 128 }
              services: { env: { forbid: [BYPASS_AUTH], expect: { ENVIRONMENT: "{environment}" } } }
            secrets:
              JWT_SECRET:
              OTHER_KEY: { id: other, min-bits: 256 }
            services:
              backend: { cloud-run: backend, env: { require: [A], expect: { B: b } } }
              auth: { cloud-run: auth, env: { forbid: [] } }
            """);
    assertThat(secret("JWT_SECRET").id()).contains("jwt-secret-staging");
    assertThat(secret("JWT_SECRET").minBits()).contains(128);
    assertThat(secret("OTHER_KEY").id()).contains("other");
    assertThat(secret("OTHER_KEY").minBits()).contains(256);
    assertThat(env("backend").required()).containsExactly("A");
    assertThat(env("backend").forbid()).containsExactly("BYPASS_AUTH");
    assertThat(env("backend").expect()).isEqualTo(Map.of("ENVIRONMENT", "staging", "B", "b"));
    assertThat(env("auth").forbid()).isEmpty();
  }

  @Test
  void a_part_takes_no_defaults_that_are_said_of_a_whole() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            defaults:
              secrets:
                id: "{kebab}-{environment}"
                version: "3"
                source: secret-manager
                project: acme-shared
                location: europe-west1
                used-by: [backend]
                aliases: ["{name}_OLD"]
                impact: much
            secrets:
              SETTINGS:
              DATABASE_URL: { part-of: secrets.SETTINGS }
              DB_PASSWORD: { part-of: secrets.SETTINGS, id: null, used-by: null }
            services: { backend: { cloud-run: backend } }
            """);
    assertThat(secret("SETTINGS").id()).contains("settings-staging");
    assertThat(secret("SETTINGS").usedBy()).hasSize(1);
    for (String part : List.of("DATABASE_URL", "DB_PASSWORD")) {
      assertThat(secret(part).id()).isEmpty();
      assertThat(secret(part).version()).isEqualTo("latest");
      assertThat(secret(part).usedBy()).isEmpty();
      assertThat(secret(part).aliases()).isEmpty();
      assertThat(secret(part).impact()).contains("much");
    }
  }

  @Test
  void a_part_takes_no_file_from_the_defaults() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            defaults: { secrets: { source: "file:.env" } }
            secrets: { SETTINGS: , A_KEY: { part-of: secrets.SETTINGS } }
            """);
    assertThat(profile().environment().secrets()).containsOnlyKeys("SETTINGS", "A_KEY");
  }

  @Test
  void what_a_part_says_itself_of_the_whole_is_a_mistake() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            defaults: { secrets: { id: "{kebab}-1" } }
            secrets: { SETTINGS: , A_KEY: { part-of: secrets.SETTINGS, id: a } }
            """);
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .singleElement()
        .asString()
        .contains("of a part are those of the whole");
  }

  @Test
  void an_endpoint_has_the_defaults_of_endpoints_and_those_below_services_by_name() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            defaults:
              endpoints: { headers: { User-Agent: "probe of {name}" } }
              services: { endpoints: { health: { get: /health } } }
            services:
              backend: { url: "http://127.0.0.1:1", endpoints: { home: { get: / } } }
            """);
    var endpoints =
        Objects.requireNonNull(profile().environment().services().get("backend")).endpoints();
    assertThat(endpoints).containsOnlyKeys("health", "home");
    assertThat(Objects.requireNonNull(endpoints.get("health")).get()).contains("/health");
    assertThat(Objects.requireNonNull(endpoints.get("home")).headers().get("User-Agent"))
        .hasToString("probe of home");
  }

  @Test
  void what_is_said_of_one_resource_beats_the_defaults_of_every_file() {
    folder
        .file(
            "base.yaml",
            """
            version: 1
            defaults: { secrets: { id: "{name}-base", min-bits: 128, impact: of the base } }
            secrets:
              A_KEY: { id: said-in-the-base }
              B_KEY:
            """)
        .file(
            "test.yaml",
            HEAD
                + """
                extends: base.yaml
                defaults: { secrets: { id: "{name}-child" } }
                secrets: { C_KEY: { min-bits: 256 }, A_KEY: }
                """);
    assertThat(secret("A_KEY").id()).contains("said-in-the-base");
    assertThat(secret("B_KEY").id()).contains("B_KEY-child");
    assertThat(secret("C_KEY").id()).contains("C_KEY-child");
    assertThat(secret("C_KEY").minBits()).contains(256);
    assertThat(secret("A_KEY").impact()).contains("of the base");
  }

  @Test
  void null_takes_away_what_a_parent_or_the_defaults_say() {
    folder
        .file(
            "base.yaml",
            """
            version: 1
            defaults: { secrets: { impact: much, min-bits: 128 } }
            secrets: { A_KEY: { id: a }, B_KEY: { id: b }, C_KEY: }
            """)
        .file(
            "test.yaml",
            HEAD
                + """
                extends: base.yaml
                defaults: { secrets: { impact: null } }
                secrets:
                  A_KEY: null
                  B_KEY: { id: ~, min-bits: null }
                """);
    assertThat(profile().environment().secrets()).containsOnlyKeys("B_KEY", "C_KEY");
    assertThat(secret("B_KEY").id()).isEmpty();
    assertThat(secret("B_KEY").minBits()).isEmpty();
    assertThat(secret("C_KEY").impact()).isEmpty();
    assertThat(profile().plan().weakenings())
        .extracting(it -> it.subject() + ": " + it.change())
        .containsExactly(
            "secrets.A_KEY: taken away",
            "secrets.B_KEY: min-bits taken away, 128 in defaults.secrets");
  }

  @Test
  void what_is_taken_away_can_be_said_anew_further_down() {
    folder
        .file("base.yaml", "version: 1\nsecrets: { A_KEY: { id: base, min-bits: 256 } }\n")
        .file("middle.yaml", "version: 1\nextends: base.yaml\nsecrets: { A_KEY: null }\n")
        .file("test.yaml", HEAD + "extends: middle.yaml\nsecrets: { A_KEY: { id: anew } }\n");
    assertThat(secret("A_KEY").id()).contains("anew");
    assertThat(secret("A_KEY").minBits()).isEmpty();
  }

  @Test
  void a_weaker_default_is_told_once_and_a_weaker_resource_by_its_name() {
    folder
        .file(
            "base.yaml",
            "version: 1\ndefaults: { secrets: { min-bits: 256 } }\nsecrets: { A_KEY: , B_KEY: }\n")
        .file("child.yaml", HEAD + "extends: base.yaml\ndefaults: { secrets: { min-bits: 192 } }\n")
        .file("test.yaml", HEAD + "extends: base.yaml\nsecrets: { A_KEY: { min-bits: 192 } }\n");
    assertThat(folder.sound("child.yaml").plan().weakenings())
        .extracting(Weakening::subject, Weakening::change)
        .containsExactly(tuple("defaults.secrets", "min-bits 192, 256 in its parent"));
    assertThat(profile().plan().weakenings())
        .extracting(Weakening::subject, Weakening::change)
        .containsExactly(tuple("secrets.A_KEY", "min-bits 192, 256 in defaults.secrets"));
  }

  @Test
  void a_resource_that_others_refer_to_differently_than_usual_is_no_weakening() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            defaults: { secrets: { used-by: [a, b] }, services: { env: { forbid: [X, Y] } } }
            secrets: { A: { used-by: [a] } }
            services: { a: { cloud-run: a }, b: { cloud-run: b, env: { forbid: [X] } } }
            """);
    assertThat(profile().plan().weakenings())
        .extracting(Weakening::subject, Weakening::change)
        .containsExactly(tuple("services.b", "forbid [X], [X, Y] in defaults.services"));
  }

  @Test
  void the_origin_of_a_value_is_the_defaults_that_say_it() {
    folder.file(
        "test.yaml",
        HEAD
            + "defaults: { secrets: { id: \"{kebab}-1\" } }\nsecrets: { A_KEY: { min-bits: 128 } }\n");
    var values = profile().values().of(new ResourceName(Kind.SECRETS, "A_KEY"));
    assertThat(values)
        .filteredOn(it -> it.origin() instanceof Values.Origin.Stated)
        .extracting(it ->
            switch (it.origin()) {
              case Values.Origin.Stated(_, var place, _, Optional<String> defaults) ->
                  "%s=%s %s:%d"
                      .formatted(it.key(), it.text(), defaults.orElse("own"), place.line());
              case Values.Origin.Default() -> "";
            })
        .containsExactly("id=a-key-1 defaults.secrets:3", "min-bits=128 own:4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "JWT_SECRET   | jwt-secret",
        "jwtSecret    | jwt-secret",
        "JWTSecret    | jwt-secret",
        "_private     | private",
        "jwt-secret   | jwt-secret",
        "AES256Key    | aes256-key",
        "E2E_KEY      | e2e-key",
      })
  void kebab_is_the_name_in_small_words_with_hyphens(String name, String kebab) {
    folder.file(
        "test.yaml",
        HEAD + "defaults: { secrets: { id: \"{kebab}\" } }\nsecrets: { %s: }\n".formatted(name));
    assertThat(secret(name).id()).contains(kebab);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{name}                    | A",
        "{{name}}                  | {name}",
        "{\"a\": {\"b\": 1}}       | {\"a\": {\"b\": 1}}",
        "{}{{ }} {a b}             | {}{{ }} {a b}",
        "{lower} of {environment}  | a of staging",
      })
  void only_placeholders_are_filled_in(String written, String filled) {
    folder.file(
        "test.yaml",
        HEAD + "defaults: { secrets: { impact: '%s' } }\nsecrets: { A: }\n".formatted(written));
    assertThat(secret("A").impact()).contains(filled);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "defaults: { secrets: { id: '{nmae}' } } ¶ secrets: { A: }"
            + "| 3:28: no placeholder is called {nmae}; did you mean 'name'?; the text itself is"
            + " written {{nmae}} (in defaults.secrets)",
        "defaults: { secrets: { impact: '${name}' } } ¶ secrets: { A: }"
            + "| 3:32: a placeholder is written {name} without a dollar sign, and a variable"
            + " ${env:name} (in defaults.secrets)",
        "defaults: { secrets: { id: 'no good' } } ¶ secrets: { A: }"
            + "| 3:28: expected a secret id: up to 255 letters, digits, '-' and '_', such as"
            + " jwt-secret-staging, or its full name, such as"
            + " projects/acme/secrets/jwt-secret/versions/3 (in defaults.secrets, for secrets.A at"
            + " test.yaml:4)",
        "defaults: { secrets: { ids: a } } ¶ secrets: { A: , B: , C: }"
            + "| 3:24: unknown key 'ids'; did you mean 'id'? (in defaults.secrets, for secrets.A at"
            + " test.yaml:4 and 2 more)",
        "defaults: { redis: { hots: a } }"
            + "| 3:22: unknown key 'hots'; did you mean 'host'? (in defaults.redis)",
        "defaults: { secret: { id: a } }"
            + "| 3:13: unknown key 'secret'; did you mean 'secrets'? (in defaults.secret)",
        "defaults: [a] | 3:11: expected a mapping, found a list",
        "defaults: { redis: { port: 1 } } ¶ redis: { cache: }" + "| 4:10: missing key 'host'",
        "secrets: { A: null }"
            + "| 3:15: null takes away what a parent or the defaults say, and none says 'A'; a"
            + " resource of which nothing is said is written 'A:', and a text \"null\"",
        "secrets: { A: { id: '{kebab}-x' } }"
            + "| 3:21: expected a secret id: up to 255 letters, digits, '-' and '_', such as"
            + " jwt-secret-staging, or its full name, such as"
            + " projects/acme/secrets/jwt-secret/versions/3; placeholders such as {name} are filled in"
            + " below 'defaults' only",
        "defaults: { secrets: { id: {kebab} } } ¶ secrets: { A: { id: a } }"
            + "| 3:28: a text that begins with '{' needs quotation marks: \"{kebab}\" (in"
            + " defaults.secrets)",
      })
  void a_mistake_in_defaults_names_its_place_and_the_resource(String text, String mistake) {
    folder.file("test.yaml", HEAD + text.replace(" ¶ ", "\n") + "\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).containsExactly("test.yaml:" + mistake);
  }

  @Test
  void what_still_refers_to_something_taken_away_is_told_who_took_it() {
    folder
        .file(
            "base.yaml",
            """
            version: 1
            secrets: { PASSWORD: , HOST: { matches: redis.cache.host } }
            redis: { cache: { host: a, port: 1, password: secrets.PASSWORD } }
            services: { a: { cloud-run: a, uses: [redis.cache] } }
            """)
        .file("test.yaml", HEAD + "extends: base.yaml\nsecrets:\n  PASSWORD: null\n")
        .file("other.yaml", HEAD + "extends: base.yaml\nredis:\n  cache: null\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly(
            "base.yaml:3:47: secrets.PASSWORD is no longer there; test.yaml:5 takes it away");
    assertThat(folder.mistakes("other.yaml", Mode.RUN))
        .containsExactly(
            "base.yaml:2:41: redis.cache is no longer there; other.yaml:5 takes it away",
            "base.yaml:4:39: redis.cache is no longer there; other.yaml:5 takes it away");
  }

  private Profile profile() {
    return folder.sound("test.yaml");
  }

  private Secret secret(String name) {
    return Objects.requireNonNull(profile().environment().secrets().get(name));
  }

  private ServiceEnv env(String service) {
    return Objects.requireNonNull(profile().environment().services().get(service))
        .env()
        .orElseThrow();
  }
}
