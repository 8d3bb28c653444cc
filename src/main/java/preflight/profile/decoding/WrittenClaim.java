package preflight.profile.decoding;

import java.util.List;
import java.util.Optional;
import preflight.resource.field.Field;

/** What the file of a claim says, key by key. */
public record WrittenClaim(
    @Field(value = "Version of this format", example = "1", min = 1, max = 1) int version,
    @Field(value = "What somebody says is the cause", example = "the connector is down", min = 1)
        String claim,
    @Field(
            value = "The root cause that a report must show, check/resource; a glob",
            example = "secret-matches-resource/secrets.REDIS_HOST",
            min = 1)
        String rootCause,
    @Field(
            value = "The class that the claim states: INFRA, CONFIG or CODE",
            example = "CONFIG",
            key = "class",
            min = 1)
        String to,
    @Field("Facts that must hold if the claim is true; at least one") List<WrittenFact> predicts,
    @Field("Facts that refute the claim where one holds") List<WrittenFact> excludes) {

  /** A fact, as a report shows it; at least one thing beside the check. */
  public record WrittenFact(
      @Field(
              value = "Checks, check/resource; a glob",
              example = "redis-reachable/redis.cache",
              min = 1)
          String check,
      @Field(value = "PASSED, FAILED, UNKNOWN or SKIPPED", example = "FAILED", min = 1)
          Optional<String> outcome,
      @Field(value = "The signal of a failure", example = "TCP_TIMEOUT", min = 1)
          Optional<String> signal,
      @Field(value = "The phase in which the check stopped", example = "tcp", min = 1)
          Optional<String> phase,
      @Field(
              value = "The root cause that explains it, check/resource; a glob",
              example = "\"*/connectors.staging-connector\"",
              min = 1)
          Optional<String> explainedBy,
      @Field(
              value =
                  "A part of what the check observed, or of its evidence; upper and lower case differ",
              example = "line break",
              min = 1)
          Optional<String> evidenceContains) {}
}
