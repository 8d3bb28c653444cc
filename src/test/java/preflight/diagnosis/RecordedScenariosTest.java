package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.check.Severity;
import preflight.resource.Environment;
import preflight.resource.ResourceName;
import preflight.sandbox.Scenario;
import preflight.sandbox.Scenarios;

/** The diagnosis of what the checks found in each scenario, one at a time and two at once. */
class RecordedScenariosTest {

  private static final Environment SANDBOX = Recording.sandbox();
  private static final Graph GRAPH = new Graph(SANDBOX);

  static Stream<Scenario> broken() {
    return Scenarios.all().stream().filter(it -> it.root().isPresent());
  }

  static Stream<Scenario> all() {
    return Scenarios.all().stream();
  }

  private static Diagnosis diagnose(String... scenarios) {
    return new Diagnoser(GRAPH, new Policy(false, false)).diagnose(Recording.of(scenarios));
  }

  private static List<RootCause> blocking(Diagnosis diagnosis) {
    return diagnosis.roots().stream().filter(it -> it.severity() == Severity.BLOCKER).toList();
  }

  private static Set<String> roots(Diagnosis diagnosis) {
    return blocking(diagnosis).stream().map(it -> it.id().toString()).collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void a_scenario_is_diagnosed_from_its_recording(Scenario scenario) {
    Diagnosis diagnosis = diagnose(scenario.name());

    assertThat(diagnosis.exitCode().code()).isEqualTo(scenario.exitCode());
    assertThat(blocking(diagnosis))
        .extracting(it -> it.id() + " " + it.to())
        .containsExactlyElementsOf(
            scenario.root().map(it -> it.id() + " " + it.failureClass()).stream().toList());
    for (String glob : scenario.explains()) {
      Pattern explained = Pattern.compile(glob.replace(".", "\\.").replace("*", ".*"));
      assertThat(blocking(diagnosis).getFirst().explains())
          .as(glob)
          .anyMatch(it -> explained.matcher(it.toString()).matches());
    }
  }

  /** Two faults at once are told apart, or the one explains the other: never is there a third. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void with_any_other_scenario_at_the_same_time_no_third_root_appears(Scenario one) {
    for (Scenario other : broken().toList()) {
      Set<String> expected = Stream.of(id(one), id(other)).collect(Collectors.toSet());
      assertThat(roots(diagnose(one.name(), other.name())))
          .as("%s with %s", one.name(), other.name())
          .isNotEmpty()
          .isSubsetOf(expected);
    }
  }

  /** Neither could explain the other: each is a root of its own. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void independent_faults_at_the_same_time_are_two_roots(Scenario one) {
    for (Scenario other : broken().filter(it -> independent(one, it)).toList()) {
      assertThat(roots(diagnose(one.name(), other.name())))
          .as("%s with %s", one.name(), other.name())
          .containsExactlyInAnyOrder(id(one), id(other));
    }
  }

  @Test
  void a_cause_and_its_effect_at_the_same_time_are_one_root() {
    assertThat(roots(diagnose("newline-in-redis-host", "redis-refused")))
        .containsExactly("secret-matches-resource/secrets.REDIS_HOST");
    assertThat(roots(diagnose("wrong-database-password", "postgres-stopped"))).hasSize(1);
    assertThat(roots(diagnose("jwt-differs-between-services", "auth-refuses-service-secret")))
        .hasSizeLessThan(3);
  }

  @Test
  void many_pairs_are_independent() {
    assertThat(broken().flatMap(one -> broken().filter(other -> independent(one, other))).count())
        .isGreaterThan(200);
  }

  private static boolean independent(Scenario one, Scenario other) {
    ResourceName first = resource(one);
    ResourceName second = resource(other);
    return !first.equals(second)
        && GRAPH.depth(first, second) == 0
        && GRAPH.depth(second, first) == 0
        && !service(first).equals(service(second));
  }

  /** Endpoints and their service meet much alike. */
  private static String service(ResourceName name) {
    return name.toString().split("\\.").length > 2
        ? name.toString().substring(0, name.toString().lastIndexOf('.'))
        : name.toString();
  }

  private static ResourceName resource(Scenario scenario) {
    return Environments.name(id(scenario).substring(id(scenario).indexOf('/') + 1));
  }

  private static String id(Scenario scenario) {
    return scenario.rootCause().orElseThrow();
  }
}
