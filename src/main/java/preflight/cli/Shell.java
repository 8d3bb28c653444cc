package preflight.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import preflight.report.TerminalWriter;

/**
 * What this process was given: variables, a working directory, and where its words go.
 *
 * @param since when it began, by {@link System#nanoTime}
 * @param end ends it from any thread; empty where it is not ours to end
 */
public record Shell(
    Installation installation,
    Map<String, String> environment,
    Path directory,
    Terminal terminal,
    TerminalWriter out,
    TerminalWriter err,
    long since,
    Optional<IntConsumer> end) {}
