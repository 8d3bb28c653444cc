package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.check.Severity;
import preflight.check.plan.Deployment;
import preflight.check.plan.Deployment.Change;
import preflight.check.signal.Part;
import preflight.diagnosis.standing.Standing;

class DeploymentTest {

  private static final String ENVIRONMENT =
      """
      secret REDIS_HOST used-by=backend matches=redis.cache.host
      secret JWT used-by=backend,auth
      secret OWN used-by=frontend
      secret NOBODYS
      redis cache host=REDIS_HOST
      postgres main
      service backend uses=redis.cache,services.auth
      service auth uses=postgres.main
      service frontend uses=services.backend
      endpoint backend.health
      endpoint auth.health
      endpoint frontend.health
      """;

  private static final String CRASH =
      """
      FAILED run-revision-ready/services.backend RUN_CONTAINER_EXITED crash=true : ends
      FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE : 503
      PASSED redis-reachable/redis.cache : PONG
      """;

  private static Change known(String service, Part... parts) {
    Set<Part> all = EnumSet.noneOf(Part.class);
    all.addAll(List.of(parts));
    return Changes.change(service, false, true, Optional.of(all));
  }

  private static Change named(String service) {
    return Changes.change(service, false, false, Optional.empty());
  }

  private static Diagnosis before(String results, Change... services) {
    return before(false, results, Set.of(), services);
  }

  private static Diagnosis before(
      boolean strict, String results, Set<String> creates, Change... services) {
    return new Diagnoser(
            new Graph(Environments.of(ENVIRONMENT)),
            new Policy(false, false, strict),
            Optional.of(new Deployment("a test", List.of(services), creates, List.of())))
        .diagnose(Runs.of(results));
  }

  @Test
  void what_the_deployment_replaces_does_not_block_it() {
    Diagnosis diagnosis = before(CRASH, named("backend"));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GO);
    assertThat(diagnosis.headline().text())
        .isEqualTo(
            """
            GO · nothing blocks the deployment of backend
            Broken now, and about to be replaced: the container exited while it started (services.backend).\
            """);
    assertThat(diagnosis.roots())
        .singleElement()
        .satisfies(it -> assertThat(it.standing()).isEqualTo(Standing.REPLACED));
  }

  @Test
  void a_crash_blocks_where_the_new_revision_is_the_same() {
    assertThat(before(CRASH, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.GO);
    assertThat(before(CRASH, known("backend", Part.VARIABLES)).verdict()).isEqualTo(Verdict.GO);
    Diagnosis same = before(CRASH, known("backend"));
    assertThat(same.verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(same.headline().cause()).endsWith("Deploying backend does not repair this.");
  }

  /** What is deployed gets no requests either, which the report says; and it may be the repair. */
  @Test
  void requests_that_stay_elsewhere_block_no_deployment() {
    String pinned = "FAILED run-latest-serves/services.backend RUN_TRAFFIC_PINNED : b-1 gets 100 %";

    assertThat(before(pinned, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.GO);
  }

  @Test
  void the_front_end_refuses_whom_the_policy_does_not_let_in() {
    Diagnosis diagnosis =
        before(
            """
            FAILED run-invoker/services.backend RUN_INVOKER_MISSING : no allUsers
            FAILED http-health/services.backend.health HTTP_NOT_PUBLIC : 403
            """,
            known("backend", Part.IMAGE));

    assertThat(diagnosis.verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(diagnosis.roots())
        .singleElement()
        .satisfies(it -> assertThat(it.id()).hasToString("run-invoker/services.backend"));
  }

  @Test
  void more_memory_is_no_cure_for_an_error_of_the_code() {
    for (Part part : List.of(Part.RESOURCES, Part.SCALING)) {
      assertThat(before(CRASH, known("backend", part)).verdict()).isEqualTo(Verdict.NO_GO);
    }
    assertThat(before(CRASH, known("backend", Part.RESOURCES, Part.IMAGE)).verdict())
        .isEqualTo(Verdict.GO);
    String untold = CRASH.replace(" crash=true", "");
    assertThat(before(untold, known("backend", Part.RESOURCES)).verdict()).isEqualTo(Verdict.GO);
  }

  @Test
  void more_memory_is_no_cure_for_a_missing_variable() {
    String variable =
        "FAILED run-revision-ready/services.backend RUN_CONTAINER_VARIABLE variable=A : no A";
    assertThat(before(variable, known("backend", Part.RESOURCES)).verdict())
        .isEqualTo(Verdict.NO_GO);
    assertThat(before(variable, known("backend", Part.VARIABLES)).verdict()).isEqualTo(Verdict.GO);
    String memory = "FAILED run-revision-ready/services.backend RUN_CONTAINER_MEMORY : 512Mi";
    assertThat(before(memory, known("backend", Part.RESOURCES)).verdict()).isEqualTo(Verdict.GO);
    assertThat(before(memory, known("backend", Part.NETWORK)).verdict()).isEqualTo(Verdict.NO_GO);
  }

  @Test
  void what_lies_in_the_ground_blocks_and_says_that_deploying_repairs_nothing() {
    Diagnosis diagnosis =
        before(
            """
            FAILED secret-payload-clean/secrets.REDIS_HOST SECRET_UNCLEAN : ends with a line break
            FAILED redis-reachable/redis.cache DNS_NOT_FOUND phase=resolve : no address
            FAILED http-health/services.backend.health HTTP_APP_ERROR : 503
            """,
            known("backend", Part.IMAGE));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(diagnosis.headline().cause()).endsWith("Deploying backend does not repair this.");
    assertThat(diagnosis.roots())
        .singleElement()
        .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.BLOCKER));
  }

  @Test
  void a_service_below_the_deployed_one_blocks_and_one_above_does_not() {
    String auth = "FAILED http-health/services.auth.health HTTP_APP_ERROR : 500";
    assertThat(before(auth, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    String frontend = "FAILED http-health/services.frontend.health HTTP_APP_ERROR : 500";
    Diagnosis elsewhere = before(frontend, known("backend", Part.IMAGE));
    assertThat(elsewhere.verdict()).isEqualTo(Verdict.GO);
    assertThat(elsewhere.roots())
        .singleElement()
        .satisfies(it -> assertThat(it.standing()).isEqualTo(Standing.ELSEWHERE));
    assertThat(before(true, frontend, Set.of(), known("backend", Part.IMAGE)).verdict())
        .isEqualTo(Verdict.NO_GO);
  }

  @Test
  void what_a_replaced_service_broke_elsewhere_ends_with_it() {
    Diagnosis diagnosis =
        before(
            """
            FAILED run-revision-ready/services.auth RUN_CONTAINER_EXITED crash=true : ends
            FAILED http-health/services.auth.health HTTP_FRONT_UNAVAILABLE : 503
            FAILED http-health/services.backend.health HTTP_APP_ERROR : 503
            """,
            known("auth", Part.IMAGE));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GO);
  }

  @Test
  void a_secret_of_others_does_not_block_and_one_that_nobody_is_said_to_use_does() {
    String own = "FAILED secret-strength/secrets.OWN SECRET_WEAK : 20 bits";
    assertThat(before(own, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.GO);
    String nobodys = "FAILED secret-strength/secrets.NOBODYS SECRET_WEAK : 20 bits";
    assertThat(before(nobodys, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
  }

  @Test
  void the_planned_revision_blocks_where_it_was_seen_and_warns_where_it_was_not() {
    String missing = "FAILED env-required/services.backend ENV_MISSING : A is not set";
    assertThat(before(missing, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(missing, named("backend")).verdict()).isEqualTo(Verdict.GO_WITH_WARNINGS);
    String unmapped = "FAILED secret-mapped/secrets.JWT SECRET_NOT_MAPPED : A is not set";
    assertThat(before(unmapped, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(unmapped, named("backend")).verdict()).isEqualTo(Verdict.GO_WITH_WARNINGS);
  }

  @Test
  void a_first_deployment_has_only_ground_and_plan() {
    var first = Changes.change("backend", true, true, Optional.empty());
    String absent =
        """
        FAILED run-revision-ready/services.backend RUN_SERVICE_NOT_FOUND absent=services.backend : none
        FAILED dns-record/services.backend DNS_NOT_FOUND : no address
        FAILED http-health/services.backend.health DNS_NOT_FOUND phase=resolve : no address
        """;
    assertThat(before(absent, first).verdict()).isEqualTo(Verdict.GO);
    assertThat(before(absent, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
  }

  @Test
  void what_lies_in_front_of_every_revision_is_not_repaired_by_a_new_one() {
    String denied = "FAILED http-health/services.backend.health HTTP_FRONT_DENIED : 403";
    assertThat(before(denied, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    String unreachable =
        "FAILED http-health/services.backend.health TCP_TIMEOUT phase=tcp : no answer";
    assertThat(before(unreachable, known("backend", Part.IMAGE)).verdict())
        .isEqualTo(Verdict.NO_GO);
  }

  @Test
  void an_application_that_falls_silent_is_repaired_by_another_and_the_front_end_is_not() {
    String silent = "FAILED http-health/services.backend.health PEER_SILENT phase=%s : no answer";
    assertThat(before(silent.formatted("response"), known("backend", Part.IMAGE)).verdict())
        .isEqualTo(Verdict.GO);
    assertThat(before(silent.formatted("tls"), known("backend", Part.IMAGE)).verdict())
        .isEqualTo(Verdict.NO_GO);
    String handshake = "FAILED http-health/services.backend.health TLS_FAILED phase=tls : alert";
    assertThat(before(handshake, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
  }

  @Test
  void what_only_replaced_instances_hold_is_over_with_them() {
    String stale = "FAILED secret-stale-in-service/secrets.JWT SECRET_STALE holders=%s : older";
    String one = stale.formatted("services.backend");
    assertThat(before(one, known("backend")).verdict()).isEqualTo(Verdict.GO);
    assertThat(before(one, known("auth", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    String both = stale.formatted("services.backend,services.auth");
    assertThat(before(both, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(both, known("backend"), known("auth")).verdict()).isEqualTo(Verdict.GO);
  }

  @Test
  void a_project_that_refuses_everything_takes_no_deployment() {
    String off =
        "FAILED run-revision-ready/services.backend API_DISABLED api=run.googleapis.com : off";
    assertThat(before(off, named("backend")).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(off, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(off, Changes.change("backend", true, true, Optional.empty())).verdict())
        .isEqualTo(Verdict.NO_GO);
  }

  @Test
  void a_version_that_is_named_in_vain_is_one_root_whoever_meets_it() {
    String named =
        """
        FAILED secret-same-across-services/secrets.JWT SECRET_DIFFERS reference=%s : no value
        FAILED secret-mapped/secrets.JWT SECRET_NOT_MAPPED reference=%s : mapped to jtw
        FAILED run-secrets/services.backend SECRET_%s reference=jtw:1 : gives no value
        """;
    for (String state : List.of("NOT_FOUND", "DISABLED", "DESTROYED")) {
      assertThat(
              before(named.formatted("jtw:1", "jtw:1", state), known("backend", Part.SECRETS))
                  .roots())
          .singleElement()
          .satisfies(it -> assertThat(it.id()).hasToString("run-secrets/services.backend"));
    }
    assertThat(
            before(named.formatted("jtw:1", "old:1", "DISABLED"), known("backend", Part.SECRETS))
                .roots())
        .hasSize(2);
  }

  @Test
  void no_image_sets_a_clock() {
    String late = "FAILED s2s-clock/services.auth CLOCK_SKEW : ten minutes";
    assertThat(before(late, known("auth", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
  }

  @Test
  void a_deployment_that_would_be_refused_is() {
    String refused = "FAILED run-change/services.backend RUN_CHANGE_REFUSED : it sets a type";
    assertThat(before(refused, Changes.change("backend", false, true, Optional.empty())).verdict())
        .isEqualTo(Verdict.NO_GO);
  }

  @Test
  void an_answer_of_what_is_replaced_need_not_be_known() {
    String unknown =
        """
        PASSED redis-reachable/redis.cache : PONG
        UNKNOWN http-health/services.backend.health vantage : private
        """;
    assertThat(before(unknown, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.GO);
    String ground = "UNKNOWN redis-reachable/redis.cache vantage : private";
    assertThat(before(ground, known("backend", Part.IMAGE)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(
            before(
                    ground + "\nPASSED secret-exists/secrets.OWN : there",
                    known("frontend", Part.IMAGE))
                .verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(
            before(ground + "\nPASSED secret-exists/secrets.JWT : there", known("auth", Part.IMAGE))
                .verdict())
        .isEqualTo(Verdict.GO);
  }

  @Test
  void a_secret_that_comes_with_the_deployment_need_not_exist() {
    String absent = "FAILED secret-exists/secrets.JWT SECRET_NOT_FOUND : there is no secret jwt";
    assertThat(before(absent, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(false, absent, Set.of("secrets.JWT"), known("backend", Part.IMAGE)).verdict())
        .isEqualTo(Verdict.GO);
  }

  @Test
  void migrations_that_the_deployment_runs_are_told_and_do_not_block_it() {
    String pending =
        """
        FAILED postgres-migrations/postgres.main POSTGRES_MIGRATIONS_PENDING done-by-deployment=true \
        says=has_migrations_pending : 1 pending: b
        """;
    Diagnosis ahead = before(pending, known("auth", Part.IMAGE));
    assertThat(ahead.verdict()).isEqualTo(Verdict.GO);
    assertThat(ahead.headline().cause())
        .isEqualTo("Missing now, and coming with it: postgres.main has migrations pending.");
    assertThat(before(pending, known("backend", Part.IMAGE)).verdict()).isEqualTo(Verdict.GO);
    // Without a deployment, and before one that nobody understood, they did not run.
    assertThat(before(pending).verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(before(pending.replace("done-by-deployment=true", ""), known("auth", Part.IMAGE)))
        .satisfies(it -> assertThat(it.verdict()).isEqualTo(Verdict.NO_GO));
  }

  @Test
  void migrations_that_are_forked_unknown_or_failed_block() {
    for (String signal : List.of("FORKED", "UNKNOWN", "FAILED")) {
      String broken =
          "FAILED postgres-migrations/postgres.main POSTGRES_MIGRATIONS_%s : no".formatted(signal);
      assertThat(before(broken, known("auth", Part.IMAGE)).verdict()).isEqualTo(Verdict.NO_GO);
    }
  }

  @Test
  void an_image_that_is_missing_blocks_and_explains_nothing_that_runs() {
    String planned =
        """
        FAILED run-image/services.backend RUN_IMAGE_MISSING image=gcr.io/acme/b:2 \
        of-the-planned=true : no tag 2
        FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE : 503
        """;
    Diagnosis diagnosis = before(planned, known("backend", Part.IMAGE));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(diagnosis.roots())
        .anySatisfy(it -> {
          assertThat(it.id().check()).isEqualTo("run-image");
          assertThat(it.explains()).isEmpty();
        });
  }

  @Test
  void an_image_that_is_missing_still_is_one_root_cause() {
    Diagnosis diagnosis =
        before(
            """
            FAILED run-revision-ready/services.backend RUN_IMAGE_MISSING image=gcr.io/acme/b:2 : no
            FAILED http-health/services.backend.health HTTP_FRONT_UNAVAILABLE : 503
            FAILED run-image/services.backend RUN_IMAGE_MISSING image=gcr.io/acme/b:2 \
            of-the-planned=true : no tag 2
            """,
            known("backend"));
    assertThat(diagnosis.roots())
        .singleElement()
        .satisfies(it -> {
          assertThat(it.id().toString()).isEqualTo("run-image/services.backend");
          assertThat(it.standing()).isEqualTo(Standing.COUNTS);
          assertThat(it.explains()).hasSize(2);
        });
    Diagnosis repaired =
        before(
            """
            FAILED run-revision-ready/services.backend RUN_IMAGE_MISSING image=gcr.io/acme/b:2 : no
            PASSED run-image/services.backend : gcr.io/acme/b:3 is there
            """,
            known("backend", Part.IMAGE));
    assertThat(repaired.verdict()).isEqualTo(Verdict.GO);
  }

  @Test
  void without_a_deployed_service_the_environment_is_judged_as_it_is() {
    assertThat(before(CRASH).verdict()).isEqualTo(Verdict.NO_GO);
  }

  @Test
  void an_obstacle_that_concerns_the_deployment_counts_wherever_it_was_first_seen() {
    Diagnosis diagnosis =
        before(
            """
            FAILED secret-exists/secrets.OWN API_DISABLED api=secretmanager.googleapis.com : off
            FAILED secret-exists/secrets.JWT API_DISABLED api=secretmanager.googleapis.com : off
            """,
            known("backend", Part.IMAGE));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.NO_GO);
    assertThat(diagnosis.roots())
        .singleElement()
        .satisfies(it -> assertThat(it.standing()).isEqualTo(Standing.COUNTS));
  }

  @Test
  void what_only_the_planned_revision_would_lack_explains_nothing_of_today() {
    Diagnosis diagnosis =
        before(
            """
            FAILED env-required/services.backend ENV_MISSING variable=A : the planned revision lacks A
            FAILED http-health/services.backend.health HTTP_APP_ERROR : 500
            """,
            known("backend", Part.IMAGE, Part.VARIABLES));
    assertThat(Explained.roots(diagnosis))
        .containsExactlyInAnyOrder(
            "env-required/services.backend CONFIG", "http-health/services.backend.health CODE");
    assertThat(diagnosis.exitCode().code()).isEqualTo(11);
  }

  @Test
  void what_a_service_lacks_that_is_not_deployed_explains_as_it_always_does() {
    String results =
        """
        FAILED secret-mapped/secrets.JWT SECRET_NOT_MAPPED %s : not set in services.auth
        FAILED s2s-auth/services.auth TOKEN_REFUSED : 401
        """;
    assertThat(Explained.roots(before(results.formatted(""), known("backend", Part.IMAGE))))
        .containsExactly("secret-mapped/secrets.JWT CONFIG: s2s-auth/services.auth");
    assertThat(
            Explained.roots(
                before(results.formatted("of-the-planned=true"), known("backend", Part.SECRETS))))
        .hasSize(2);
    // What the deployment leaves as it is, today's revision has, too.
    assertThat(
            Explained.roots(
                before(results.formatted("of-the-planned=true"), known("backend", Part.IMAGE))))
        .hasSize(1);
  }
}
