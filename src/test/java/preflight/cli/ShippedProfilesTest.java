package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.profile.Linted;
import preflight.profile.Profile;
import preflight.profile.ProfileReader;
import preflight.profile.Reading;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mode;
import preflight.resource.Environment;
import preflight.resource.SecretSource;
import preflight.resource.service.ServiceAuth;
import preflight.resource.service.ServiceEnv;

class ShippedProfilesTest {

  private static final ProfileReader READER =
      new ProfileReader(Catalog.definitions(), Map.of(), LocalDate.of(2026, 3, 1), Path.of(""));

  @ParameterizedTest
  @ValueSource(strings = {"base", "development", "staging", "production"})
  void lints_clean_and_carries_the_hint_for_editors(String name) throws Exception {
    Path file = Path.of("env-profiles", name + ".yaml");
    assertThat(mistakes(file, Mode.LINT)).isEmpty();
    assertThat(Files.readAllLines(file).getFirst())
        .isEqualTo("# yaml-language-server: $schema=../docs/profile.schema.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "staging", "production"})
  void can_be_run_and_asks_something_of_every_kind(String name) {
    assertThat(mistakes(Path.of("env-profiles", name + ".yaml"), Mode.RUN)).isEmpty();
    Profile profile = profile(name);
    assertThat(profile.plan().checks())
        .extracting(it -> it.id().toString())
        .contains(
            "secret-exists/secrets.JWT_SECRET",
            "redis-reachable/redis.cache",
            "postgres-reachable/postgres.main",
            "run-revision-ready/services.frontend",
            "http-health/services.backend.health",
            "secret-not-in-repository/source");
    assertThat(profile.environment().services()).containsOnlyKeys("backend", "auth", "frontend");
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "staging", "production"})
  void declares_what_the_checks_of_schema_routes_and_tokens_judge_by(String name) {
    Environment environment = profile(name).environment();
    assertThat(environment.postgres().get("main"))
        .satisfies(it -> {
          assertThat(it.tables()).isNotEmpty();
          assertThat(it.extensions()).isNotEmpty();
          assertThat(it.migrations()).isPresent();
        });
    assertThat(List.of("backend", "auth"))
        .extracting(environment.services()::get)
        .allSatisfy(it -> {
          assertThat(it.openapi()).isPresent();
          assertThat(it.auth().flatMap(ServiceAuth::route)).isPresent();
          assertThat(it.auth().flatMap(ServiceAuth::secret)).isPresent();
        });
    assertThat(environment.services().values())
        .allSatisfy(it -> {
          assertThat(it.impact()).isPresent();
          assertThat(it.env().orElse(ServiceEnv.NONE).expect()).containsEntry("ENVIRONMENT", name);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"secrets", "datastores", "platform", "services", "deployment", "code"})
  void a_pack_lints_clean_by_itself(String name) throws Exception {
    Path file = Path.of("checks", name + ".yaml");
    assertThat(READER.lint(file))
        .isInstanceOfSatisfying(Linted.Pack.class, it -> assertThat(it.rules()).isPositive());
    assertThat(Files.readAllLines(file).getFirst())
        .isEqualTo("# yaml-language-server: $schema=../docs/pack.schema.json");
  }

  /** What no shipped pack asks of every environment, and why not. */
  private static final Map<String, String> NOT_IN_A_PACK =
      Map.of("exec", "it runs a program, which only a profile can name");

  @Test
  void every_check_is_in_a_shipped_pack_or_has_a_reason_not_to_be() throws Exception {
    List<String> ids = Catalog.definitions().stream().map(CheckDefinition::id).toList();
    StringBuilder packs = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("checks"))) {
      for (Path file : files.sorted().toList()) {
        packs.append(Files.readString(file));
      }
    }
    assertThat(ids.stream().filter(it -> !packs.toString().contains("check: " + it + "\n")))
        .containsExactlyInAnyOrderElementsOf(NOT_IN_A_PACK.keySet());
  }

  @Test
  void the_common_part_alone_cannot_be_run() {
    assertThat(mistakes(Path.of("env-profiles/base.yaml"), Mode.RUN))
        .anyMatch(it -> it.endsWith("missing key 'environment'"))
        .anyMatch(it -> it.endsWith("missing key 'host'"));
  }

  @Test
  void only_staging_has_the_key_that_simulates_sign_in_and_production_forbids_it() {
    assertThat(profile("staging").environment().secrets()).containsKey("E2E_OAUTH_SIMULATION_KEY");
    Environment production = profile("production").environment();
    assertThat(production.secrets()).hasSize(21).doesNotContainKey("E2E_OAUTH_SIMULATION_KEY");
    assertThat(production.services().values())
        .allSatisfy(it ->
            assertThat(it.env().orElse(ServiceEnv.NONE).forbid())
                .contains("BYPASS_AUTH", "E2E_BYPASS_KEY", "E2E_OAUTH_SIMULATION_KEY"));
  }

  @Test
  void development_reads_a_dotenv_file_beside_the_profiles_folder() {
    assertThat(profile("development").environment().secrets().values())
        .allSatisfy(it ->
            assertThat(it.source()).isEqualTo(new SecretSource.DotenvFile(".env.development")));
  }

  private static Profile profile(String name) {
    return switch (READER.read(Path.of("env-profiles", name + ".yaml"), Mode.RUN)) {
      case Reading.Read(Profile profile) -> profile;
      case Reading.Invalid(List<Mistake> mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }

  private static List<String> mistakes(Path file, Mode mode) {
    return switch (READER.read(file, mode)) {
      case Reading.Read _ -> List.of();
      case Reading.Invalid(List<Mistake> mistakes) ->
          mistakes.stream().map(Mistake::toString).toList();
    };
  }
}
