package preflight.catalog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.check.Check;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.SecretValue;
import preflight.probe.Stores;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.Reading;
import preflight.probe.secret.RunKey;
import preflight.probe.secret.SecretFacts;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Variables;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.repository.Match;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

class EnvChecksTest {

  private final FakeCloudRun run = new FakeCloudRun();
  private final Map<String, Map<String, String>> files = new HashMap<>();
  private final Map<String, Reading<SecretValue>> stored = new HashMap<>();
  private final ServiceVariables variables =
      new ServiceVariables(JudgedRevisions.asTheyAre(run), new Local());

  @Test
  void required_variables_are_looked_for_in_the_revision_that_serves() throws Exception {
    ServiceEnv env = env(List.of("ENVIRONMENT", "REGION"), Map.of(), List.of());
    run.serving("backend", Map.of("ENVIRONMENT", plain("staging"), "REGION", plain("us")));
    assertThat(run(new EnvRequired(variables), env)).isInstanceOf(Passed.class);

    run.serving("backend", Map.of("ENVIRONMENT", plain("staging")));
    assertThat(run(new EnvRequired(variables), env))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.ENV_MISSING);
              assertThat(it.observed()).isEqualTo("revision backend-1 lacks REGION");
              assertThat(it.facts()).containsEntry("variable", "REGION");
            });
  }

  @Test
  void the_repair_sets_every_missing_variable_to_what_the_profile_tells() throws Exception {
    ServiceEnv env =
        env(List.of("ENVIRONMENT", "REGION"), Map.of("ENVIRONMENT", "staging"), List.of());
    run.serving("backend", Map.of());

    assertThat(((Failed) run(new EnvRequired(variables), env)).commands().get("assignments"))
        .extracting(Command::toString)
        .containsExactly(
            "'^@;^'ENVIRONMENT=staging'@;REGION='\"${NEW_REGION:?the value of REGION}\"");
  }

  @Test
  void the_repair_keeps_commas_quotes_and_spaces_of_a_declared_value() throws Exception {
    ServiceEnv env = env(List.of(), Map.of("GREETING", "it's a, b", "ORIGINS", "x@y"), List.of());
    run.serving("backend", Map.of());

    assertThat(((Failed) run(new EnvExpected(variables), env)).commands().get("assignments"))
        .extracting(Command::toString)
        .containsExactly("'^|^GREETING=it'\\''s a, b|ORIGINS=x@y'");
  }

  @Test
  void of_alternatives_one_is_enough_and_without_one_all_are_named() throws Exception {
    var env =
        new ServiceEnv(
            List.of(List.of("KEY", "KEY_FILE"), List.of("REGION")),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());
    run.serving("backend", Map.of("KEY_FILE", plain("/run/key"), "REGION", plain("a")));
    assertThat(run(new EnvRequired(variables), env)).isInstanceOf(Passed.class);

    run.serving("backend", Map.of("KEY", plain(""), "REGION", plain("a")));
    assertThat(run(new EnvRequired(variables), env))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.expected()).isEqualTo("the variables KEY or KEY_FILE, REGION");
              assertThat(it.observed()).isEqualTo("revision backend-1 lacks KEY or KEY_FILE");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "false, PASSED",
    "False, PASSED",
    "0, PASSED",
    "no, PASSED",
    "off, PASSED",
    "'', PASSED",
    "true, FAILED",
    "1, FAILED",
    "disabled, FAILED",
    "'false # not', FAILED"
  })
  void a_switch_that_is_off_is_no_forbidden_variable(String value, String outcome)
      throws Exception {
    run.serving("backend", Map.of("BYPASS_AUTH", plain(value)));
    assertThat(run(new EnvForbidden(variables), off()).getClass().getSimpleName())
        .isEqualToIgnoringCase(outcome);
  }

  @Test
  void a_switch_whose_value_is_not_known_is_not_taken_for_off() throws Exception {
    run.serving("backend", Map.of());
    assertThat(run(new EnvForbidden(variables), off())).isInstanceOf(Passed.class);
    run.serving("backend", Map.of("BYPASS_AUTH", new Variable.FromSecret("bypass", "1")));
    assertThat(run(new EnvForbidden(variables), off())).isInstanceOf(Failed.class);
    run.serving("backend", Map.of("BYPASS_AUTH", new Variable.Unresolved()));
    assertThat(run(new EnvForbidden(variables), off())).isInstanceOf(Unknown.class);
  }

  private static ServiceEnv off() {
    return new ServiceEnv(
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of("BYPASS_AUTH"),
        Optional.empty());
  }

  @Test
  void a_blank_in_a_file_argues_with_nobody() throws Exception {
    var env =
        new ServiceEnv(List.of(), Map.of(), List.of(), List.of(), List.of(".env", "more.env"));
    run.serving("backend", Map.of("VERSION", plain("1")));
    files.put(".env", Map.of("VERSION", ""));
    files.put("more.env", Map.of("VERSION", "1"));
    assertThat(run(conflict(), env)).isInstanceOf(Passed.class);

    run.serving("backend", Map.of("VERSION", plain("")));
    assertThat(run(conflict(), env)).isInstanceOf(Failed.class);
  }

  @Test
  void a_required_variable_that_is_empty_is_missing() throws Exception {
    ServiceEnv env = env(List.of("ENVIRONMENT"), Map.of(), List.of());
    run.serving("backend", Map.of("ENVIRONMENT", plain("")));

    assertThat(signal(run(new EnvRequired(variables), env))).isEqualTo(Signal.ENV_MISSING);
  }

  @Test
  void outside_cloud_run_the_files_and_else_this_process_count() throws Exception {
    ServiceEnv env =
        new ServiceEnv(List.of("ENVIRONMENT"), Map.of(), List.of(), List.of(), List.of(".env"));
    files.put(".env", Map.of("ENVIRONMENT", "development"));
    assertThat(outside(new EnvRequired(variables), env)).isInstanceOf(Passed.class);

    ServiceEnv process = env(List.of("HOME_OF_TESTS"), Map.of(), List.of());
    assertThat(outside(new EnvRequired(variables), process)).isInstanceOf(Passed.class);
  }

  @Test
  void an_expected_value_is_compared_and_what_stands_there_instead_is_not_shown() throws Exception {
    ServiceEnv env = env(List.of(), Map.of("ENVIRONMENT", "staging"), List.of());
    run.serving("backend", Map.of("ENVIRONMENT", plain("production")));

    assertThat(run(new EnvExpected(variables), env))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.ENV_UNEXPECTED_VALUE);
              assertThat(it.observed()).isEqualTo("revision backend-1 has another ENVIRONMENT");
            });
    run.serving("backend", Map.of("ENVIRONMENT", plain("staging")));
    assertThat(run(new EnvExpected(variables), env)).isInstanceOf(Passed.class);
    run.serving("backend", Map.of());
    assertThat(run(new EnvExpected(variables), env)).isInstanceOf(Failed.class);
  }

  @Test
  void what_a_deployment_decides_by_itself_is_neither_right_nor_wrong_before_it() throws Exception {
    run.serving("backend", Map.of("ENVIRONMENT", new Variable.Unresolved()));

    ServiceEnv expected = env(List.of(), Map.of("ENVIRONMENT", "staging"), List.of());
    assertThat(run(new EnvExpected(variables), expected))
        .isInstanceOfSatisfying(
            Unknown.class,
            it ->
                assertThat(it.observed())
                    .isEqualTo(
                        "revision backend-1: the deployment decides ENVIRONMENT, which is not"
                            + " known before it"));
    assertThat(run(new EnvLocalhost(variables), env(List.of(), Map.of(), List.of())))
        .isInstanceOf(Unknown.class);
    ServiceEnv forbidden = env(List.of(), Map.of(), List.of("ENVIRONMENT"));
    assertThat(signal(run(new EnvForbidden(variables), forbidden))).isEqualTo(Signal.ENV_FORBIDDEN);
    ServiceEnv required = env(List.of("ENVIRONMENT"), Map.of(), List.of());
    assertThat(run(new EnvRequired(variables), required)).isInstanceOf(Passed.class);
  }

  @Test
  void a_value_is_shown_only_where_the_profile_tells_the_same() {
    assertThat(Variable.Plain.of(value("staging"), Optional.of("staging")).shown())
        .isEqualTo(Optional.of("staging"));
    assertThat(Variable.Plain.of(value("hunter2"), Optional.of("staging")).shown())
        .isEqualTo(Optional.empty());
    assertThat(Variable.Plain.of(value("hunter2"), Optional.empty()).shown())
        .isEqualTo(Optional.empty());
  }

  @Test
  void a_forbidden_variable_fails_wherever_it_comes_from() throws Exception {
    ServiceEnv env = env(List.of(), Map.of(), List.of("E2E_BYPASS_KEY"));
    run.serving("backend", Map.of("E2E_BYPASS_KEY", new Variable.FromSecret("bypass", "1")));
    assertThat(signal(run(new EnvForbidden(variables), env))).isEqualTo(Signal.ENV_FORBIDDEN);

    run.serving("backend", Map.of());
    assertThat(run(new EnvForbidden(variables), env)).isInstanceOf(Passed.class);
  }

  @Test
  void a_forbidden_variable_of_a_sidecar_fails_and_is_removed_there() throws Exception {
    ServiceEnv env = env(List.of(), Map.of(), List.of("BYPASS_AUTH", "TEST_KEY"));
    run.withSidecar(
        "backend",
        Map.of(),
        Map.of("BYPASS_AUTH", plain("1"), "TEST_KEY", new Variable.FromSecret("test", "1")));

    assertThat(run(new EnvForbidden(variables), env))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.ENV_FORBIDDEN);
              assertThat(it.observed())
                  .isEqualTo("revision backend-1, container proxy sets BYPASS_AUTH, TEST_KEY");
              assertThat(it.commands().get("change"))
                  .extracting(Command::toString)
                  .containsExactly(
                      "--container=proxy --remove-env-vars=BYPASS_AUTH --remove-secrets=TEST_KEY");
            });
  }

  @Test
  void a_required_variable_may_be_set_in_any_container() throws Exception {
    ServiceEnv env = env(List.of("REGION"), Map.of(), List.of());
    run.withSidecar("backend", Map.of(), Map.of("REGION", plain("us")));
    assertThat(run(new EnvRequired(variables), env)).isInstanceOf(Passed.class);

    run.withSidecar("backend", Map.of(), Map.of());
    assertThat(signal(run(new EnvRequired(variables), env))).isEqualTo(Signal.ENV_MISSING);
  }

  @Test
  void a_container_and_its_sidecar_may_be_told_different_things() throws Exception {
    run.withSidecar("backend", Map.of("PORT", plain("8080")), Map.of("PORT", plain("9090")));

    assertThat(run(conflict(), ServiceEnv.NONE)).isInstanceOf(Passed.class);
  }

  @Test
  void a_secret_in_plain_text_is_seen_in_a_sidecar_too() throws Exception {
    Secret secret = Profiles.secret("JWT_SECRET", it -> it.id("jwt").usedBy("backend"));
    run.withSidecar(
        "backend",
        Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "1")),
        Map.of("JWT_SECRET", plain("x")));

    assertThat(((Failed) run(conflict(), ServiceEnv.NONE, secret)).commands().get("change"))
        .extracting(Command::toString)
        .containsExactly(
            "--container=proxy --remove-env-vars=JWT_SECRET"
                + " --update-secrets=JWT_SECRET=jwt:latest");
  }

  @Test
  void a_secret_of_another_project_is_mapped_by_its_full_name() throws Exception {
    Secret secret =
        Profiles.secret(
            "JWT_SECRET",
            it -> it.id("projects/acme-shared/secrets/jwt/versions/3").usedBy("backend"));
    run.serving("backend", Map.of("JWT_SECRET", plain("x")));

    assertThat(((Failed) run(conflict(), ServiceEnv.NONE, secret)).commands().get("change"))
        .extracting(Command::toString)
        .containsExactly(
            "--remove-env-vars=JWT_SECRET"
                + " --update-secrets=JWT_SECRET=projects/acme-shared/secrets/jwt:3");
  }

  @Test
  void beside_a_sidecar_an_address_of_the_machine_itself_may_be_right() throws Exception {
    run.withSidecar("backend", Map.of("DB_HOST", plain("localhost")), Map.of());

    assertThat(run(new EnvLocalhost(variables), ServiceEnv.NONE)).isInstanceOf(Skipped.class);
  }

  @Test
  void revisions_of_a_rollout_may_differ_and_each_is_compared_with_a_file() throws Exception {
    var env = new ServiceEnv(List.of(), Map.of(), List.of(), List.of(), List.of(".env"));
    run.rollingOut("backend", Map.of("VERSION", plain("1")), Map.of("VERSION", plain("2")));
    assertThat(run(conflict(), ServiceEnv.NONE)).isInstanceOf(Passed.class);

    files.put(".env", Map.of("VERSION", "1"));
    assertThat(((Failed) run(conflict(), env)).observed())
        .isEqualTo("VERSION: revision backend-2 and .env disagree");
  }

  @Test
  void every_revision_that_serves_must_agree_with_those_of_the_other_service() throws Exception {
    run.serving("auth", Map.of("ISSUER", plain("one")));
    run.rollingOut("backend", Map.of("ISSUER", plain("one")), Map.of("ISSUER", plain("two")));

    assertThat(((Failed) consistent()).observed())
        .isEqualTo(
            "ISSUER of revision backend-2 differs from that of services.auth, revision auth-1");
  }

  @Test
  void a_plain_value_is_compared_with_that_of_a_secret() throws Exception {
    run.serving("auth", Map.of("ISSUER", new Variable.FromSecret("issuer", "1")));
    run.serving("backend", Map.of("ISSUER", plain("one")));

    stored.put("issuer", new Reading.Known<>(value("two")));
    assertThat(((Failed) consistent()).commands().get("change"))
        .extracting(Command::toString)
        .containsExactly("--remove-env-vars=ISSUER --update-secrets=ISSUER=issuer:1");
    stored.put("issuer", new Reading.Known<>(value("one")));
    assertThat(consistent()).isInstanceOf(Passed.class);
    stored.put("issuer", new Reading.Unanswered<>(new ApiTrouble.Forbidden("")));
    assertThat(consistent()).isInstanceOf(Unknown.class);
  }

  private Outcome consistent() throws InterruptedException {
    ServiceEnv env = env(List.of("ISSUER"), Map.of(), List.of());
    Service backend = Profiles.service("backend", env);
    var environment =
        Profiles.of(Gcp.NONE, List.of(), List.of(Profiles.service("auth", env), backend));
    return new EnvConsistentAcrossServices(variables, new Keyed())
        .run(new Target<>(backend, environment), new NoThresholds());
  }

  @Test
  void a_deprecated_variable_fails() throws Exception {
    var env = new ServiceEnv(List.of(), Map.of(), List.of(), List.of("REDIS_URL"), List.of());
    run.serving("backend", Map.of("REDIS_URL", plain("x")));
    assertThat(signal(run(new EnvDeprecated(variables), env))).isEqualTo(Signal.ENV_DEPRECATED);

    run.serving("backend", Map.of());
    assertThat(run(new EnvDeprecated(variables), env)).isInstanceOf(Passed.class);
  }

  @Test
  void an_address_of_the_machine_itself_fails() throws Exception {
    for (String here :
        List.of("localhost", "http://127.0.0.1:8080/x", "redis://u:p@localhost", "[::1]:80")) {
      run.serving("backend", Map.of("AUTH_URL", plain(here)));
      assertThat(signal(run(new EnvLocalhost(variables), ServiceEnv.NONE)))
          .isEqualTo(Signal.ENV_LOCALHOST);
    }
    run.serving(
        "backend", Map.of("AUTH_URL", plain("https://auth.acme.dev"), "HOST", plain("0.0.0.0")));
    assertThat(run(new EnvLocalhost(variables), ServiceEnv.NONE)).isInstanceOf(Passed.class);
  }

  @Test
  void a_neighbour_behind_a_proxy_on_this_machine_excuses_no_address_in_a_container()
      throws Exception {
    run.serving("backend", Map.of("AUTH_URL", plain("http://localhost:8081")));
    var api = Map.of("run", URI.create("http://127.0.0.1:1"));
    var sandbox = new Gcp(Optional.empty(), Optional.empty(), api, Optional.empty());

    assertThat(signal(localhost(Gcp.NONE, "127.0.0.1"))).isEqualTo(Signal.ENV_LOCALHOST);
    assertThat(signal(localhost(sandbox, "postgres.acme.invalid"))).isEqualTo(Signal.ENV_LOCALHOST);
    assertThat(localhost(sandbox, "127.0.0.1")).isInstanceOf(Skipped.class);
  }

  private Outcome localhost(Gcp gcp, String postgres) throws InterruptedException {
    Service service = Profiles.service("backend", ServiceEnv.NONE);
    Environment alone = Profiles.of(gcp, List.of(), List.of(service));
    var environment =
        new Environment(
            alone.name(),
            gcp,
            alone.owners(),
            alone.secrets(),
            Map.of(),
            Map.of(),
            Map.of("main", Stores.at(postgres, 5432).postgres().resource()),
            alone.services(),
            Optional.empty());
    return new EnvLocalhost(variables).run(new Target<>(service, environment), new NoThresholds());
  }

  @Test
  void a_secret_that_is_a_plain_variable_in_the_revision_conflicts() throws Exception {
    run.serving("backend", Map.of("JWT_SECRET", plain("x")));
    Secret secret = Profiles.secret("JWT_SECRET", it -> it.usedBy("backend"));

    assertThat(signal(run(conflict(), ServiceEnv.NONE, secret))).isEqualTo(Signal.ENV_CONFLICT);
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "1")));
    assertThat(run(conflict(), ServiceEnv.NONE, secret)).isInstanceOf(Passed.class);
  }

  @Test
  void a_secret_that_is_a_plain_variable_under_an_alias_conflicts_too() throws Exception {
    Secret secret =
        Profiles.secret(
            "JWT_SECRET", it -> it.id("jwt").usedBy("backend").aliases("JWT_SECRET_KEY"));
    run.serving(
        "backend",
        Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "1"), "JWT_SECRET_KEY", plain("x")));

    assertThat(run(conflict(), ServiceEnv.NONE, secret))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.observed())
                  .isEqualTo("JWT_SECRET_KEY: secret in the profile, plain in revision backend-1");
              assertThat(it.commands().get("change"))
                  .extracting(Command::toString)
                  .containsExactly(
                      "--remove-env-vars=JWT_SECRET_KEY"
                          + " --update-secrets=JWT_SECRET_KEY=jwt:latest");
            });
  }

  @Test
  void a_file_and_the_revision_that_disagree_conflict() throws Exception {
    var env = new ServiceEnv(List.of(), Map.of(), List.of(), List.of(), List.of(".env"));
    run.serving("backend", Map.of("REGION", plain("us")));
    files.put(".env", Map.of("REGION", "eu"));
    assertThat(signal(run(conflict(), env))).isEqualTo(Signal.ENV_CONFLICT);

    files.put(".env", Map.of("REGION", "us"));
    assertThat(run(conflict(), env)).isInstanceOf(Passed.class);
  }

  @Test
  void services_must_agree_about_a_variable_that_both_require() throws Exception {
    ServiceEnv env = env(List.of("ISSUER"), Map.of(), List.of());
    Service auth = Profiles.service("auth", env);
    Service backend = Profiles.service("backend", env);
    run.serving("auth", Map.of("ISSUER", plain("one")));
    run.serving("backend", Map.of("ISSUER", plain("two")));
    var check = new EnvConsistentAcrossServices(variables, new Keyed());
    var environment = Profiles.of(Gcp.NONE, List.of(), List.of(auth, backend));

    assertThat(signal(check.run(new Target<>(backend, environment), new NoThresholds())))
        .isEqualTo(Signal.ENV_INCONSISTENT);
    assertThat(check.run(new Target<>(auth, environment), new NoThresholds()))
        .isInstanceOf(Skipped.class);
    run.serving("backend", Map.of("ISSUER", plain("one")));
    assertThat(check.run(new Target<>(backend, environment), new NoThresholds()))
        .isInstanceOf(Passed.class);
  }

  @Test
  void an_agreement_with_a_service_that_is_not_there_names_that_service() throws Exception {
    ServiceEnv env = env(List.of("ISSUER"), Map.of(), List.of());
    Service backend = Profiles.service("backend", env);
    var environment =
        Profiles.of(Gcp.NONE, List.of(), List.of(Profiles.service("auth", env), backend));
    run.serving("backend", Map.of("ISSUER", plain("one")));

    assertThat(
            new EnvConsistentAcrossServices(variables, new Keyed())
                .run(new Target<>(backend, environment), new NoThresholds()))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_SERVICE_NOT_FOUND);
              assertThat(it.facts()).containsEntry("absent", "services.auth");
            });
  }

  @Test
  void a_file_that_is_not_there_leaves_its_variables_unknown() throws Exception {
    var env =
        new ServiceEnv(List.of("ENVIRONMENT"), Map.of(), List.of(), List.of(), List.of("gone"));

    assertThat(outside(new EnvRequired(variables), env))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> {
              assertThat(it.observed()).contains("no readable file gone");
              // No permission is missing.
              assertThat(it.reason()).isEqualTo(Outcome.UnknownReason.VANTAGE);
            });
  }

  @Test
  void without_a_look_at_the_service_nothing_is_known() throws Exception {
    run.refusing(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"));
    var env = new ServiceEnv(List.of("A"), Map.of("A", "b"), List.of("C"), List.of("D"), List.of());

    for (Check<Target<Service>, NoThresholds> check :
        List.of(
            new EnvRequired(variables),
            new EnvExpected(variables),
            new EnvForbidden(variables),
            new EnvDeprecated(variables),
            new EnvLocalhost(variables),
            conflict())) {
      assertThat(run(check, env)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  void without_a_declaration_nothing_applies() throws Exception {
    for (Check<Target<Service>, NoThresholds> check :
        List.of(
            new EnvRequired(variables),
            new EnvExpected(variables),
            new EnvForbidden(variables),
            new EnvDeprecated(variables))) {
      assertThat(run(check, ServiceEnv.NONE)).isInstanceOf(Skipped.class);
    }
  }

  private EnvConflict conflict() {
    return new EnvConflict(variables, new Keyed());
  }

  private static Variable plain(String value) {
    return FakeCloudRun.plain(value);
  }

  private static ServiceEnv env(
      List<String> require, Map<String, String> expect, List<String> forbid) {
    return new ServiceEnv(require, expect, forbid, List.of(), List.of());
  }

  private static Signal signal(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).signal();
  }

  private static Outcome run(
      Check<Target<Service>, NoThresholds> check, ServiceEnv env, Secret... secrets)
      throws InterruptedException {
    Service service = Profiles.service("backend", env);
    var environment = Profiles.of(Gcp.NONE, List.of(secrets), List.of(service));
    return check.run(new Target<>(service, environment), new NoThresholds());
  }

  private static Outcome outside(Check<Target<Service>, NoThresholds> check, ServiceEnv env)
      throws InterruptedException {
    Service service = new ServiceDraft("backend").env(env).done();
    var environment = Profiles.of(Gcp.NONE, List.of(), List.of(service));
    return check.run(new Target<>(service, environment), new NoThresholds());
  }

  private static SecretValue value(String text) {
    return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
  }

  private final class Local implements Variables {
    @Override
    public Reading<Map<String, SecretValue>> file(String path) {
      var values = new HashMap<String, SecretValue>();
      files.getOrDefault(path, Map.of()).forEach((name, text) -> values.put(name, value(text)));
      return files.containsKey(path)
          ? new Reading.Known<>(values)
          : new Reading.Missing<>("the file " + path, Optional.empty());
    }

    @Override
    public Map<String, SecretValue> process() {
      return Map.of("HOME_OF_TESTS", value("here"));
    }
  }

  /** Only the comparison of values. */
  private final class Keyed implements Secrets {
    private final RunKey key = new RunKey();

    @Override
    public Fingerprint group(SecretValue value) {
      return key.of(value);
    }

    @Override
    public Reading<Fingerprint> group(String id, String version) {
      return stored.getOrDefault(id, new Reading.Missing<>(id, Optional.empty())).map(key::of);
    }

    @Override
    public Reading<SecretValue> value(String id, String version) {
      return stored.getOrDefault(id, new Reading.Missing<>(id, Optional.empty()));
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
    public Reading<Optional<String>> formatProblem(Secret secret, Optional<SecretFormat> format) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Reading<Match> match(Secret secret, String declared, String field) {
      throw new UnsupportedOperationException();
    }
  }
}
