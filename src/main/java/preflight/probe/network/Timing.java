package preflight.probe.network;

import java.time.Duration;

/** How long one rung took. */
public record Timing(Rung rung, Duration took) {}
