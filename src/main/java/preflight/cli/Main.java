package preflight.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import preflight.check.ExitCode;
import preflight.report.TerminalWriter;

/** Builds the object graph and runs the command. */
public final class Main {

  private Main() {}

  static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.of(environment);
    TerminalWriter err = writer(FileDescriptor.err, terminal);
    int code;
    try {
      code = run(args, environment, terminal, err);
    } catch (RuntimeException | Error e) {
      // Not the exit code 1 of the JVM, which says nothing, and not its trace.
      code = Defect.tell(e, Defect.isVerbose(args, environment), err);
    }
    err.flush();
    ProcessEnd.with(code);
  }

  private static int run(
      String[] args, Map<String, String> environment, Terminal terminal, TerminalWriter err) {
    TerminalWriter out = writer(FileDescriptor.out, terminal);
    if (List.of(args).equals(List.of("--version"))) {
      // Asked by scripts again and again: it need not wait for the other commands.
      out.println("preflight " + Version.text());
      out.flush();
      return ExitCode.GO.code();
    }
    var shell = new Shell(Installation.here(), environment, Path.of(""), terminal, out, err);
    int code = Commands.of(shell, args).execute(args);
    out.flush();
    return code;
  }

  /** Not System.out: what is not understood there must not end the process. */
  private static TerminalWriter writer(FileDescriptor descriptor, Terminal terminal) {
    Charset charset = terminal.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    return new TerminalWriter(
        new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset)));
  }
}
