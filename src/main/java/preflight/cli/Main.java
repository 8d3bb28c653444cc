package preflight.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.ExitCode;
import preflight.report.TerminalWriter;

/** Builds the object graph and runs the command. */
public final class Main {

  private static final Path STDOUT = Path.of("/dev/fd/1");

  // Of stat(2): S_IFMT, S_IFIFO, S_IFSOCK.
  private static final int KIND_OF_FILE = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  /** Digits of a time in microseconds. */
  private static final int LONGEST_TIME = 18;

  /** Milliseconds that a JVM may take until it runs anything. */
  private static final long SLOWEST_START = 60_000;

  private Main() {}

  static void main(String[] args) {
    long since = since(System.getProperty("preflight.since", ""));
    int code = ExitCode.DEFECT.code();
    try {
      Map<String, String> environment = System.getenv();
      Terminal terminal = Terminal.of(environment);
      TerminalWriter err = writer(FileDescriptor.err, terminal);
      try {
        code = run(args, environment, terminal, err, since);
      } catch (RuntimeException | Error e) {
        // Not the exit code 1 of the JVM, which says nothing, and not its trace.
        code = Defect.tell(e, Defect.isVerbose(args, environment), err);
      }
      err.flush();
    } finally {
      // Even if there is no memory left to say why.
      ProcessEnd.with(code);
    }
  }

  /**
   * When the process began, by {@link System#nanoTime}: now, less what the JVM took to come here.
   *
   * @param started microseconds of the epoch, as the launcher read them before it started the JVM;
   *     the point in them is that of its locale
   */
  static long since(String started) {
    long now = System.nanoTime();
    String digits = started.replaceAll("[^0-9]", "");
    if (digits.isEmpty() || digits.length() > LONGEST_TIME) {
      return now;
    }
    long took = System.currentTimeMillis() - Long.parseLong(digits) / 1000;
    // A clock that was set in between says nothing.
    return took < 0 || took > SLOWEST_START ? now : now - took * 1_000_000;
  }

  private static int run(
      String[] args,
      Map<String, String> environment,
      Terminal terminal,
      TerminalWriter err,
      long since) {
    TerminalWriter out = writer(FileDescriptor.out, terminal);
    if (List.of(args).equals(List.of("--version"))) {
      // Asked by scripts again and again: it need not wait for the other commands.
      out.println("preflight " + Version.text());
      return written(ExitCode.GO.code(), out, err);
    }
    var shell =
        new Shell(
            Installation.here(),
            environment,
            Path.of(""),
            terminal,
            out,
            err,
            since,
            Optional.of(ProcessEnd::with));
    return written(Commands.of(shell, args).execute(args), out, err);
  }

  /** The exit code, but where stdout was lost on the way and not just left by its reader. */
  private static int written(int code, PrintWriter out, PrintWriter err) {
    if (!out.checkError() || readerLeft()) {
      return code;
    }
    err.println(
        "preflight: cannot write to stdout; without this error the exit code would be " + code);
    return ExitCode.UNWRITTEN.code();
  }

  /** As {@code head} does on purpose. Of what can be at the end, only these break so. */
  private static boolean readerLeft() {
    try {
      int kind = (int) Files.getAttribute(STDOUT, "unix:mode") & KIND_OF_FILE;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }

  /** Not System.out: what is not understood there must not end the process. */
  private static TerminalWriter writer(FileDescriptor descriptor, Terminal terminal) {
    Charset charset = terminal.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    return new TerminalWriter(
        new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset)));
  }
}
