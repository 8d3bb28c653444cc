package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.cli.Matrix.Ending;
import preflight.report.ReportSchema;
import preflight.resource.Source;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The laws of the design over the whole command, each by its number; the third is CanaryTest. */
@Timeout(30)
class LawsTest {

  @TempDir Path folder;
  private Matrix matrix;

  @BeforeEach
  void open() throws Exception {
    matrix = new Matrix(folder);
  }

  @AfterEach
  void close() throws Exception {
    matrix.close();
  }

  private static Invocation run(List<String> command) {
    return Invocation.of(Matrix.variables(), command);
  }

  @Test
  @DisplayName("law 1: what could not be checked never lets a deployment go on")
  void could_not_check_is_never_a_pass() throws Exception {
    var unknown = run(matrix.command(Ending.UNKNOWN));
    assertThat(unknown.exitCode()).isEqualTo(20);
    assertThat(unknown.out()).contains("INCONCLUSIVE").doesNotContain("  GO ");
    var late = run(List.of("run", matrix.hanging().toString(), "--deadline", "300ms"));
    assertThat(late.exitCode()).isEqualTo(20);
    assertThat(late.out()).contains("(deadline)");
    assertThat(run(matrix.command(Ending.NOTHING_SELECTED)).exitCode()).isEqualTo(78);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("law 2: verdict and exit code are the same in every format")
  void verdict_and_exit_code_are_the_same_in_every_format(Ending ending) throws Exception {
    Path file = folder.resolve("report.json");
    Invocation human = run(matrix.command(ending));
    Invocation brief = run(matrix.command(ending, "-o", "short"));
    Invocation json = run(matrix.command(ending, "-o", "json"));
    Invocation all = run(matrix.command(ending, "-v", "-o", "human", "-o", "json=" + file));
    assertThat(List.of(human, brief, json, all))
        .extracting(Invocation::exitCode)
        .as(human.everything())
        .containsOnly(ending.exitCode);
    if (ending == Ending.NOTHING_SELECTED) {
      assertThat(List.of(human, brief, json, all)).allMatch(it -> it.out().isEmpty());
      return;
    }
    JsonNode report = ReportSchema.read(json.out());
    String words =
        report.at("/verdict/value").asString().replace("NO_GO", "NO-GO").replace('_', ' ');
    assertThat(report.at("/verdict/exitCode").asInt()).isEqualTo(ending.exitCode);
    assertThat(human.out().strip())
        .startsWithIgnoringCase(words)
        .endsWith("exit " + ending.exitCode);
    assertThat(brief.out()).startsWithIgnoringCase(words);
    assertThat(all.out().strip()).startsWithIgnoringCase(words);
    assertThat(ReportSchema.read(Files.readString(file)).at("/verdict"))
        .isEqualTo(report.at("/verdict"));
  }

  @Test
  @DisplayName("law 5: what is switched off is listed with who did it, in every format")
  void what_is_switched_off_is_listed() throws Exception {
    var human = run(matrix.command(Ending.INFRA, "--skip", "redis-reachable"));
    var brief = run(matrix.command(Ending.INFRA, "--skip", "redis-reachable", "-o", "short"));
    var json = run(matrix.command(Ending.INFRA, "--skip", "redis-reachable", "-o", "json"));
    assertThat(human.exitCode()).isZero();
    assertThat(human.out()).contains("switched off: 1 check (--skip redis-reachable): not run");
    assertThat(brief.out()).contains("switched off: 1 check (--skip redis-reachable): not run");
    JsonNode check = check(json.out(), "redis-reachable/redis.cache");
    assertThat(check.at("/outcome").asString()).isEqualTo("SKIPPED");
    assertThat(check.at("/reason").asString()).isEqualTo("excluded");
    assertThat(check.at("/observed").asString()).isEqualTo("by --skip redis-reachable");
  }

  private static JsonNode check(String report, String id) {
    return ReportSchema.read(report)
        .at("/checks")
        .valueStream()
        .filter(it -> it.at("/id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName("law 5: nothing that is shipped is off by default")
  void nothing_is_off_by_default() {
    String plan = Invocation.of("plan", "staging").out();
    Set<String> planned =
        plan.lines()
            .filter(it -> it.contains("/"))
            .map(it -> it.substring(0, it.indexOf('/')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Catalog.definitions())
        // No program and no source tree is a part of that profile.
        .filteredOn(it -> !it.id().equals("exec") && it.doc().on() != Source.class)
        .extracting(CheckDefinition::id)
        .isSubsetOf(planned);
  }

  @ParameterizedTest
  @EnumSource(names = {"INFRA", "CONFIG", "CODE", "SEVERAL", "WARNING"})
  @DisplayName("law 6: a failure says expected, observed, why, whose and what to do")
  void a_failure_says_all_there_is_to_say(Ending ending) throws Exception {
    var json = run(matrix.command(ending, "-o", "json"));
    Failures.assertTold(ReportSchema.read(json.out()));
  }

  private static final String TEN_MISTAKES =
      """
      version: 1
      environment: ten
      colour: blue
      secrets:
        TOKEN_SECRET: { sorce: env }
        PORT_SECRET: { min-bits: many }
      redis:
        cache: { host: 127.0.0.1, port: %d }
        cache: { host: 127.0.0.1, port: %d }
        other: { host: 127.0.0.1, port: 70000 }
        third: { port: 1 }
      services:
        back: { url: "http://127.0.0.1:%d", uses: [redis.cach] }
        front: { uses: [services.front] }
      override: { redis-latencie: { severity: warning } }
      waivers: [{ check: redis-reachable/redis.cache, reason: r, owner: o, expires: soon }]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"lint", "run", "plan", "triage"})
  @DisplayName("law 7: all mistakes of a profile at once, with places, and nothing is contacted")
  void a_profile_with_mistakes_is_told_whole_and_contacts_nobody(String command) throws Exception {
    var contacts = new AtomicInteger();
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> count(server, contacts));
      int port = server.getLocalPort();
      Path profile =
          Files.writeString(
              folder.resolve("ten.yaml"), TEN_MISTAKES.replace("%d", String.valueOf(port)));
      var ended = Invocation.of(command, profile.toString());
      List<String> lines = ended.err().lines().toList();
      assertThat(ended.exitCode()).as(ended.everything()).isEqualTo(78);
      assertThat(ended.out()).isEmpty();
      assertThat(lines.getLast()).isEqualTo("preflight: 10 mistakes; Preflight contacted nothing");
      String at = profile + ":";
      assertThat(lines.subList(0, lines.size() - 1))
          .as(ended.err())
          .hasSize(10)
          .allMatch(it -> it.matches("\\Q%s\\E\\d+:\\d+: .+".formatted(at)))
          .anyMatch(it -> it.startsWith(at + "3:1: unknown key 'colour'"))
          .anyMatch(it -> it.startsWith(at + "5:19: unknown key 'sorce'; did you mean 'source'?"))
          .anyMatch(it -> it.startsWith(at + "6:28: "))
          .anyMatch(it -> it.startsWith(at + "9:3: "))
          .anyMatch(it -> it.startsWith(at + "10:35: "))
          .anyMatch(it -> it.startsWith(at + "11:") && it.contains("missing key 'host'"))
          .anyMatch(it -> it.startsWith(at + "13:") && it.contains("did you mean 'redis.cache'"))
          .anyMatch(it -> it.startsWith(at + "14:"))
          .anyMatch(it -> it.startsWith(at + "15:13: "))
          .anyMatch(it -> it.startsWith(at + "16:"));
      assertThat(contacts).hasValue(0);
    }
  }

  private static void count(ServerSocket server, AtomicInteger contacts) {
    try {
      while (true) {
        server.accept().close();
        contacts.incrementAndGet();
      }
    } catch (IOException _) {
      // The test closed it.
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GO", "SEVERAL", "CODE", "UNKNOWN"})
  @DisplayName("law 8: the same input gives the same report; only times differ")
  void the_same_input_gives_the_same_report(Ending ending) throws Exception {
    List<String> command = new ArrayList<>(matrix.command(ending));
    command.addAll(List.of("--now", "2026-01-31T12:00:00Z", "--verbose"));
    assertThat(timeless(run(command).out())).isEqualTo(timeless(run(command).out()));
    command.addAll(List.of("-o", "json"));
    assertThat(untimed(run(command).out())).isEqualTo(untimed(run(command).out()));
  }

  private static String timeless(String report) {
    return report.replaceAll("\\d+(\\.\\d+)? (ms|s|µs)\\b", "TIME").replaceAll(" +", " ");
  }

  private static JsonNode untimed(String report) {
    JsonNode document = ReportSchema.read(report);
    ((ObjectNode) document.at("/run")).remove(List.of("durationMs"));
    for (JsonNode check : document.at("/checks")) {
      ((ObjectNode) check).remove(List.of("durationMs", "timingsMs"));
    }
    return document;
  }

  @ParameterizedTest
  @EnumSource(names = {"GO", "SEVERAL", "CODE", "UNKNOWN"})
  void a_narrow_terminal_gets_lines_that_fit_and_commands_in_one_piece(Ending ending)
      throws Exception {
    var heard = Invocation.shell(Matrix.variables(), 60);
    int code = Commands.of(heard.shell()).execute(matrix.command(ending).toArray(String[]::new));
    assertThat(code).isEqualTo(ending.exitCode);
    assertThat(heard.out().lines())
        // A command is copied, a name and a place are searched for: none may be broken.
        .filteredOn(
            it -> !it.contains("gcloud ") && !it.contains(" export ") && it.strip().contains(" "))
        .filteredOn(it -> !it.contains(".yaml:"))
        .allSatisfy(it -> assertThat(it).hasSizeLessThanOrEqualTo(60));
  }
}
