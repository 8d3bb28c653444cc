package preflight.probe.secret.dotenv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.secret.text.Dotenv;
import preflight.resource.service.DotenvDialect;

/** The variables of a dotenv file, as one of the programs that read such files takes them. */
public sealed interface DotenvFile {

  /** It is read. */
  record Read(Map<String, SecretValue> values) implements DotenvFile {}

  /**
   * The program refuses the whole file.
   *
   * @param why without a value
   */
  record Refused(String why) implements DotenvFile {}

  /**
   * The program finds values that only it can know, such as what a command prints.
   *
   * @param why without a value
   */
  record Open(String why) implements DotenvFile {}

  /**
   * Reads a file.
   *
   * @param dialect empty for what most programs have in common
   */
  static DotenvFile of(byte[] file, Optional<DotenvDialect> dialect) {
    if (dialect.isEmpty()) {
      return new Read(Dotenv.parse(file));
    }
    var text = new Text(new String(file, ISO_8859_1));
    try {
      var lines =
          switch (dialect.get()) {
            case DOCKER -> DockerLines.of(text);
            case COMPOSE -> ComposeLines.of(text);
            case NODE -> NodeLines.of(text);
            case PYTHON -> PythonLines.of(text);
            case SHELL -> ShellLines.of(text);
          };
      Map<String, SecretValue> values = new LinkedHashMap<>();
      lines.forEach((name, value) -> values.put(name, new SecretValue(value.getBytes(ISO_8859_1))));
      return new Read(values);
    } catch (Text.Stop stop) {
      String why = "line %d: %s".formatted(stop.line(), stop.why());
      return stop.open() ? new Open(why) : new Refused(why);
    }
  }

  /** Whether a dialect takes another value out of a file than most programs do. */
  static boolean matters(byte[] file, DotenvDialect dialect) {
    Map<String, SecretValue> usual = Dotenv.parse(file);
    return of(file, Optional.of(dialect)) instanceof Read(Map<String, SecretValue> values)
        && !(values.keySet().equals(usual.keySet())
            && values.keySet().stream()
                .allMatch(it -> Arrays.equals(bytes(values, it), bytes(usual, it))));
  }

  private static byte[] bytes(Map<String, SecretValue> values, String name) {
    return Objects.requireNonNull(values.get(name)).reveal();
  }
}
