package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import preflight.check.CheckId;
import preflight.check.ExitCode;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.Severity;
import preflight.engine.Run;

/** What holds of every diagnosis, whatever broke. */
class DiagnosisPropertiesTest {

  private static final Policy POLICY = new Policy(false, false);

  @Provide
  Arbitrary<Story> stories() {
    return Arbitraries.randomValue(Story::random);
  }

  private static Diagnosis diagnose(Story story) {
    return new Diagnoser(Environments.of(story.environment()), POLICY)
        .diagnose(Runs.of(story.results()));
  }

  /** Laws about explanations say nothing where nothing is explained. */
  @Test
  void stories_hold_what_the_laws_are_about() {
    var random = new Random(1);
    int stories = 300;
    int explained = 0;
    int lifted = 0;
    int undetermined = 0;
    int contributing = 0;
    int refuted = 0;
    for (int i = 0; i < stories; i++) {
      Diagnosis diagnosis = diagnose(Story.random(random));
      List<RootCause> all = diagnosis.roots();
      explained += any(all, it -> !it.explains().isEmpty());
      lifted += any(all, it -> it.severity() != it.result().planned().severityAfterWaiver());
      undetermined += any(all, it -> it.to() == FailureClass.UNDETERMINED);
      contributing += any(all, it -> !it.contributingTo().isEmpty());
      refuted += any(all, it -> !it.counterEvidence().isEmpty());
    }
    assertThat(List.of(explained, lifted, undetermined, contributing, refuted))
        .allMatch(it -> it > stories / 20);
  }

  private static int any(List<RootCause> roots, Predicate<RootCause> what) {
    return roots.stream().anyMatch(what) ? 1 : 0;
  }

  private static Set<CheckId> roots(Diagnosis diagnosis) {
    return diagnosis.roots().stream().map(RootCause::id).collect(Collectors.toSet());
  }

  @Property
  void every_failure_is_a_root_or_explained_by_one(@ForAll("stories") Story story) {
    Diagnosis diagnosis = diagnose(story);
    Map<CheckId, CheckId> explainedBy = new HashMap<>();
    diagnosis.roots().forEach(it -> it.explains().forEach(at -> explainedBy.put(at, it.id())));

    for (Diagnosed check : diagnosis.checks()) {
      boolean failed = check.result().outcome() instanceof Failed;
      boolean root = roots(diagnosis).contains(check.id());
      assertThat(root || explainedBy.containsKey(check.id())).isEqualTo(failed);
      assertThat(root && explainedBy.containsKey(check.id())).isFalse();
      assertThat(check.explainedBy().orElse(null)).isEqualTo(explainedBy.get(check.id()));
      assertThat(check.to().isPresent()).isEqualTo(failed);
    }
  }

  @Property
  void no_explanation_runs_in_a_circle(@ForAll("stories") Story story) {
    Diagnosis diagnosis = diagnose(story);

    assertThat(diagnosis.checks())
        .allSatisfy(
            it -> it.explainedBy().ifPresent(by -> assertThat(roots(diagnosis)).contains(by)));
    assertThat(diagnosis.roots())
        .allSatisfy(it -> {
          assertThat(it.explains()).doesNotContain(it.id()).doesNotHaveDuplicates();
          assertThat(Collections.disjoint(it.contributingTo(), it.explains())).isTrue();
          assertThat(it.whys()).isNotEmpty();
        });
  }

  @Property
  void a_passing_result_far_from_every_failure_adds_no_root(@ForAll("stories") Story story) {
    List<String> environment = new ArrayList<>(story.environment());
    environment.add("redis far host=FAR_HOST");
    environment.add("secret FAR_HOST");
    List<String> results = new ArrayList<>(story.results());
    results.add("PASSED redis-reachable/redis.far measured=resolve,tcp");

    assertThat(roots(diagnose(new Story(environment, results)))).isEqualTo(roots(diagnose(story)));
  }

  @Property
  void a_root_weighs_as_much_as_the_heaviest_failure_that_it_explains(
      @ForAll("stories") Story story) {
    Diagnosis diagnosis = diagnose(story);
    Map<CheckId, Severity> severities = new HashMap<>();
    diagnosis.checks().forEach(it -> severities.put(it.id(), it.severity()));

    for (RootCause root : diagnosis.roots()) {
      Set<CheckId> all = new HashSet<>(root.explains());
      all.add(root.id());
      assertThat(root.severity())
          .isEqualTo(
              all.stream().map(severities::get).max(Comparator.naturalOrder()).orElseThrow());
    }
    assertThat(diagnosis.roots())
        .isSortedAccordingTo(Comparator.comparing(RootCause::severity).reversed());
  }

  @Property
  void the_order_of_resources_and_of_results_does_not_matter(
      @ForAll("stories") Story story, @ForAll Random random) {
    Diagnosis diagnosis = diagnose(story);
    Diagnosis shuffled = diagnose(story.shuffled(random));

    assertThat(explains(shuffled)).isEqualTo(explains(diagnosis));
    assertThat(shuffled.verdict()).isEqualTo(diagnosis.verdict());
    assertThat(shuffled.exitCode()).isEqualTo(diagnosis.exitCode());
  }

  private static Map<CheckId, Set<CheckId>> explains(Diagnosis diagnosis) {
    return diagnosis.roots().stream()
        .collect(Collectors.toMap(RootCause::id, it -> Set.copyOf(it.explains())));
  }

  @Property
  void verdict_and_exit_code_follow_from_roots_and_unknowns_only(@ForAll("stories") Story story) {
    Diagnosis diagnosis = diagnose(story);
    Set<FailureClass> blocking = EnumSet.noneOf(FailureClass.class);
    diagnosis.roots().stream()
        .filter(it -> it.severity() == Severity.BLOCKER)
        .forEach(it -> blocking.add(it.to()));
    Severity doubt =
        diagnosis.checks().stream()
            .filter(it -> it.result().outcome() instanceof Unknown)
            .map(Diagnosed::severity)
            .max(Comparator.naturalOrder())
            .orElse(Severity.INFO);

    ExitCode expected;
    if (blocking.isEmpty()) {
      expected = doubt == Severity.BLOCKER ? ExitCode.INCONCLUSIVE : ExitCode.GO;
    } else if (blocking.size() > 1 || blocking.contains(FailureClass.UNDETERMINED)) {
      expected = ExitCode.MIXED;
    } else {
      expected = ExitCode.valueOf(blocking.iterator().next().name());
    }
    assertThat(diagnosis.exitCode()).isEqualTo(expected);
  }

  @Property
  void the_same_run_gives_the_same_diagnosis(@ForAll("stories") Story story) {
    Run run = Runs.of(story.results());
    var environment = Environments.of(story.environment());

    assertThat(new Diagnoser(environment, POLICY).diagnose(run))
        .isEqualTo(new Diagnoser(environment, POLICY).diagnose(run));
  }

  /** An environment and what was found in it, as lines. */
  record Story(List<String> environment, List<String> results) {

    private static final Map<String, List<String>> SIGNALS =
        Map.of(
            "secrets",
            List.of(
                "secret-exists SECRET_NOT_FOUND",
                "secret-exists API_DISABLED api=secretmanager.googleapis.com",
                "secret-expiry BILLING_DISABLED",
                "secret-matches-resource SECRET_MISMATCH",
                "secret-payload-clean SECRET_UNCLEAN",
                "secret-strength SECRET_WEAK",
                "secret-same-across-services SECRET_DIFFERS"),
            "connectors",
            List.of("connector-ready RUN_NETWORK_NOT_FOUND"),
            "redis",
            List.of(
                "redis-reachable DNS_NOT_FOUND phase=resolve",
                "redis-reachable TCP_TIMEOUT phase=tcp",
                "redis-reachable REDIS_AUTH_REJECTED phase=auth",
                "redis-latency LATENCY_OVER_BUDGET",
                "redis-capacity REDIS_OUT_OF_MEMORY"),
            "postgres",
            List.of(
                "postgres-reachable TCP_REFUSED phase=tcp",
                "postgres-reachable TLS_EXPIRED phase=tls",
                "postgres-schema POSTGRES_MISSING_OBJECT",
                "postgres-latency LATENCY_TIMER phase=resolve"),
            "services",
            List.of(
                "run-revision-ready RUN_CONTAINER_EXITED",
                "run-revision-ready RUN_CONTAINER_DEPENDENCY",
                "run-revision-ready RUN_SECRETS_DENIED",
                "run-revision-ready RUN_SERVICE_NOT_FOUND",
                "env-expected RUN_SERVICE_NOT_FOUND",
                "env-expected BILLING_DISABLED",
                "env-required ENV_MISSING",
                "tls-expiry TLS_EXPIRED phase=tls",
                "s2s-clock CLOCK_SKEW"),
            "endpoints",
            List.of(
                "http-health HTTP_APP_ERROR",
                "http-health HTTP_FRONT_UNAVAILABLE",
                "http-health TLS_EXPIRED phase=tls",
                "http-health HTTP_APP_DENIED",
                "http-health HTTP_APP_NOT_FOUND",
                "ws-close-code WS_CLOSED_BY_APP",
                "ws-handshake WS_NOT_UPGRADED",
                "sse-first-event SSE_SILENT"));

    static Story random(Random random) {
      List<String> environment = new ArrayList<>();
      List<String> results = new ArrayList<>();
      int services = 1 + random.nextInt(4);
      for (int i = 0; i < 4; i++) {
        environment.add(
            "secret S%d used-by=s%d%s"
                .formatted(i, random.nextInt(services), i == 3 ? " matches=redis.r.host" : ""));
        probe(random, "secrets", "secrets.S" + i, results);
      }
      environment.add("connector c");
      probe(random, "connectors", "connectors.c", results);
      environment.add("redis r through=c password=S0" + (random.nextBoolean() ? " host=S1" : ""));
      probe(random, "redis", "redis.r", results);
      environment.add("postgres p through=c password=S2");
      probe(random, "postgres", "postgres.p", results);
      for (int i = 0; i < services; i++) {
        String uses = random.nextBoolean() ? "redis.r" : "redis.r,postgres.p";
        environment.add(
            "service s%d uses=%s%s verifies=S1"
                .formatted(i, uses, i > 0 ? ",services.s" + random.nextInt(i) : ""));
        probe(random, "services", "services.s" + i, results);
        for (int j = 0; j < 1 + random.nextInt(3); j++) {
          environment.add("endpoint s%d.e%d".formatted(i, j));
          probe(random, "endpoints", "services.s%d.e%d".formatted(i, j), results);
        }
      }
      return new Story(environment, results);
    }

    /** Some results of one resource, each check at most once. */
    private static void probe(Random random, String kind, String resource, List<String> results) {
      List<String> possible = new ArrayList<>(SIGNALS.get(kind));
      Collections.shuffle(possible, random);
      Set<String> asked = new HashSet<>();
      for (String one : possible.subList(0, 1 + random.nextInt(Math.min(3, possible.size())))) {
        String check = one.substring(0, one.indexOf(' '));
        if (asked.add(check)) {
          String severity = List.of("blocker", "blocker", "warning", "info").get(random.nextInt(4));
          results.add(
              switch (random.nextInt(5)) {
                case 0, 1 ->
                    "FAILED %s/%s %s severity=%s"
                        .formatted(check, resource, one.substring(check.length() + 1), severity);
                case 2 ->
                    "UNKNOWN %s/%s permission severity=%s".formatted(check, resource, severity);
                default -> "PASSED %s/%s".formatted(check, resource);
              });
        }
      }
    }

    /** Resources in any order, results of one owner together and in their own order. */
    Story shuffled(Random random) {
      List<String> others = new ArrayList<>(environment);
      Collections.shuffle(others, random);
      Map<String, List<String>> byOwner = new HashMap<>();
      for (String result : results) {
        byOwner.computeIfAbsent(owner(result), _ -> new ArrayList<>()).add(result);
      }
      List<List<String>> blocks = new ArrayList<>(byOwner.values());
      blocks.sort(Comparator.comparing(List::getFirst));
      Collections.shuffle(blocks, random);
      return new Story(others, blocks.stream().flatMap(List::stream).toList());
    }

    private static String owner(String result) {
      String id = result.substring(result.indexOf('/') + 1);
      String resource = id.contains(" ") ? id.substring(0, id.indexOf(' ')) : id;
      int second = resource.indexOf('.', resource.indexOf('.') + 1);
      return second < 0 ? resource : resource.substring(0, second);
    }
  }
}
