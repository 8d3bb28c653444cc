package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.check.Claim;
import preflight.check.Claim.Answer;
import preflight.check.Claim.Fact;
import preflight.check.ExitCode;
import preflight.check.FailureClass;
import preflight.check.Glob;
import preflight.check.Phase;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.diagnosis.Diagnosis;
import preflight.report.claim.ClaimExamination;
import preflight.report.claim.ClaimVerdict;
import preflight.report.claim.ClaimVerdict.NextCheck;
import preflight.report.claim.ClaimVerdict.Result;
import preflight.report.claim.ClaimVerdict.Standing;

class ClaimExaminationTest {

  private static final Fact NO_SUCH_NAME =
      fact("redis-reachable/redis.cache", Signal.DNS_NOT_FOUND, Phase.RESOLVE);

  @Test
  void a_root_cause_with_all_its_predictions_is_supported() {
    ClaimVerdict verdict = examined(Incidents.newlineInRedisHost(), lineBreak(NO_SUCH_NAME));
    assertThat(verdict.result()).isEqualTo(Result.SUPPORTED);
    assertThat(verdict.result().exitCode()).isEqualTo(ExitCode.GO);
    assertThat(verdict.next()).isEmpty();
  }

  @Test
  void another_signal_than_the_predicted_one_refutes() {
    ClaimVerdict verdict =
        examined(
            Incidents.newlineInRedisHost(),
            lineBreak(fact("redis-reachable/redis.cache", Signal.TCP_TIMEOUT, Phase.TCP)));
    assertThat(verdict.result()).isEqualTo(Result.REFUTED);
    assertThat(verdict.result().exitCode()).isEqualTo(ExitCode.REFUTED);
    assertThat(standings(verdict)).containsExactly(Standing.HOLDS, Standing.CONTRADICTED);
  }

  @Test
  void another_phase_than_the_predicted_one_refutes() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(fact("redis-reachable/redis.cache", Signal.DNS_NOT_FOUND, Phase.TLS))))
        .isEqualTo(Result.REFUTED);
  }

  @Test
  void a_stated_root_that_another_root_explains_refutes() {
    ClaimVerdict verdict =
        examined(
            Incidents.newlineInRedisHost(),
            claim("redis-reachable/redis.cache", FailureClass.INFRA, NO_SUCH_NAME));
    assertThat(verdict.result()).isEqualTo(Result.REFUTED);
    assertThat(verdict.findings().getFirst().because())
        .isEqualTo("it failed because of secret-matches-resource/secrets.REDIS_HOST");
  }

  @Test
  void a_stated_root_of_another_class_refutes() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                claim("*/secrets.REDIS_HOST", FailureClass.CODE, NO_SUCH_NAME)))
        .isEqualTo(Result.REFUTED);
  }

  @Test
  void a_stated_root_that_passed_refutes() {
    ClaimVerdict verdict =
        examined(
            Incidents.newlineInRedisHost(),
            claim("*/connectors.staging-connector", FailureClass.INFRA, NO_SUCH_NAME));
    assertThat(verdict.result()).isEqualTo(Result.REFUTED);
    assertThat(verdict.findings().getFirst().because()).isEqualTo("it did not fail");
  }

  @Test
  void a_stated_root_that_nobody_could_ask_leaves_it_unproven_and_names_the_way() {
    ClaimVerdict verdict =
        examined(
            Incidents.undecidedTimeOut(),
            claim(
                "connector-ready/connectors.staging-connector",
                FailureClass.INFRA,
                fact("redis-reachable/redis.cache", Signal.TCP_TIMEOUT, Phase.TCP)));
    assertThat(verdict.result()).isEqualTo(Result.UNPROVEN);
    assertThat(verdict.result().exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(verdict.next())
        .hasValue(
            new NextCheck(
                "connector-ready/connectors.staging-connector",
                "it needs a permission",
                List.of(again("connector-ready/connectors.staging-connector"))));
  }

  @Test
  void a_stated_root_whose_class_is_undetermined_leaves_it_unproven() {
    assertThat(
            result(
                Incidents.undecidedTimeOut(),
                claim(
                    "redis-reachable/redis.cache",
                    FailureClass.INFRA,
                    fact("redis-reachable/redis.cache", Signal.TCP_TIMEOUT, Phase.TCP))))
        .isEqualTo(Result.UNPROVEN);
  }

  @Test
  void a_contradiction_refutes_whatever_else_is_open() {
    assertThat(
            result(
                Incidents.undecidedTimeOut(),
                claim(
                    "connector-ready/connectors.staging-connector",
                    FailureClass.INFRA,
                    fact("redis-reachable/redis.cache", Signal.TCP_REFUSED, Phase.TCP))))
        .isEqualTo(Result.REFUTED);
  }

  @Test
  void a_check_that_was_only_switched_off_is_cheaper_than_one_that_needs_a_permission() {
    ClaimVerdict verdict =
        examined(
            Incidents.undecidedTimeOut(),
            claim(
                "connector-ready/connectors.staging-connector",
                FailureClass.INFRA,
                answered("ws-close-code/services.backend.chat", Answer.FAILED),
                answered("postgres-reachable/postgres.main", Answer.FAILED)));
    assertThat(verdict.next())
        .hasValue(
            new NextCheck(
                "ws-close-code/services.backend.chat",
                "it was switched off",
                List.of(again("ws-close-code/services.backend.chat"))));
  }

  private static Command again(String check) {
    return Command.of("preflight run {environment} --only {check}")
        .with("environment", "staging")
        .with("check", check);
  }

  @Test
  void a_prediction_about_a_check_that_no_report_holds_leaves_it_unproven() {
    ClaimVerdict verdict =
        examined(
            Incidents.newlineInRedisHost(),
            lineBreak(answered("dns-consistent/redis.cache", Answer.FAILED)));
    assertThat(verdict.result()).isEqualTo(Result.UNPROVEN);
    assertThat(verdict.next().orElseThrow().commands())
        .extracting(Command::toString)
        .containsExactly("preflight explain dns-consistent");
  }

  @Test
  void a_prediction_over_several_checks_must_hold_of_each() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(answered("http-health/services.*", Answer.FAILED))))
        .isEqualTo(Result.REFUTED);
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(answered("http-health/services.backend.*", Answer.FAILED))))
        .isEqualTo(Result.SUPPORTED);
  }

  @Test
  void what_is_explained_by_another_root_than_predicted_refutes() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(
                    explained("ws-close-code/services.backend.chat", "*/secrets.REDIS_HOST"))))
        .isEqualTo(Result.SUPPORTED);
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(explained("ws-close-code/services.backend.chat", "*/services.auth"))))
        .isEqualTo(Result.REFUTED);
  }

  @Test
  void evidence_that_was_not_seen_leaves_a_prediction_unproven() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(evidence("redis-reachable/redis.cache", "not known"))))
        .isEqualTo(Result.SUPPORTED);
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(evidence("redis-reachable/redis.cache", "EAI_AGAIN"))))
        .isEqualTo(Result.UNPROVEN);
  }

  @Test
  void an_excluded_fact_that_is_seen_refutes() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(NO_SUCH_NAME, answered("postgres-reachable/*", Answer.PASSED))))
        .isEqualTo(Result.REFUTED);
  }

  @Test
  void an_excluded_fact_that_is_not_seen_is_no_obstacle() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(NO_SUCH_NAME, answered("postgres-reachable/*", Answer.FAILED))))
        .isEqualTo(Result.SUPPORTED);
  }

  @Test
  void an_excluded_fact_that_nobody_looked_for_leaves_it_unproven() {
    ClaimVerdict verdict =
        examined(
            Incidents.newlineInRedisHost(),
            lineBreak(NO_SUCH_NAME, answered("redis-latency/redis.cache", Answer.PASSED)));
    assertThat(verdict.result()).isEqualTo(Result.UNPROVEN);
    assertThat(verdict.next().orElseThrow().id()).isEqualTo("redis-latency/redis.cache");
  }

  @Test
  void that_a_check_was_skipped_can_be_predicted() {
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(answered("redis-latency/redis.cache", Answer.SKIPPED))))
        .isEqualTo(Result.SUPPORTED);
    assertThat(
            result(
                Incidents.newlineInRedisHost(),
                lineBreak(answered("postgres-reachable/postgres.main", Answer.SKIPPED))))
        .isEqualTo(Result.REFUTED);
  }

  @Test
  void on_a_good_day_every_cause_is_refuted() {
    assertThat(result(Incidents.goodDay(), lineBreak(NO_SUCH_NAME))).isEqualTo(Result.REFUTED);
  }

  private static Result result(Diagnosis diagnosis, Claim claim) {
    return examined(diagnosis, claim).result();
  }

  private static ClaimVerdict examined(Diagnosis diagnosis, Claim claim) {
    return new ClaimExamination(Incidents.report(diagnosis, "2026-11-21T10:00:00Z")).of(claim);
  }

  private static List<Standing> standings(ClaimVerdict verdict) {
    return verdict.findings().stream().map(ClaimVerdict.Finding::standing).toList();
  }

  private static Claim lineBreak(Fact prediction) {
    return claim("secret-matches-resource/secrets.REDIS_HOST", FailureClass.CONFIG, prediction);
  }

  private static Claim lineBreak(Fact prediction, Fact exclusion) {
    return new Claim(
        "a line break",
        new Glob("secret-matches-resource/secrets.REDIS_HOST"),
        FailureClass.CONFIG,
        List.of(prediction),
        List.of(exclusion));
  }

  private static Claim claim(String root, FailureClass to, Fact... predictions) {
    return new Claim("a cause", new Glob(root), to, List.of(predictions), List.of());
  }

  private static Fact fact(String check, Signal signal, Phase phase) {
    return new Fact(
        new Glob(check),
        Optional.empty(),
        Optional.of(signal),
        Optional.of(phase),
        Optional.empty(),
        Optional.empty());
  }

  private static Fact answered(String check, Answer outcome) {
    return new Fact(
        new Glob(check),
        Optional.of(outcome),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Fact explained(String check, String by) {
    return new Fact(
        new Glob(check),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Glob(by)),
        Optional.empty());
  }

  private static Fact evidence(String check, String part) {
    return new Fact(
        new Glob(check),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(part));
  }
}
