package preflight.resource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** How long an answer may take. */
public record Budget(
    @Field(value = "Median", example = "5ms", weaker = Weaker.MORE) Optional<Duration> p50,
    @Field(value = "95th percentile", example = "10ms", weaker = Weaker.MORE)
        Optional<Duration> p95,
    @Field(value = "99th percentile", example = "20ms", weaker = Weaker.MORE)
        Optional<Duration> p99,
    @Field(value = "One cold connection", example = "250ms", weaker = Weaker.MORE)
        Optional<Duration> connect) {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  public Budget {
    for (Optional<Duration> each : List.of(p50, p95, p99, connect)) {
      if (each.filter(it -> it.compareTo(LONGEST) > 0).isPresent()) {
        throw new IllegalArgumentException(
            "a budget is at most 10s: no probe waits long enough to see more exceeded");
      }
    }
  }

  public static final Budget NONE =
      new Budget(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
