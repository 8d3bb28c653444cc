package preflight.cli.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import preflight.diagnosis.Verdict;
import preflight.report.TerminalWriter;

/** A file that a report goes to: it gets the whole report, or stays as it was. */
record ReportFile(Path named) {

  /** As many links as Linux follows. */
  private static final int MOST_LINKS = 40;

  /** So much of a file tells whether it is a report. */
  private static final int HEAD = 1024;

  /** How reports in formats of their own begin. */
  private static final List<String> HEADS =
      List.of(
          "# HELP preflight_",
          "TAP version 14",
          "preflight: ",
          "::error file=",
          "::warning file=",
          "::notice file=");

  private static final Path STDOUT = Path.of("/dev/fd/1");
  private static final Path NOWHERE = Path.of("/dev/null");

  /** Whether both names lead to one file, which may not exist yet. */
  boolean is(Path other) {
    try {
      return (Files.exists(named) && Files.exists(other))
          ? (Files.isSameFile(named, other) && !Files.isSameFile(named, NOWHERE))
          : target(named).equals(target(other));
    } catch (IOException _) {
      return false;
    }
  }

  boolean isStdout() {
    return is(STDOUT);
  }

  /** Writes beside it and moves, but for devices, pipes and folders that take no new file. */
  void write(Consumer<TerminalWriter> report) throws IOException {
    Path target = target(named);
    Path folder = Objects.requireNonNull(target.getParent());
    boolean exists = Files.exists(target);
    if ((exists && !Files.isRegularFile(target)) || !Files.isWritable(folder)) {
      write(report, target);
      return;
    }
    Path beside =
        folder.resolve(
            ".preflight-%d-%d".formatted(ProcessHandle.current().pid(), System.nanoTime()));
    try {
      write(report, beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (exists) {
        Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(target));
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void write(Consumer<TerminalWriter> report, Path to, OpenOption... how)
      throws IOException {
    var out = new TerminalWriter(Files.newBufferedWriter(to, StandardCharsets.UTF_8, how));
    try (out) {
      report.accept(out);
    }
    if (out.checkError()) {
      throw new IOException("not written");
    }
  }

  /**
   * Empties what an earlier run wrote there, so that nobody takes its verdict for that of a run
   * which ends before its report. What is no report stays: it may be what the run reads.
   */
  void withdraw() throws IOException {
    if (Files.isRegularFile(named) && isReport(Files.newInputStream(named))) {
      write(_ -> {});
    }
  }

  private static boolean isReport(InputStream in) throws IOException {
    try (in) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).strip();
      return (head.startsWith("{")
              && (head.contains("\"schemaVersion\"") || head.contains("sarif"))
              && head.toLowerCase(Locale.ROOT).contains("\"preflight\""))
          || HEADS.stream().anyMatch(head::startsWith)
          || (head.startsWith("<?xml") && head.contains("<testsuites name=\"preflight "))
          || (head.startsWith("<!doctype html>") && head.contains("A report of preflight "))
          || (head.startsWith("[") && head.contains("\"check_name\""))
          || Arrays.stream(Verdict.values())
              .anyMatch(it ->
                  head.startsWith(it.words() + " ") || head.startsWith("## " + it.words() + " "));
    }
  }

  /** Where the name leads; that file need not exist. */
  private static Path target(Path named) throws IOException {
    Path at = named.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(at) && links < MOST_LINKS; links++) {
      // What stands in /proc looks like a link and need not lead to a name.
      if (at.startsWith("/proc")) {
        return at;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    Path folder = Objects.requireNonNull(at.getParent(), "the root is a folder");
    return folder.toRealPath().resolve(at.getFileName());
  }
}
