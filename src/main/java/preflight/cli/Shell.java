package preflight.cli;

import java.nio.file.Path;
import java.util.Map;
import preflight.report.TerminalWriter;

/** What this process was given: variables, a working directory, and where its words go. */
record Shell(
    Installation installation,
    Map<String, String> environment,
    Path directory,
    Terminal terminal,
    TerminalWriter out,
    TerminalWriter err) {}
