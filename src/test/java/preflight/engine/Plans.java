package preflight.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.CheckId;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Place;
import preflight.check.Severity;
import preflight.check.Subject;
import preflight.check.plan.Asker;
import preflight.check.plan.Plan;
import preflight.check.plan.PlannedCheck;
import preflight.check.plan.Retry;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;

/** Plans whose checks are lambdas. */
final class Plans {

  private Plans() {}

  /** What a check of a test does when it is asked. */
  interface Question {
    Outcome ask() throws InterruptedException;
  }

  /** A check that does what a test says. */
  @CheckDoc(
      id = "asked",
      on = Question.class,
      about = Subject.GROUND,
      expects = "The test's question has a good answer",
      why = "Only this test would notice.",
      families = {Family.CONNECTION, Family.APPLICATION, Family.SECRET_READING},
      signals = Signal.EXEC_FAILED)
  record Asked() implements Check<Question, NoThresholds> {

    @Override
    public Outcome run(Question target, NoThresholds with) throws InterruptedException {
      return target.ask();
    }
  }

  /** One check of a plan; {@code id} is written {@code check/resource}. */
  record Entry(
      String id,
      Question question,
      Duration timeout,
      Retry retry,
      List<String> needs,
      Optional<String> excluded) {

    Entry timeout(Duration limit) {
      return new Entry(id, question, limit, retry, needs, excluded);
    }

    Entry retry(int attempts) {
      return retry(attempts, Duration.ofMillis(1));
    }

    Entry retry(int attempts, Duration backoff) {
      return new Entry(id, question, timeout, new Retry(attempts, backoff), needs, excluded);
    }

    Entry needs(String... ids) {
      return new Entry(id, question, timeout, retry, List.of(ids), excluded);
    }

    Entry excludedBy(String whom) {
      return new Entry(id, question, timeout, retry, needs, Optional.of(whom));
    }
  }

  static Entry check(String id, Question question) {
    return new Entry(id, question, Duration.ofSeconds(20), Retry.NONE, List.of(), Optional.empty());
  }

  static Entry passing(String id) {
    return check(id, () -> Outcome.passed("well"));
  }

  static Entry failing(String id) {
    return check(id, () -> Outcome.failed(Signal.TCP_REFUSED, "an answer", "none"));
  }

  static Plan plan(List<Entry> entries) {
    return new Plan(entries.stream().map(Plans::planned).toList(), List.of());
  }

  /** Asks the question of each entry. */
  static final Asker ASKER = (check, soFar) -> check.ask(new Asked(), soFar);

  static Plan plan(Entry... entries) {
    return plan(Arrays.asList(entries));
  }

  private static PlannedCheck planned(Entry entry) {
    CheckId id = id(entry.id());
    return new PlannedCheck(
        id,
        CheckDefinition.of(Asked.class),
        entry.question(),
        new NoThresholds(),
        Severity.BLOCKER,
        entry.timeout(),
        entry.retry(),
        entry.needs().stream().map(Plans::id).toList(),
        entry.excluded(),
        Optional.empty(),
        Optional.empty(),
        new Place("test.yaml", 1, 1));
  }

  static CheckId id(String text) {
    int slash = text.indexOf('/');
    return new CheckId(text.substring(0, slash), text.substring(slash + 1));
  }
}
