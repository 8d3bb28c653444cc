package preflight.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.report.TerminalWriter;

/** One call of the command line in the process of the tests. */
public record Invocation(int exitCode, String out, String err) {

  /** A shell and what was said into it. */
  public record Heard(Shell shell, StringWriter said, StringWriter complained) {

    String out() {
      return said.toString();
    }

    String err() {
      return complained.toString();
    }
  }

  public static Heard shell(Map<String, String> environment) {
    return shell(environment, 100);
  }

  public static Heard shell(Map<String, String> environment, int columns) {
    var out = new StringWriter();
    var err = new StringWriter();
    var variables = new HashMap<>(environment);
    variables.put("LANG", "C.UTF-8");
    variables.put("NO_GCE_CHECK", "true");
    var shell =
        new Shell(
            new Installation(Path.of("").toAbsolutePath(), Path.of("target").toAbsolutePath()),
            variables,
            Path.of(""),
            new Terminal(false, false, columns, variables),
            new TerminalWriter(out),
            new TerminalWriter(err),
            System.nanoTime(),
            Optional.empty());
    return new Heard(shell, out, err);
  }

  public static Invocation of(Map<String, String> environment, List<String> arguments) {
    Heard heard = shell(environment);
    int code = Commands.of(heard.shell()).execute(arguments.toArray(String[]::new));
    return new Invocation(code, heard.out(), heard.err());
  }

  public static Invocation of(String... arguments) {
    return of(Map.of(), List.of(arguments));
  }

  public String everything() {
    return out + err;
  }
}
