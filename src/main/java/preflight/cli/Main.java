package preflight.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Builds the object graph and runs the command. */
public final class Main {

  private Main() {}

  static void main(String[] args) {
    Map<String, String> environment = System.getenv();
    Terminal terminal = Terminal.of(environment);
    var shell =
        new Shell(
            Installation.here(),
            environment,
            Path.of(""),
            terminal,
            writer(FileDescriptor.out, terminal),
            writer(FileDescriptor.err, terminal));
    int code = Commands.of(shell).execute(args);
    shell.out().flush();
    shell.err().flush();
    System.exit(code);
  }

  /** Not System.out: what is not understood there must not end the process. */
  private static PrintWriter writer(FileDescriptor descriptor, Terminal terminal) {
    Charset charset = terminal.unicode() ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    return new PrintWriter(new FileOutputStream(descriptor), false, charset);
  }
}
