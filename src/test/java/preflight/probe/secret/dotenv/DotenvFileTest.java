package preflight.probe.secret.dotenv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.resource.service.DotenvDialect;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DotenvFileTest {

  @TempDir Path folder;

  /** What was written by hand reads itself differently to each; a ¶ is a line break. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "A=a # b         | a # b         | a       | a       | a          | a",
        "A=a#b           | a#b           | a#b     | a       | a#b        | a#b",
        "A='a b'         | 'a b'         | a b     | a b     | a b        | a b",
        "A=\"a\"  # c    | \"a\"  # c    | a       | a       | a          | a",
        "A=`t`           | `t`           | `t`     | t       | `t`        | open",
        "A=pa$$w         | pa$$w         | pa$w    | pa$$w   | pa$$w      | open",
        "A='pa$B'        | 'pa$B'        | pa$B    | pa$B    | pa$B       | pa$B",
        "A=\"pa$B\"      | \"pa$B\"      | open    | pa$B    | pa$B       | open",
        "A=${B:-c}       | ${B:-c}       | c       | ${B:-c} | c          | c",
        "B=x ¶ A=${B}y   | ${B}y         | xy      | ${B}y   | xy         | xy",
        "B=x ¶ A=$By     | $By           | open    | $By     | $By        | open",
        "A=\"a\\nb\"     | \"a\\nb\"     | a¶b     | a¶b     | a¶b        | a\\nb",
        "A='a\\nb'       | 'a\\nb'       | a\\nb   | a\\nb   | a\\nb      | a\\nb",
        "A=\"a\\\"b\"    | \"a\\\"b\"    | a\"b    | a\\     | a\"b       | a\"b",
        "A=it's          | it's          | it's    | it's    | it's       | refused",
        "A=a\\ b         | a\\ b         | a\\ b   | a\\ b   | a\\ b      | a b",
        "A=a b           | a b           | a b     | a b     | a b        | refused",
        "export A=a      | refused       | a       | a       | a          | a",
        "A = a           | refused       | a       | a       | a          | refused",
        "A=http://u:p#x@h/d | http://u:p#x@h/d | http://u:p#x@h/d | http://u:p | http://u:p#x@h/d | http://u:p#x@h/d",
        "A=\"x¶y\"       | \"x           | x¶y     | x¶y     | x¶y        | x¶y",
        "A=              | ~~            | ~~      | ~~      | ~~         | ~~",
      })
  void each_program_reads_the_same_file_in_its_own_way(
      String file, String docker, String compose, String node, String python, String shell) {
    Map<DotenvDialect, String> read = new LinkedHashMap<>();
    for (DotenvDialect dialect : DotenvDialect.values()) {
      read.put(
          dialect, a(file.replace(" ¶ ", "\n").replace("¶", "\n"), dialect).replace("\n", "¶"));
    }
    assertThat(read)
        .isEqualTo(
            Map.of(
                DotenvDialect.DOCKER, docker,
                DotenvDialect.COMPOSE, compose,
                DotenvDialect.NODE, node,
                DotenvDialect.PYTHON, python,
                DotenvDialect.SHELL, shell));
  }

  private static String a(String file, DotenvDialect dialect) {
    return switch (DotenvFile.of(file.getBytes(UTF_8), Optional.of(dialect))) {
      case DotenvFile.Read(var values) ->
          new String(Objects.requireNonNull(values.get("A")).reveal(), UTF_8);
      case DotenvFile.Refused _ -> "refused";
      case DotenvFile.Open _ -> "open";
    };
  }

  @ParameterizedTest
  @EnumSource
  void bytes_and_byte_order_marks_and_carriage_returns_come_through(DotenvDialect dialect) {
    String file = "\ufeffA=\u00fc\u20ac\r\nB=b\r\n";
    assertThat(a(file, dialect)).isIn("\u00fc\u20ac", "\u00fc\u20ac\r");
  }

  @Test
  void what_is_refused_names_the_line_and_no_value() {
    assertThat(
            DotenvFile.of("A=1\n\nB = geheim\n".getBytes(UTF_8), Optional.of(DotenvDialect.DOCKER)))
        .isInstanceOfSatisfying(
            DotenvFile.Refused.class,
            it ->
                assertThat(it.why()).startsWith("line 3: docker refuses").doesNotContain("geheim"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A=x$Geheim1",
        "A=\"x${Geheim1}\"",
        "A=x$1Geheim1",
        "A=x&Geheim1",
        "A=x Geheim1",
        "A=`Geheim1`",
        "A=$(Geheim1)",
        "A='Geheim1",
        "Geheim1 x"
      })
  void nothing_of_a_value_is_said(String file) {
    for (DotenvDialect dialect : DotenvDialect.values()) {
      String said =
          switch (DotenvFile.of(file.getBytes(UTF_8), Optional.of(dialect))) {
            case DotenvFile.Read _ -> "";
            case DotenvFile.Refused(String why) -> why;
            case DotenvFile.Open(String why) -> why;
          };
      assertThat(said).doesNotContain("Geheim", "1Geheim").doesNotContain("$1", "'&'");
    }
  }

  private static final String REAL =
      """
      # comment
      A=plain
      B="double"
      C='single'
      E=a#b
      F="a # b" # c
      I='pa$A'
      K='a\\nb'
      Q=#x
      W=
      X="multi
      line"
      Y="trail"\s
      Z=a\\ b
      AC="a\\tb"
      AE=a=b=c
      AF=http://u:p#x@h/d
      AI="it's"
      AK=\\$A
        AL=indented
      AB="${A}-x"
      AM="a\\"b"
      AN=`tick`
      LAST=end
      """;

  @Test
  void node_reads_the_same() throws Exception {
    String file =
        REAL.replace(
            "AM=\"a\\\"b\"\n", "AM=\"a\\\\nb\"\nL= spaced  \nexport M=m\nN = n\nAO=a \"b\" c\n");
    same(
        DotenvDialect.NODE,
        file,
        "node",
        "--env-file=" + folder.resolve(".env"),
        "-e",
        "for (const [k, v] of Object.entries(process.env)) process.stdout.write(k + '=' + v + '\\0')");
  }

  @Test
  void a_shell_reads_the_same() throws Exception {
    String file =
        REAL.replace("AN=`tick`\n", "AN=$A\"b\"'c'\nexport M=m\nAO=a;AP=b\nAQ=${NO:-d}\n");
    for (String shell : List.of("dash", "bash")) {
      same(
          DotenvDialect.SHELL,
          file,
          shell,
          "-c",
          "set -a; . " + folder.resolve(".env") + "; env -0");
    }
  }

  /** {@code R= #x} is left out: it is {@code #x} to versions before the newest. */
  @Test
  void python_dotenv_reads_the_same() throws Exception {
    String file =
        REAL
            + "L= spaced  \nexport M=m\nN = n\nAO=a \"b\" c\nAQ=${NO:-d}\nbroken\nT='a\\'b'\nP=\"un\n";
    same(
        DotenvDialect.PYTHON,
        file,
        "python3",
        "-c",
        "import dotenv,sys\nfor k,v in dotenv.dotenv_values(sys.argv[1]).items():\n  if v is not None: sys.stdout.write(k+'='+v+'\\0')",
        folder.resolve(".env").toString());
  }

  /** The client reads the file itself, and sends what it found to its daemon, which is ours. */
  @Test
  void docker_reads_the_same() throws Exception {
    Files.writeString(folder.resolve(".env"), REAL.replace("\"multi\nline\"", "x"));
    var sent = new AtomicReference<JsonNode>();
    var daemon = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    daemon.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          if (exchange.getRequestURI().getPath().endsWith("/containers/create")) {
            sent.set(JsonMapper.builder().build().readTree(body));
          }
          exchange.getResponseHeaders().add("API-Version", "1.40");
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          byte[] answer = "{\"Id\":\"a\",\"Warnings\":[]}".getBytes(UTF_8);
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(201, head ? -1 : answer.length);
          if (!head) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    daemon.start();
    try {
      real(
          "docker",
          "--host=tcp://127.0.0.1:" + daemon.getAddress().getPort(),
          "create",
          "--env-file=" + folder.resolve(".env"),
          "image:1");
    } finally {
      daemon.stop(0);
    }
    assumeTrue(sent.get() != null, "docker is not here");
    List<String> real = new ArrayList<>();
    sent.get().get("Env").forEach(it -> real.add(it.asString()));
    List<String> ours = new ArrayList<>();
    var read =
        DotenvFile.of(
            Files.readAllBytes(folder.resolve(".env")), Optional.of(DotenvDialect.DOCKER));
    assertThat(read).isInstanceOf(DotenvFile.Read.class);
    ((DotenvFile.Read) read)
        .values()
        .forEach((name, value) -> ours.add(name + "=" + new String(value.reveal(), UTF_8)));
    assertThat(ours).containsExactlyInAnyOrderElementsOf(real);
  }

  private void same(DotenvDialect dialect, String file, String... command) throws Exception {
    Files.writeString(folder.resolve(".env"), file);
    Optional<Map<String, String>> real = real(command);
    assumeTrue(real.isPresent(), command[0] + " is not here");
    Map<String, String> ours = new TreeMap<>();
    assertThat(DotenvFile.of(file.getBytes(UTF_8), Optional.of(dialect)))
        .isInstanceOfSatisfying(
            DotenvFile.Read.class,
            it ->
                it.values()
                    .forEach((name, value) -> ours.put(name, new String(value.reveal(), UTF_8))));
    real.get().keySet().retainAll(ours.keySet());
    assertThat(ours).isEqualTo(real.get());
  }

  /** What a program prints; empty where it is not on this machine, or has not what it needs. */
  private static Optional<Map<String, String>> real(String... command) throws Exception {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Optional.empty();
    }
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (String line : out.split("\0", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Optional.of(values);
  }
}
