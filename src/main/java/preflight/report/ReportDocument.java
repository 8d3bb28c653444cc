package preflight.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.resource.field.Field;

/** The JSON report: a contract with other programs; versioned, and described by a schema. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ReportDocument(
    @Field("Version of this format: the first number changes when readers must")
        String schemaVersion,
    @Field("What wrote the report") Tool tool,
    @Field("What was run") RunInfo run,
    @Field("What is about to be deployed; absent where the environment is judged as it is")
        Optional<DeploymentInfo> deployment,
    @Field("What a deployment did; absent in a run that is not after one")
        Optional<AftermathInfo> after,
    @Field("Whether the deployment may go on") VerdictInfo verdict,
    @Field("Failures that no other failure explains, the worst first") List<Root> rootCauses,
    @Field("Every check of the plan, in its order") List<CheckInfo> checks,
    @Field("What makes the verdict milder than the shipped packs alone, and who or what says so")
        List<WeakeningInfo> weakenings,
    @Field("What the profile's author should know, such as an expired waiver")
        List<NoticeInfo> notices,
    @Field("Which resource depends on which") List<RelationInfo> relations) {

  public static final String SCHEMA_VERSION = "1.3";

  /** Reports in format 1.0 have no weakenings, in 1.1 no deployment, and in 1.2 no relations. */
  public ReportDocument {
    deployment = Objects.requireNonNullElse(deployment, Optional.empty());
    after = Objects.requireNonNullElse(after, Optional.empty());
    weakenings = Objects.requireNonNullElse(weakenings, List.of());
    relations = Objects.requireNonNullElse(relations, List.of());
  }

  /** Name and version of the program. */
  public record Tool(
      @Field("Always preflight") String name, @Field("Its version") String version) {}

  /** Where, when and from where. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record RunInfo(
      @Field("Name of the environment") String environment,
      @Field("File of the profile") String profile,
      @Field("SHA-256 over the profile and all that it is made of") String profileDigest,
      @Field("Commit of the working directory, where it is a git checkout")
          Optional<String> gitCommit,
      @Field("Where the probes started: local or inside") String vantage,
      @Field("When the run started, UTC") String startedAt,
      @Field("How long it took, in milliseconds") long durationMs,
      @Field("How many calls to Google's APIs were made") int apiCalls) {}

  /** What is about to be deployed. */
  public record DeploymentInfo(
      @Field("By what it was told: a flag, a manifest, a command") String told,
      @Field("The services of the profile that get a new revision; none where that is not known")
          List<DeployedInfo> services,
      @Field("What nobody looked at") List<String> notes) {}

  /** One service that gets a new revision. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record DeployedInfo(
      @Field("Name of the resource") String service,
      @Field("Whether there is no such service yet") boolean first,
      @Field("Whether the checks judged the new revision, not the one that serves") boolean known,
      @Field("How it differs from the revision that serves; names, never values")
          List<String> changes,
      @Field("The newest revision before the deployment") Optional<String> newest,
      @Field("The revisions that served before the deployment, with their percentage")
          Map<String, Integer> serving,
      @Field("Whether the new revision gets requests as soon as it is ready") boolean serves,
      @Field("The tag that the new revision is reached by") Optional<String> tag) {}

  /** What a deployment did. */
  public record AftermathInfo(
      @Field(
              "HEALTHY, BROKEN_BY_THIS, BROKEN_PERHAPS_BY_THIS, BROKEN_MEANWHILE, BROKEN_BEFORE,"
                  + " NOT_ASKED or NOT_KNOWN")
          String ending,
      @Field("Ids of the root causes that decide it") List<String> rootCauses,
      @Field("What became of each service, one sentence each") List<String> revisions,
      @Field("The commands that send the requests back to the revisions of before")
          List<String> back) {}

  /** The verdict. */
  public record VerdictInfo(
      @Field("GO, GO_WITH_WARNINGS, NO_GO or INCONCLUSIVE") String value,
      @Field("Exit code of the process") int exitCode,
      @Field("The first two lines of the human report") String headline,
      @Field("How many checks had which outcome") CountsInfo counts,
      @Field("How many root causes are of which class") Map<String, Integer> byClass) {}

  /** Numbers of checks. */
  public record CountsInfo(
      @Field("Passed") int passed,
      @Field("Failed") int failed,
      @Field("Could not be checked") int unknown,
      @Field("Not asked") int skipped,
      @Field("Waived, whatever their outcome") int waived) {}

  /** One root cause. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Root(
      @Field("Id of its check") String id,
      @Field("Weight of the heaviest failure that it explains") String severity,
      @Field("What it means for what is deployed: counts, replaced, brought or elsewhere")
          String standing,
      @Field("INFRA, CONFIG, CODE or UNDETERMINED") @JsonProperty("class") String failureClass,
      @Field("How sure the class is, from 0 to 1") double confidence,
      @Field("Whom to tell") Optional<String> owner,
      @Field("What is wrong, in one sentence") String summary,
      @Field("Why it is of this class") String because,
      @Field("Row of the decision table that says so") String rule,
      @Field("Ids of the failures that it explains") List<String> explains,
      @Field("From the symptom down to the cause") List<String> whys,
      @Field("Failures that another root explains and that this one could have caused too")
          List<String> contributingTo,
      @Field("What looks like a deeper cause and is none") List<String> counterEvidence,
      @Field("What users lose") List<String> impact,
      @Field("How to repair it") RemedyInfo remedy) {

    /** Reports before format 1.2 have no standing: everything counts. */
    public Root {
      standing = Objects.requireNonNullElse(standing, "counts");
    }
  }

  /** How to repair a failure. */
  public record RemedyInfo(
      @Field("In words; may be empty") String text,
      @Field("The exact next commands, in order") List<String> commands) {}

  /** One check. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record CheckInfo(
      @Field("check/resource") String id,
      @Field("Name of the check") String check,
      @Field("Name of the resource") String resource,
      @Field("blocker, warning or info, after waivers and by its standing") String severity,
      @Field("What it means for what is deployed: counts, replaced, brought or elsewhere")
          String standing,
      @Field("PASSED, FAILED, UNKNOWN or SKIPPED") String outcome,
      @Field("Why it is unknown or skipped") Optional<String> reason,
      @Field("The signal of a failure") Optional<String> signal,
      @Field("The phase in which the check stopped") Optional<String> phase,
      @Field("Whose problem a failure is") @JsonProperty("class") Optional<String> failureClass,
      @Field("The root cause that explains it") Optional<String> explainedBy,
      @Field("What was expected") Optional<String> expected,
      @Field("What was seen") Optional<String> observed,
      @Field("Facts and where they were seen") List<EvidenceInfo> evidence,
      @Field("What would make an unknown one answerable") List<String> commands,
      @Field("Where the resource stands in the profile") LocationInfo location,
      @Field("How long its parts took, in milliseconds") Map<String, Double> timingsMs,
      @Field("How long it took, in milliseconds") long durationMs,
      @Field("How often it was asked") int attempts,
      @Field("The waiver that holds for it") @JsonInclude(JsonInclude.Include.ALWAYS)
          @Nullable WaiverInfo waiver) {

    /** Reports before format 1.2 have no standing: everything counts. */
    public CheckInfo {
      standing = Objects.requireNonNullElse(standing, "counts");
    }
  }

  /** A fact and where it was seen. */
  public record EvidenceInfo(@Field("Where") String source, @Field("What") String fact) {}

  /** A place in a file. */
  public record LocationInfo(@Field("File") String file, @Field("Line, from one") int line) {}

  /** A known failure that somebody answers for. */
  public record WaiverInfo(
      @Field("Why") String reason,
      @Field("Who is responsible for it") String owner,
      @Field("Last day on which it holds") String expires) {}

  /** Something that makes the verdict milder. */
  public record WeakeningInfo(
      @Field("switched-off, waived or weakened") String kind,
      @Field("What is judged by it: a check, a resource, or what a flag is about") String subject,
      @Field("What it is now, and what it would be without") String change,
      @Field("Who or what says so: a flag, a variable, or file:line") String origin) {}

  /** One resource depends on another. */
  public record RelationInfo(
      @Field("Name of the one that depends") String dependent,
      @Field("Name of the other") String dependency,
      @Field("The words that join them: backend uses redis.cache") String how) {}

  /** Something to be told with every report. */
  public record NoticeInfo(@Field("What") String text, @Field("Where") LocationInfo location) {}
}
