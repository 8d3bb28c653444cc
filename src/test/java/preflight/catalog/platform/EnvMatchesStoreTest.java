package preflight.catalog.platform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.signal.Signal;
import preflight.diagnosis.Environments;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Variables;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.repository.Match;
import preflight.resource.Environment;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.Service;
import preflight.resource.Target;

class EnvMatchesStoreTest {

  private static final String REDIS = "redis cache host=REDIS_HOST password=REDIS_PASSWORD\n";
  private static final String POSTGRES = "postgres main password=POSTGRES_PASSWORD\n";

  private final FakeCloudRun run = new FakeCloudRun();
  private final Map<String, Reading<SecretValue>> stored =
      new HashMap<>(
          Map.of(
              "REDIS_HOST", known("10.0.0.3"),
              "REDIS_PASSWORD", known("p@ss"),
              "POSTGRES_PASSWORD", known("pg")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REDIS_URL=redis://:p%40ss@10.0.0.3:6379/0",
        "CELERY_BROKER_URL=rediss://default:p@ss@10.0.0.3",
        "REDIS_HOST=10.0.0.3 REDIS_PORT=6379 REDIS_PASSWORD=p@ss",
        "SPRING_REDIS_HOST=10.0.0.3 SPRING_REDIS_PASSWORD=p@ss",
        "REDIS_URL=redis://:p%40ss@10.0.0.3 OTHER_REDIS_URL=redis://10.9.9.9",
      })
  void the_same_address_and_password_pass(String variables) throws Exception {
    assertThat(outcome(REDIS, "redis.cache", variables)).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "REDIS_URL=redis://:p%40ss@10.0.0.4:6379, host",
    "REDIS_URL=redis://:p%40ss@10.0.0.3:6380, port",
    "REDIS_URL=redis://:other@10.0.0.3, password",
    "REDIS_HOST=10.0.0.3 REDIS_PORT=6380, port",
  })
  void another_one_is_named_with_its_variable_and_not_shown(String variables, String part)
      throws Exception {
    assertThat(outcome(REDIS, "redis.cache", variables))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.ENV_MISMATCH);
              assertThat(it.observed()).contains("REDIS_", "another " + part);
              assertThat(it.toString()).doesNotContain("10.0.0", "p@ss", "6380", "other@");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOG_LEVEL=debug",
        // Names may be names of the declared address.
        "REDIS_URL=redis://:p%40ss@redis:6379",
        // A password of its own belongs to a user of its own.
        "REDIS_HOST=10.0.0.3",
        "REDIS_PORT=tcp://10.0.0.9:6379",
        "REDIS_URL=unix:///run/redis.sock",
        "DATABASE_URL=postgres://u:p@10.0.0.4/app",
      })
  void what_nobody_can_compare_is_neither_the_same_nor_another(String variables) throws Exception {
    assertThat(outcome(REDIS, "redis.cache", variables)).isInstanceOf(Skipped.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DATABASE_URL=postgresql+asyncpg://app:pg@10.20.0.3:5432/app, PASSED",
    "PGHOST=10.20.0.3 PGUSER=app PGPASSWORD=pg PGDATABASE=app, PASSED",
    "SPRING_DATASOURCE_URL=jdbc:postgresql://10.20.0.3/other?user=app&password=pg, FAILED",
    "DB_HOST=10.20.0.3 DB_NAME=app DB_USER=app DB_PASSWORD=old, FAILED",
    "DB_HOST=10.20.0.3 DB_NAME=app DB_USER=writer DB_PASSWORD=old, SKIPPED",
    "DATABASE_URL=postgres://app:pg@/app?host=/cloudsql/acme:us:main, SKIPPED",
  })
  void databases_are_compared_with_role_and_name(String variables, String expected)
      throws Exception {
    assertThat(outcome(POSTGRES, "postgres.main", variables).getClass().getSimpleName())
        .isEqualToIgnoringCase(expected);
  }

  @Test
  void a_variable_from_a_secret_is_compared_by_what_the_secret_holds() throws Exception {
    stored.put("redis-url", known("redis://:p%40ss@10.0.0.3"));
    var from = Map.<String, Variable>of("REDIS_URL", new Variable.FromSecret("redis-url", "7"));
    assertThat(outcome(REDIS, "redis.cache", from)).isInstanceOf(Passed.class);

    stored.put("redis-url", new Reading.Unanswered<>(new ApiTrouble.Forbidden("")));
    assertThat(outcome(REDIS, "redis.cache", from)).isInstanceOf(Unknown.class);
  }

  @Test
  void of_two_stores_of_a_kind_the_name_says_which_is_meant() throws Exception {
    String two = REDIS + "redis queue host=REDIS_HOST\n";
    String uses = "redis.cache,redis.queue";
    assertThat(outcome(two, uses, "CACHE_URL=redis://:p%40ss@10.0.0.3 QUEUE_URL=redis://10.0.0.3"))
        .isInstanceOf(Passed.class);
    assertThat(outcome(two, uses, "REDIS_URL=redis://:p%40ss@10.0.0.9"))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void a_service_without_stores_is_not_asked() throws Exception {
    assertThat(outcome("", "", "REDIS_URL=redis://10.9.9.9")).isInstanceOf(Skipped.class);
  }

  private Outcome outcome(String stores, String uses, String variables) throws Exception {
    var plain = new LinkedHashMap<String, Variable>();
    for (String assigned : variables.split(" ", -1)) {
      String[] both = assigned.split("=", 2);
      plain.put(both[0], Variable.Plain.of(SecretValue.of(both[1]), Optional.empty()));
    }
    return outcome(stores, uses, plain);
  }

  private Outcome outcome(String stores, String uses, Map<String, Variable> variables)
      throws Exception {
    Environment environment =
        Environments.of(
            stores
                + """
                secret REDIS_HOST
                secret REDIS_PASSWORD
                secret POSTGRES_PASSWORD
                service backend uses=%s
                """
                    .formatted(uses));
    Service service = environment.services().get("backend");
    run.serving(requireNonNull(service).cloudRun().orElseThrow(), variables);
    return new EnvMatchesStore(
            new ServiceVariables(JudgedRevisions.asTheyAre(run), new Nowhere()),
            new Keyed(),
            it -> stored.getOrDefault(it.name(), missing()).known())
        .run(new Target<>(service, environment), new NoThresholds());
  }

  private static Reading<SecretValue> known(String text) {
    return new Reading.Known<>(SecretValue.of(text));
  }

  private static Reading<SecretValue> missing() {
    return new Reading.Missing<>("it", Optional.empty());
  }

  private static final class Nowhere implements Variables {
    @Override
    public Reading<Map<String, SecretValue>> file(String path) {
      return new Reading.Missing<>(path, Optional.empty());
    }

    @Override
    public Map<String, SecretValue> process() {
      return Map.of();
    }
  }

  /** Only the values of variables. */
  private final class Keyed implements Secrets {
    @Override
    public Reading<SecretValue> value(String id, String version) {
      return stored.getOrDefault(id, missing());
    }

    @Override
    public Fingerprint group(SecretValue value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reading<Fingerprint> group(String id, String version) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reading<SecretFacts> read(Secret secret) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Commonality commonality(Secret secret) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reading<Optional<String>> formatProblem(Secret secret, SecretFormat format) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reading<Match> match(Secret secret, String declared, String field) {
      throw new UnsupportedOperationException();
    }
  }
}
