package preflight.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.check.Claim;
import preflight.check.Claim.Answer;
import preflight.check.Claim.Fact;
import preflight.check.FailureClass;
import preflight.check.Glob;
import preflight.check.Phase;
import preflight.check.signal.Signal;
import preflight.profile.reading.Mistake;

class ClaimReaderTest {

  @TempDir private Path folder;

  @Test
  void a_claim_states_a_root_cause_and_what_it_predicts_and_excludes() throws IOException {
    assertThat(
            read(
                """
                version: 1
                claim: the connector is down
                root-cause: "*/connectors.staging-connector"
                class: INFRA
                predicts:
                  - { check: redis-reachable/redis.cache, signal: TCP_TIMEOUT, phase: tcp }
                  - { check: "http-health/*", outcome: FAILED, explained-by: "*/connectors.*" }
                excludes:
                  - { check: postgres-reachable/postgres.main, outcome: PASSED }
                  - { check: run-revision-ready/services.backend, evidence-contains: OOM }
                """))
        .isEqualTo(
            new ClaimReading.Read(
                new Claim(
                    "the connector is down",
                    new Glob("*/connectors.staging-connector"),
                    FailureClass.INFRA,
                    List.of(
                        new Fact(
                            new Glob("redis-reachable/redis.cache"),
                            Optional.of(Answer.FAILED),
                            Optional.of(Signal.TCP_TIMEOUT),
                            Optional.of(Phase.TCP),
                            Optional.empty(),
                            Optional.empty()),
                        new Fact(
                            new Glob("http-health/*"),
                            Optional.of(Answer.FAILED),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new Glob("*/connectors.*")),
                            Optional.empty())),
                    List.of(
                        new Fact(
                            new Glob("postgres-reachable/postgres.main"),
                            Optional.of(Answer.PASSED),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()),
                        new Fact(
                            new Glob("run-revision-ready/services.backend"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("OOM"))))));
  }

  @Test
  void all_mistakes_are_told_at_once_with_their_places_and_what_was_meant() throws IOException {
    assertThat(
            mistakes(
                """
                version: 2
                claim: " "
                root-cause: the connector
                class: config
                predict: []
                predicts:
                  - { check: redis-reachable/redis.cache, signal: TCP_TIME_OUT, phase: TCP }
                  - { check: redis-reachable/redis.cache }
                  - { check: redis-reachable, outcome: failed }
                  - { check: a/b, outcome: PASSED, signal: TCP_TIMEOUT }
                  - { outcome: PASSED, evidence-contain: x }
                """))
        .containsExactly(
            "1:10: expected a whole number that is 1: no other version is supported",
            "2:8: must not be blank",
            "3:13: expected check/resource, such as redis-reachable/redis.cache or */redis.cache",
            "4:8: 'config' is no class; did you mean 'CONFIG'?",
            "5:1: unknown key 'predict'; did you mean 'predicts'?",
            "7:51: 'TCP_TIME_OUT' is no signal; did you mean 'TCP_TIMEOUT'?",
            "7:72: 'TCP' is no phase; did you mean 'tcp'?",
            "8:5: states no fact: give at least one of outcome, signal, phase, explained-by,"
                + " evidence-contains",
            "9:14: expected check/resource, such as redis-reachable/redis.cache or */redis.cache",
            "9:40: 'failed' is no outcome; did you mean 'FAILED'?",
            "10:5: a signal, a phase or explained-by needs the outcome FAILED",
            "11:5: missing key 'check'",
            "11:24: unknown key 'evidence-contain'; did you mean 'evidence-contains'?");
  }

  @Test
  void a_claim_that_predicts_nothing_is_refused() throws IOException {
    assertThat(
            mistakes(
                """
                version: 1
                claim: something
                root-cause: a/b
                class: CODE
                """))
        .containsExactly("1:1: a claim must predict something; list facts in 'predicts'");
  }

  @Test
  void nobody_can_claim_that_a_class_is_undetermined() throws IOException {
    assertThat(
            mistakes(
                """
                version: 1
                claim: something
                root-cause: a/b
                class: UNDETERMINED
                predicts: [{ check: a/b, outcome: FAILED }]
                """))
        .containsExactly("4:8: 'UNDETERMINED' is no class; known: INFRA, CONFIG, CODE");
  }

  @Test
  void a_file_that_is_not_there_is_a_mistake_too() {
    Path missing = folder.resolve("missing.yaml");
    assertThat(ClaimReader.read(missing))
        .isInstanceOfSatisfying(
            ClaimReading.Invalid.class,
            it ->
                assertThat(it.mistakes())
                    .extracting(Mistake::message)
                    .containsExactly("no such file: " + missing));
  }

  private ClaimReading read(String text) throws IOException {
    return ClaimReader.read(Files.writeString(folder.resolve("claim.yaml"), text));
  }

  private List<String> mistakes(String text) throws IOException {
    return switch (read(text)) {
      case ClaimReading.Read(Claim claim) -> throw new AssertionError(claim.toString());
      case ClaimReading.Invalid(List<Mistake> mistakes) ->
          mistakes.stream()
              .map(it -> it.toString().substring(it.place().file().length() + 1))
              .toList();
    };
  }
}
