package preflight.check;

import java.time.Duration;

/** How long one named part of a check took, for example {@code tcp} or {@code ping p95}. */
public record Measurement(String name, Duration took) {}
