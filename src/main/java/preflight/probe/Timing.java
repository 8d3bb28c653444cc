package preflight.probe;

import java.time.Duration;

/** How long one rung took. */
public record Timing(Rung rung, Duration took) {}
