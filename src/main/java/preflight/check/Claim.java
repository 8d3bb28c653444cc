package preflight.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.check.signal.Signal;

/**
 * What somebody says is the cause of an incident, with the facts that must be seen if it is true.
 *
 * @param text in words
 * @param rootCause over {@code check/resource}
 * @param predicts facts that must hold
 * @param excludes facts that must not
 */
public record Claim(
    String text, Glob rootCause, FailureClass to, List<Fact> predicts, List<Fact> excludes) {

  public Claim {
    predicts = List.copyOf(predicts);
    excludes = List.copyOf(excludes);
  }

  /** What a check answers, by name. */
  public enum Answer {
    PASSED,
    FAILED,
    UNKNOWN,
    SKIPPED
  }

  /**
   * Something that a report can show.
   *
   * @param check over {@code check/resource}
   * @param outcome FAILED where nothing else is stated and only a failure has what is stated
   * @param explainedBy over the root cause
   * @param evidenceContains a part of what was seen, capitals matter
   */
  public record Fact(
      Glob check,
      Optional<Answer> outcome,
      Optional<Signal> signal,
      Optional<Phase> phase,
      Optional<Glob> explainedBy,
      Optional<String> evidenceContains) {

    public Fact {
      boolean failure = signal.isPresent() || phase.isPresent() || explainedBy.isPresent();
      outcome = outcome.or(() -> failure ? Optional.of(Answer.FAILED) : Optional.empty());
    }

    /** For example {@code redis-reachable/redis.cache: FAILED, TCP_TIMEOUT, phase tcp}. */
    @Override
    public String toString() {
      List<String> parts = new ArrayList<>();
      outcome.ifPresent(it -> parts.add(it.name()));
      signal.ifPresent(it -> parts.add(it.name()));
      phase.ifPresent(it -> parts.add("phase " + it.name().toLowerCase(java.util.Locale.ROOT)));
      explainedBy.ifPresent(it -> parts.add("explained by " + it));
      evidenceContains.ifPresent(it -> parts.add("evidence contains '" + it + "'"));
      return check + ": " + String.join(", ", parts);
    }
  }
}
