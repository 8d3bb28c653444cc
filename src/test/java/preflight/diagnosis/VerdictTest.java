package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.diagnosis.Explained.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.check.ExitCode;
import preflight.check.Severity;
import preflight.engine.Run;

/** The verdict, its exit code and its words. */
class VerdictTest {

  private static final String ENVIRONMENT =
      """
      secret A used-by=backend
      redis cache
      service backend uses=redis.cache
      endpoint backend.health
      endpoint backend.start
      """;

  /** Outcome by severity: the verdict without, and with, unknowns allowed. */
  private static final String VERDICTS =
      """
      PASSED  blocker GO               GO
      PASSED  warning GO               GO
      PASSED  info    GO               GO
      FAILED  blocker NO_GO            NO_GO
      FAILED  warning GO_WITH_WARNINGS GO_WITH_WARNINGS
      FAILED  info    GO               GO
      UNKNOWN blocker INCONCLUSIVE     GO_WITH_WARNINGS
      UNKNOWN warning GO_WITH_WARNINGS GO_WITH_WARNINGS
      UNKNOWN info    GO               GO
      SKIPPED blocker GO               GO
      SKIPPED warning GO               GO
      SKIPPED info    GO               GO
      """;

  static Stream<Arguments> matrix() {
    List<Arguments> all = new ArrayList<>();
    for (String row : VERDICTS.lines().toList()) {
      List<String> words = List.of(row.split(" +", -1));
      for (boolean waived : new boolean[] {false, true}) {
        for (boolean failOnWarning : new boolean[] {false, true}) {
          for (boolean allowUnknown : new boolean[] {false, true}) {
            boolean lowered = waived && words.get(1).equals("blocker");
            Verdict plain = Verdict.valueOf(words.get(allowUnknown ? 3 : 2));
            Verdict expected =
                lowered && (words.getFirst().equals("FAILED") || words.getFirst().equals("UNKNOWN"))
                    ? Verdict.GO_WITH_WARNINGS
                    : plain;
            all.add(
                Arguments.of(
                    words.getFirst(), words.get(1), waived, failOnWarning, allowUnknown, expected));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {1}, waived {2}, fail on warning {3}, allow unknown {4}: {5}")
  @MethodSource("matrix")
  void verdict_and_exit_code_follow_outcome_severity_and_policy(
      String outcome,
      String severity,
      boolean waived,
      boolean failOnWarning,
      boolean allowUnknown,
      Verdict expected) {
    String third =
        switch (outcome) {
          case "FAILED" -> "TCP_REFUSED";
          case "UNKNOWN" -> "permission";
          case "SKIPPED" -> "not-applicable";
          default -> "";
        };
    Run run =
        Runs.of(
            "%s redis-reachable/redis.cache %s severity=%s %s\nPASSED secret-exists/secrets.A"
                .formatted(outcome, third, severity, waived ? "waived=known" : ""));

    Diagnosis diagnosis = diagnose(ENVIRONMENT, run, new Policy(failOnWarning, allowUnknown));

    assertThat(diagnosis.verdict()).isEqualTo(expected);
    assertThat(diagnosis.exitCode())
        .isEqualTo(
            switch (expected) {
              case GO -> ExitCode.GO;
              case GO_WITH_WARNINGS -> failOnWarning ? ExitCode.WARNINGS : ExitCode.GO;
              case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
              case NO_GO -> ExitCode.INFRA;
            });
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      textBlock =
          """
          class=infra,  class=infra,                        10
          class=config, class=config,                       11
          class=code,   class=code,                         12
          class=infra,  class=config,                       13
          class=code,   class=undetermined,                 13
          class=undetermined, class=undetermined,           13
          class=code,   class=infra severity=warning,       12
          class=config severity=warning, class=code,        12
          """)
  void the_exit_code_counts_the_classes_of_blocking_root_causes(
      String one, String other, int code) {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            "FAILED exec/redis.cache EXEC_FAILED %s\nFAILED exec/secrets.A EXEC_FAILED %s"
                .formatted(one, other));

    assertThat(diagnosis.exitCode().code()).isEqualTo(code);
  }

  @Test
  void a_failure_outweighs_a_doubt() {
    assertThat(
            diagnose(
                    ENVIRONMENT,
                    """
                    UNKNOWN secret-exists/secrets.A permission
                    FAILED exec/redis.cache EXEC_FAILED class=infra
                    """)
                .exitCode())
        .isEqualTo(ExitCode.INFRA);
  }

  @Test
  void an_interrupted_run_is_inconclusive_and_says_so_whatever_failed() {
    Run run =
        Runs.of(
            Runs.results(
                List.of(
                    "FAILED exec/redis.cache EXEC_FAILED class=infra",
                    "UNKNOWN secret-exists/secrets.A interrupted : it had not ended yet")),
            List.of(),
            true);

    Diagnosis diagnosis = diagnose(ENVIRONMENT, run, new Policy(true, true));

    assertThat(diagnosis.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(diagnosis.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(diagnosis.headline().text())
        .isEqualTo(
            "INCONCLUSIVE · interrupted with 1 of 2 checks unanswered; a run to its end decides");
  }

  @Test
  void a_waiver_lowers_its_own_check_and_keeps_an_info_what_it_is() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            FAILED exec/redis.cache EXEC_FAILED waived=renewed_on_the_25th
            FAILED exec/secrets.A EXEC_FAILED waived=harmless severity=info
            """);

    assertThat(diagnosis.checks())
        .extracting(Diagnosed::severity)
        .containsExactly(Severity.WARNING, Severity.INFO);
  }

  @Test
  void a_waived_cause_of_a_failure_that_blocks_blocks() {
    assertThat(
            diagnose(
                    ENVIRONMENT,
                    """
                    FAILED redis-reachable/redis.cache TCP_REFUSED waived=we_know
                    FAILED http-health/services.backend.health HTTP_APP_ERROR
                    """)
                .verdict())
        .isEqualTo(Verdict.NO_GO);
  }

  @Test
  void every_failed_check_carries_the_class_of_its_root() {
    Diagnosis diagnosis =
        diagnose(
            ENVIRONMENT,
            """
            PASSED secret-exists/secrets.A
            FAILED redis-reachable/redis.cache TCP_REFUSED
            FAILED http-health/services.backend.health HTTP_APP_ERROR
            """);

    assertThat(diagnosis.checks())
        .extracting(it -> it.to().map(Enum::name).orElse("-"))
        .containsExactly("-", "INFRA", "INFRA");
  }

  private static String headline(String results) {
    return diagnose(ENVIRONMENT, results).headline().text();
  }

  @Test
  void ready_is_said_in_one_line() {
    assertThat(headline("PASSED redis-reachable/redis.cache"))
        .isEqualTo("GO · everything that was checked is in order");
  }

  @Test
  void a_refusal_says_whose_problem_it_is_then_what_it_is_and_how_much_it_explains() {
    assertThat(
            headline(
                """
                FAILED secret-payload-clean/secrets.A SECRET_UNCLEAN says=ends_with_a_line_break
                FAILED secret-format/secrets.A SECRET_MALFORMED
                FAILED secret-strength/secrets.A SECRET_WEAK
                """))
        .isEqualTo(
            """
            NO-GO · configuration, not code
            The secret A ends with a line break. One root cause explains 2 failures.\
            """);
    assertThat(headline("FAILED redis-reachable/redis.cache REDIS_LOADING"))
        .isEqualTo(
            "NO-GO · infrastructure, not code\nRedis is still loading its data (redis.cache).");
    assertThat(headline("FAILED http-health/services.backend.start HTTP_APP_NOT_FOUND"))
        .isEqualTo(
            """
            NO-GO · code, not infrastructure
            The application does not know the route (services.backend.start).\
            """);
    assertThat(headline("FAILED exec/redis.cache EXEC_FAILED"))
        .startsWith("NO-GO · class undetermined\n");
  }

  @Test
  void a_refusal_for_several_reasons_names_their_classes() {
    String infra = "FAILED exec/redis.cache EXEC_FAILED class=infra\n";
    String config = "FAILED exec/secrets.A EXEC_FAILED class=config\n";
    String code = "FAILED exec/services.backend EXEC_FAILED class=code\n";
    String nobody = "FAILED exec/services.backend.start EXEC_FAILED\n";

    assertThat(headline(infra + config))
        .startsWith("NO-GO · infrastructure and configuration, not code\n")
        .endsWith(" 2 root causes in all.");
    assertThat(headline(config + code)).startsWith("NO-GO · configuration and code\n");
    assertThat(headline(code + nobody)).startsWith("NO-GO · code, the rest undetermined\n");
  }

  @Test
  void warnings_name_the_first_of_them_and_no_note() {
    assertThat(
            headline(
                """
                FAILED exec/redis.cache EXEC_FAILED severity=info says=is_a_note
                FAILED exec/secrets.A EXEC_FAILED severity=warning says=is_old
                """))
        .isEqualTo("GO with warnings · nothing blocks\nThe secret A is old.");
    assertThat(
            headline(
                """
                PASSED exec/redis.cache
                UNKNOWN exec/secrets.A permission severity=warning : no right
                """))
        .isEqualTo(
            """
            GO with warnings · no check that ran blocks; 1 of 2 checks could not run
            exec/secrets.A could not be checked. Reason: no right.\
            """);
  }

  @Test
  void what_fails_at_severity_info_is_told_and_not_called_in_order() {
    assertThat(
            headline(
                """
                PASSED exec/services.backend
                FAILED exec/redis.cache EXEC_FAILED severity=info says=is_a_note
                UNKNOWN exec/secrets.A permission severity=info : no right
                """))
        .isEqualTo(
            """
            GO · nothing that blocks or warns failed
            1 check failed at severity info: exec/redis.cache. exec/secrets.A could not be checked, at \
            severity info.\
            """);
  }

  @Test
  void where_no_check_was_answered_nothing_may_pass_whatever_it_weighs() {
    for (String severity : List.of("info", "warning", "blocker")) {
      Run run = Runs.of("UNKNOWN exec/secrets.A permission severity=" + severity + " : no right");
      assertThat(diagnose(ENVIRONMENT, run, new Policy(false, true)).verdict())
          .isEqualTo(Verdict.INCONCLUSIVE);
    }
  }

  @Test
  void more_unknown_than_known_is_no_warning_even_where_unknowns_are_allowed() {
    Run run =
        Runs.of(
            """
            PASSED exec/services.backend
            UNKNOWN exec/secrets.A permission : no right
            UNKNOWN exec/redis.cache vantage : outside
            """);
    assertThat(diagnose(ENVIRONMENT, run, new Policy(false, true)).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          UNKNOWN redis-reachable/redis.cache vantage : outside                             | GO_WITH_WARNINGS
          UNKNOWN http-health/services.backend.start permission : no right                  | GO_WITH_WARNINGS
          UNKNOWN redis-reachable/redis.cache deadline attempts=1 : no answer within 5s     | GO_WITH_WARNINGS
          UNKNOWN redis-reachable/redis.cache deadline attempts=0 : the run's deadline      | INCONCLUSIVE
          UNKNOWN http-health/services.auth.start permission : no right                     | INCONCLUSIVE
          UNKNOWN run-revision-ready/services.auth permission : no right                    | INCONCLUSIVE
          UNKNOWN run-revision-ready/services.auth permission severity=warning : no right   | GO_WITH_WARNINGS
          """)
  void allowed_unknowns_are_neither_for_lack_of_time_nor_all_of_a_service(
      String unknown, Verdict expected) {
    Run run =
        Runs.of("PASSED http-health/services.backend.health\nPASSED exec/secrets.A\n" + unknown);
    assertThat(diagnose(ENVIRONMENT, run, new Policy(false, true)).verdict()).isEqualTo(expected);
    assertThat(diagnose(ENVIRONMENT, run, new Policy(false, false)).verdict())
        .isEqualTo(unknown.contains("warning") ? Verdict.GO_WITH_WARNINGS : Verdict.INCONCLUSIVE);
  }

  @Test
  void a_resource_in_the_dark_is_named_where_unknowns_are_allowed() {
    Run run =
        Runs.of(
            """
            PASSED exec/services.backend
            PASSED exec/secrets.A
            UNKNOWN exec/redis.cache vantage : outside
            """);
    Diagnosis diagnosis = diagnose(ENVIRONMENT, run, new Policy(false, true));
    assertThat(diagnosis.verdict()).isEqualTo(Verdict.GO_WITH_WARNINGS);
    assertThat(diagnosis.headline().text())
        .contains("1 of 3 checks could not run", "Nothing is known of redis.cache.");
  }

  @Test
  void a_doubt_says_what_could_not_be_checked_and_what_would_decide_it() {
    assertThat(
            headline(
                """
                UNKNOWN exec/redis.cache defect severity=warning : a defect
                UNKNOWN secret-exists/secrets.A permission command=gcloud_auth_login : no rights
                UNKNOWN run-revision-ready/services.backend permission : no rights
                """))
        .isEqualTo(
            """
            INCONCLUSIVE · secret-exists/secrets.A and 1 more could not be checked; to decide: gcloud auth login
            Reason: no rights.\
            """);
    assertThat(headline("UNKNOWN redis-reachable/redis.cache vantage : a private address"))
        .contains("to decide: run it from inside the network");
  }

  @Test
  void for_the_person_on_call_both_lines_are_one_sentence() {
    assertThat(
            diagnose(ENVIRONMENT, "FAILED exec/secrets.A EXEC_FAILED class=config says=is_old")
                .headline()
                .line())
        .isEqualTo("NO-GO · configuration, not code: the secret A is old.");
  }
}
