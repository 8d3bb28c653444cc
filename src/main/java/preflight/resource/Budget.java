package preflight.resource;

import java.time.Duration;
import java.util.Optional;

/** How long an answer may take. */
public record Budget(
    @Field(value = "Median", example = "5ms") Optional<Duration> p50,
    @Field(value = "95th percentile", example = "10ms") Optional<Duration> p95,
    @Field(value = "99th percentile", example = "20ms") Optional<Duration> p99,
    @Field(value = "One cold connection", example = "250ms") Optional<Duration> connect) {

  public static final Budget NONE =
      new Budget(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
