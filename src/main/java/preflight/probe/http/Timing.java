package preflight.probe.http;

import java.time.Duration;

/** How long one step took, by the name that reports use. */
public record Timing(String name, Duration took) {}
