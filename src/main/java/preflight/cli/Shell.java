package preflight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** What this process was given: variables, a working directory, and where its words go. */
record Shell(
    Installation installation,
    Map<String, String> environment,
    Path directory,
    Terminal terminal,
    PrintWriter out,
    PrintWriter err) {}
