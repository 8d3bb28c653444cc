package preflight.report.run;

import java.time.Instant;
import java.util.Optional;
import preflight.check.Vantage;

/**
 * What a report says of the run besides its results.
 *
 * @param apiCalls to Google's APIs
 */
public record RunContext(
    String version,
    String environment,
    String profile,
    String profileDigest,
    Optional<String> gitCommit,
    Vantage vantage,
    Instant startedAt,
    int apiCalls) {}
