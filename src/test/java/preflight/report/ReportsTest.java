package preflight.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.Golden;
import preflight.check.Place;
import preflight.check.command.Command;
import preflight.check.plan.Plan.Notice;
import preflight.diagnosis.Diagnoser;
import preflight.diagnosis.Diagnosis;
import preflight.diagnosis.Environments;
import preflight.diagnosis.Policy;
import preflight.diagnosis.RootCause;
import preflight.diagnosis.Runs;
import preflight.engine.CheckResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every format of every kind of run, as golden files whose names carry the exit code. */
class ReportsTest {

  private static final Style WIDE = new Style(false, true, 100);
  private static final Style COLOR = new Style(true, true, 100);
  private static final Style NARROW = new Style(false, false, 60);
  private static final Style NARROW_COLOR = new Style(true, true, 60);

  static Stream<Arguments> goldens() {
    return Reports.names().stream()
        .flatMap(name ->
            Stream.of(
                    "human-100",
                    "human-60-ascii",
                    "human-60-color",
                    "human-verbose",
                    "short",
                    "json")
                .map(format -> Arguments.of(name, format)));
  }

  @ParameterizedTest(name = "{0} as {1}")
  @MethodSource("goldens")
  void a_report_reads_as_its_golden_file(String name, String format) {
    Diagnosis diagnosis = Reports.diagnosis(name);
    String text =
        switch (format) {
          case "human-100" -> Reports.human(diagnosis, WIDE, false);
          case "human-60-ascii" -> Reports.human(diagnosis, NARROW, false);
          case "human-60-color" -> Reports.human(diagnosis, NARROW_COLOR, false);
          case "human-verbose" -> Reports.human(diagnosis, WIDE, true);
          case "short" -> Reports.brief(diagnosis);
          default -> Reports.json(diagnosis);
        };

    Golden.assertUpToDate(
        Path.of(
            "src/test/resources/golden/report/%s.%s.exit-%d.txt"
                .formatted(name, format, diagnosis.exitCode().code())),
        text.replace("\u001b", "\\e"));
  }

  static List<String> names() {
    return Reports.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_exit_code_is_the_same_in_every_format(String name) {
    Diagnosis diagnosis = Reports.diagnosis(name);
    int code = diagnosis.exitCode().code();
    JsonNode verdict = JsonMapper.shared().readTree(Reports.json(diagnosis)).get("verdict");

    assertThat(verdict.get("exitCode").asInt()).isEqualTo(code);
    assertThat(verdict.get("value").asString()).isEqualTo(diagnosis.verdict().name());
    assertThat(Reports.human(diagnosis, WIDE, false).strip()).endsWith("exit " + code);
    assertThat(Reports.brief(diagnosis)).startsWith(diagnosis.verdict().words());
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_headline_of_the_json_is_the_first_lines_of_the_human_report(String name) {
    Diagnosis diagnosis = Reports.diagnosis(name);
    String headline =
        JsonMapper.shared()
            .readTree(Reports.json(diagnosis))
            .get("verdict")
            .get("headline")
            .asString();
    String human = Reports.human(diagnosis, new Style(false, true, 500), false);

    assertThat(human.lines().map(String::strip).filter(it -> !it.isEmpty()))
        .startsWith(headline.lines().toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_sentence_of_a_repair_stands_before_its_commands(String name) {
    Diagnosis diagnosis = Reports.diagnosis(name);
    String wide = Reports.human(diagnosis, new Style(false, true, 500), false);
    for (RootCause root : diagnosis.roots()) {
      for (Command command : root.fix().commands()) {
        assertThat(wide).containsSubsequence(root.fix().text(), command.toString());
        assertThat(Reports.brief(diagnosis))
            .containsSubsequence(root.fix().text(), command.toString());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void color_adds_nothing_but_color(String name) {
    Diagnosis diagnosis = Reports.diagnosis(name);

    assertThat(Reports.human(diagnosis, COLOR, true).replaceAll("\u001b\\[[0-9;]*m", ""))
        .isEqualTo(Reports.human(diagnosis, WIDE, true));
  }

  static Stream<Arguments> narrow() {
    return Reports.names().stream()
        .flatMap(name -> Stream.of(60, 40).map(width -> Arguments.of(name, width)));
  }

  @ParameterizedTest
  @MethodSource("narrow")
  void a_narrow_terminal_gets_no_long_line_but_commands_and_names(String name, int width) {
    var style = new Style(false, false, width);

    for (String line : Reports.human(Reports.diagnosis(name), style, false).lines().toList()) {
      assertThat(line).matches("\\p{Print}*");
      boolean whole =
          line.matches(
              " +(fix|to decide|more)? +(:|printf|ACCOUNT=\\$\\(gcloud|gcloud|nc|curl|preflight) .*");
      boolean oneWord =
          !line.strip().replaceFirst("^(same for|ruled out|to decide|\\S+) +", "").contains(" ");
      boolean title = line.startsWith("  ROOT CAUSE  ") || line.startsWith("  NOT CHECKED  ");
      // A terminal cuts between words here; two numbers and a word are needed in any case.
      boolean row = line.endsWith("  explained") || line.endsWith("  not run");
      if (!whole && !oneWord && !title && !(row && width == 40)) {
        assertThat(line.length()).as(line).isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void ready_takes_no_more_than_the_first_lines_the_table_and_the_last_line() {
    String go = Reports.human(Reports.diagnosis("go"), WIDE, false);

    assertThat(go.lines().filter(it -> !it.isBlank())).hasSize(3 + 5);
    assertThat(go)
        .contains("GO · everything", "staging · env-profiles/staging.yaml · 2026-11-21T03:00:00Z")
        .doesNotContain("ROOT CAUSE", "NOT CHECKED");
  }

  @Test
  void checks_that_climb_the_same_rungs_of_a_store_show_each_once() {
    Diagnosis diagnosis =
        Reports.diagnosis(
            Environments.of("redis cache\nservice web\nendpoint web.chat websocket"),
            List.of(
                "PASSED redis-reachable/redis.cache measured=resolve,tcp,ping : PONG",
                "PASSED redis-latency/redis.cache measured=resolve,tcp,ping_p50,ping_p95 : steady",
                "PASSED ws-handshake/services.web.chat measured=tcp : open",
                "PASSED ws-handshake/services.web.chat measured=tcp : refused"),
            List.of(),
            false);

    List<String> table =
        Reports.human(diagnosis, WIDE, false)
            .replaceAll("[0-9.]+ m?s", "TIME")
            .lines()
            .map(it -> it.strip().replaceAll(" {2,}", "  "))
            .toList();

    assertThat(table)
        .contains(
            "redis.cache  2 ✓  resolve TIME · tcp TIME · ping p95 TIME",
            "services.web  2 ✓  chat TIME");
  }

  @Test
  void a_report_says_how_many_calls_of_apis_it_took() {
    assertThat(Reports.human(Reports.diagnosis("go"), WIDE, false)).contains(" · 7 API calls · ");
  }

  @Test
  void the_short_report_tells_an_obstacle_of_many_checks_once() {
    assertThat(Reports.brief(Reports.diagnosis("inconclusive")).lines())
        .contains(
            "unknown secret-exists/secrets.REDIS_HOST and 1 more:"
                + " no credentials on this machine (permission)");
  }

  @Test
  void a_defect_shows_types_and_places_and_no_message() {
    Diagnosis plain =
        Reports.diagnosis(
            Environments.of("secret A"),
            List.of("UNKNOWN secret-exists/secrets.A defect : a defect of this check"),
            List.of(),
            false);
    var result = plain.checks().getFirst().result();
    var thrown = new IllegalStateException("canary-4711");
    var broken =
        new CheckResult(result.planned(), result.outcome(), result.took(), 1, Optional.of(thrown));
    Diagnosis diagnosis =
        new Diagnoser(Environments.of("secret A"), new Policy(false, false))
            .diagnose(Runs.of(List.of(broken), List.of(), false));

    assertThat(Reports.human(diagnosis, WIDE, true))
        .contains("java.lang.IllegalStateException", "ReportsTest")
        .doesNotContain("canary");
    assertThat(Reports.json(diagnosis)).doesNotContain("canary");
  }

  /** What a hostile target could answer. */
  private static final List<String> HOSTILE =
      List.of(
          "\u001b[31mred\u001b[0m",
          "\u001b]0;title\u0007",
          "\u009b31m",
          "a\rb",
          "a\nNO-GO",
          "a\u0000b\u0008",
          "\u202eevil\u2066",
          "\u2028line",
          "\u200bzero\ufeff");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void nothing_that_a_target_says_reaches_the_terminal_as_a_command(int which) {
    String evil = HOSTILE.get(which);
    String word = evil.replaceAll("\\s", "_");
    Diagnosis diagnosis =
        Reports.diagnosis(
            Environments.of("secret A\nredis cache"),
            List.of(
                "FAILED secret-payload-clean/secrets.A SECRET_UNCLEAN says=x%s evidence=x%s : %s"
                    .formatted(word, word, evil),
                "UNKNOWN redis-reachable/redis.cache vantage command=x%s : %s"
                    .formatted(word, evil),
                "PASSED exec/redis.cache measured=x%s : %s".formatted(word, evil),
                "FAILED exec/redis.cache EXEC_FAILED waived=x%s : %s".formatted(word, evil),
                "SKIPPED other/redis.cache excluded : %s".formatted(evil),
                "SKIPPED another/redis.cache prerequisite : %s".formatted(evil)),
            List.of(new Notice("x" + evil, new Place("file" + evil, 1, 1))),
            false);

    for (String report :
        List.of(
            Reports.human(diagnosis, WIDE, true),
            Reports.human(diagnosis, NARROW, true),
            Reports.brief(diagnosis),
            Reports.json(diagnosis))) {
      assertThat(report.replace(System.lineSeparator(), "\n"))
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");
      assertThat(report.lines()).noneMatch(it -> it.startsWith("NO-GO") && !it.contains("·"));
    }
    assertThat(
            JsonMapper.shared()
                .readTree(Reports.json(diagnosis))
                .get("checks")
                .get(0)
                .get("observed")
                .asString())
        .isEqualTo(evil.strip());
  }

  private static Set<String> keys(JsonNode node) {
    return new TreeSet<>(node.propertyNames());
  }

  @Test
  void the_keys_of_the_json_are_those_of_the_contract_and_a_few_more() {
    JsonNode root = JsonMapper.shared().readTree(Reports.json(Reports.diagnosis("config")));

    assertThat(keys(root))
        .containsExactlyInAnyOrder(
            "schemaVersion",
            "tool",
            "run",
            "verdict",
            "rootCauses",
            "checks",
            "weakenings",
            "notices",
            "relations");
    assertThat(keys(root.get("tool"))).containsExactlyInAnyOrder("name", "version");
    assertThat(keys(root.get("run")))
        .containsExactlyInAnyOrder(
            "environment",
            "profile",
            "profileDigest",
            "gitCommit",
            "vantage",
            "startedAt",
            "durationMs",
            "apiCalls");
    assertThat(keys(root.get("verdict")))
        .containsExactlyInAnyOrder("value", "exitCode", "headline", "counts", "byClass");
    assertThat(keys(root.get("verdict").get("counts")))
        .containsExactlyInAnyOrder("passed", "failed", "unknown", "skipped", "waived");
    assertThat(keys(root.get("verdict").get("byClass")))
        .containsExactlyInAnyOrder("INFRA", "CONFIG", "CODE", "UNDETERMINED");
    assertThat(keys(root.get("rootCauses").get(0)))
        .containsExactlyInAnyOrder(
            "id",
            "severity",
            "class",
            "confidence",
            "owner",
            "summary",
            "because",
            "rule",
            "explains",
            "whys",
            "contributingTo",
            "counterEvidence",
            "standing",
            "impact",
            "remedy");
    assertThat(keys(root.get("rootCauses").get(0).get("remedy")))
        .containsExactlyInAnyOrder("text", "commands");
    assertThat(keys(check(root, "redis-reachable/redis.cache")))
        .containsExactlyInAnyOrder(
            "id",
            "check",
            "resource",
            "severity",
            "standing",
            "outcome",
            "signal",
            "phase",
            "class",
            "explainedBy",
            "expected",
            "observed",
            "evidence",
            "commands",
            "location",
            "timingsMs",
            "durationMs",
            "attempts",
            "waiver");
    assertThat(check(root, "redis-reachable/redis.cache").get("waiver").isNull()).isTrue();
    assertThat(check(root, "redis-latency/redis.cache").get("reason").asString())
        .isEqualTo("prerequisite");
    assertThat(keys(check(root, "redis-reachable/redis.cache").get("location")))
        .containsExactlyInAnyOrder("file", "line");
  }

  @Test
  void the_json_lists_every_check_in_the_order_of_the_plan_and_counts_root_causes_by_class() {
    Diagnosis diagnosis = Reports.diagnosis("mixed");
    JsonNode root = JsonMapper.shared().readTree(Reports.json(diagnosis));

    assertThat(root.get("checks").valueStream().map(it -> it.get("id").asString()))
        .containsExactlyElementsOf(
            diagnosis.checks().stream().map(it -> it.id().toString()).toList());
    int roots =
        Arrays.stream(new String[] {"INFRA", "CONFIG", "CODE", "UNDETERMINED"})
            .mapToInt(it -> root.get("verdict").get("byClass").get(it).asInt())
            .sum();
    assertThat(roots).isEqualTo(diagnosis.roots().size()).isEqualTo(root.get("rootCauses").size());
  }

  private static JsonNode check(JsonNode root, String id) {
    return root.get("checks")
        .valueStream()
        .filter(it -> it.get("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void long_texts_wrap_at_blanks_and_words_that_do_not_fit_stay_whole() {
    assertThat(Page.wrap("one two three four five six seven", 20))
        .containsExactly("one two three four", "five six seven");
    assertThat(Page.wrap("a-word-that-is-longer-than-the-line and more", 20))
        .containsExactly("a-word-that-is-longer-than-the-line", "and more");
    assertThat(Page.wrap("", 20)).containsExactly("");
  }
}
