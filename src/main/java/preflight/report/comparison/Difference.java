package preflight.report.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import preflight.check.ExitCode;
import preflight.resource.field.Field;

/** What changed between two reports; also the JSON of {@code diff}, a versioned contract. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Difference(
    @Field("Version of this format: the first number changes when readers must")
        String schemaVersion,
    @Field("The earlier report") Side before,
    @Field("The later report") Side after,
    @Field("Whether the later one is worse") boolean worse,
    @Field("Why it is worse, one sentence each") List<String> reasons,
    @Field("Why the two are hard to compare, one sentence each") List<String> caveats,
    @Field("Root causes of the later report that are none of the earlier one") List<Root> newRoots,
    @Field("Root causes of the earlier report that are none of the later one") List<Root> goneRoots,
    @Field("Checks whose answer changed, in the order of the later plan") List<Change> checks,
    @Field("Checks that pass in both and take longer, in the order of the later plan")
        List<Slower> slower) {

  public static final String SCHEMA_VERSION = "1.0";

  /** What one report says as a whole. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Side(
      @Field("Name of the environment") String environment,
      @Field("When the run started, UTC") String startedAt,
      @Field("GO, GO_WITH_WARNINGS, NO_GO or INCONCLUSIVE") String verdict,
      @Field("Exit code of that run") int exitCode) {}

  /** How the answer to a check changed. */
  public enum Kind {
    /** It fails, and did not. */
    NEW,
    /** It cannot be answered, and could. */
    UNANSWERED,
    /** It failed or was unknown in both, with another outcome, signal, class or severity. */
    CHANGED,
    /** It passes, and failed or was unknown. */
    RECOVERED,
    /** It failed or was unknown, and is does not run any more: that is no recovery. */
    GONE,
    /** It passed, and is does not run any more. */
    UNASKED
  }

  /** One check whose answer changed. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Change(
      @Field("check/resource") String id,
      @Field("NEW, UNANSWERED, CHANGED, RECOVERED, GONE or UNASKED") Kind kind,
      @Field("Its answer in the earlier report; absent where it was not in it")
          Optional<Answer> before,
      @Field("Its answer in the later report; absent where it is not in it")
          Optional<Answer> after) {}

  /** What a report says of one check. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Answer(
      @Field("PASSED, FAILED, UNKNOWN or SKIPPED") String outcome,
      @Field("Why it is unknown or skipped") Optional<String> reason,
      @Field("The signal of a failure") Optional<String> signal,
      @Field("Whose problem a failure is") @JsonProperty("class") Optional<String> failureClass,
      @Field("blocker, warning or info") String severity,
      @Field("The root cause that explains it") Optional<String> explainedBy,
      @Field("What was seen") Optional<String> observed) {}

  /** One root cause. */
  public record Root(
      @Field("Id of its check") String id,
      @Field("blocker, warning or info") String severity,
      @Field("INFRA, CONFIG, CODE or UNDETERMINED") @JsonProperty("class") String failureClass,
      @Field("What is wrong, in one sentence") String summary,
      @Field("How many failures it explains") int explains,
      @Field("Whether its check failed in the other report too") boolean failsInOther) {}

  /** Something that takes longer. */
  public record Slower(
      @Field("check/resource") String id,
      @Field("The part that takes longer; 'in all' for the whole check") String part,
      @Field("Milliseconds in the earlier report") double beforeMs,
      @Field("Milliseconds in the later report") double afterMs) {}

  /** What {@code diff} tells its caller. */
  public ExitCode exitCode() {
    return worse ? ExitCode.WORSE : ExitCode.GO;
  }

  /** Whether nothing is different, time apart. */
  public boolean none() {
    return before.verdict().equals(after.verdict())
        && newRoots.isEmpty()
        && goneRoots.isEmpty()
        && checks.isEmpty();
  }
}
