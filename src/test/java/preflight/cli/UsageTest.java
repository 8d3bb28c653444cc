package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What somebody sees who typed something wrong: one line, the usage of that command, 64. */
class UsageTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "preflight {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                               | which command?
          runn staging                     | unknown command 'runn'; did you mean 'run'?
          run                              | Missing required parameter: 'ENV¦FILE'
          plan                             | Missing required parameter: 'ENV¦FILE'
          lint                             | Missing required parameter: 'ENV¦FILE'
          run staging production           | unexpected argument 'production'; the command that deploys stands after --
          run staging --deadlne 3s         | unknown flag '--deadlne'; did you mean '--deadline'?
          run staging -x                   | unknown flag '-x'
          lint staging --deadline 3s       | unknown flag '--deadline'
          run staging --deadline soon      | Invalid value for option '--deadline': 'soon' is not a time such as 30s
          run staging --rollback           | --rollback belongs to a run after a deployment: add --after REPORT.json
          run staging --wait 1m            | --wait belongs to a run after a deployment: add --after REPORT.json
          run staging --strict             | --strict belongs to a run before a deployment: say what is deployed (--deploying, --manifest, or -- COMMAND)
          run staging --after r --strict   | --after judges a deployment that is over; it takes no command, and no --deploying, --manifest or --strict
          run staging --after r --deploying all | --after judges a deployment that is over; it takes no command, and no --deploying, --manifest or --strict
          run staging --after r -- x       | --after judges a deployment that is over; it takes no command, and no --deploying, --manifest or --strict
          run staging --deadline 0s        | --deadline must be greater than 0
          run staging --deadline 999999h   | --deadline must be at most 24h
          run staging --deadline 25h       | --deadline must be at most 24h
          run staging --deadline 999999999h | --deadline must be at most 24h
          run staging --deadline 99999999999h | Invalid value for option '--deadline': '99999999999h' is not a time such as 30s
          run staging --deadline -1s       | Invalid value for option '--deadline': '-1s' is not a time such as 30s
          run staging --jobs 99999999999   | Invalid value for option '--jobs': '99999999999' is not an int
          triage staging --watch 0s        | --watch must be greater than 0
          triage staging --watch 999999999h | --watch must be at most 24h
          run staging --deadline           | Missing required parameter for option '--deadline' (TIME)
          run staging --jobs many          | Invalid value for option '--jobs': 'many' is not an int
          run staging --jobs 0             | --jobs must be at least 1
          run staging --now yesterday      | --now needs an instant such as 2026-01-31T12:00:00Z, not yesterday
          run staging --color blue         | Invalid value for option '--color': 'blue' is not auto or always or never
          run staging --from outside       | Invalid value for option '--from': 'outside' is not inside
          run staging --fail-on everything | Invalid value for option '--fail-on': 'everything' is not warning
          run staging -o xml               | unknown output format 'xml'; known formats: human, short, json, junit, sarif, github, gitlab, markdown, html, prometheus, tap
          run staging -o json -o human     | only one report can go to stdout; write the others to files
          run staging -o json=             | --output needs the name of a file after =, not ''
          run staging -o json=/no/such/x   | cannot write the report to /no/such/x
          run staging --only redis-reachab | --only: nothing is called 'redis-reachab'; did you mean 'redis-reachable'?
          run staging --skip secretz.*     | --skip: nothing is called 'secretz.*'; did you mean 'secret-crc'?
          triage staging --watch 10s -o json | --watch needs --output human
          triage staging --watch 10s -o short | --watch needs --output human
          checks -o xml                    | Invalid value for option '--output': 'xml' is not human or json
          explain                          | Missing required parameter: 'WHAT'
          explain redis-reachabl           | there is no check, signal, rule or environment 'redis-reachabl'; did you mean 'redis-reachable'?
          explain staging redis.cach       | staging has no resource 'redis.cach'; did you mean 'redis.cache'?
          demo --jobs 0                    | --jobs must be at least 1
          """)
  void is_told_in_one_line(String typed, String told) throws Exception {
    String[] words = typed.isEmpty() ? new String[0] : typed.split(" ", -1);
    if (words.length > 1 && words[0].equals("run")) {
      // Should the mistake go unnoticed, nothing but this process is asked.
      words[1] = words[1].replace("staging", calm().toString());
    }
    var ended = Invocation.of(words);
    String command =
        typed.startsWith("runn") || typed.isEmpty() ? "" : " " + typed.split(" ", -1)[0];
    List<String> lines = ended.err().lines().toList();
    assertThat(ended.exitCode()).as(ended.everything()).isEqualTo(64);
    assertThat(ended.out()).isEmpty();
    assertThat(lines.get(0)).isEqualTo("preflight: " + told.replace('¦', '|'));
    assertThat(lines.get(1)).startsWith("Usage: preflight" + command + " [-h");
    assertThat(lines.getLast()).isEqualTo("Try 'preflight" + command + " --help'.");
    assertThat(lines.subList(2, lines.size() - 1)).allMatch(it -> it.startsWith("      "));
  }

  private Path calm() throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: secret-exists, on: secrets }]\n");
    return Files.writeString(
        folder.resolve("calm.yaml"),
        """
        version: 1
        environment: calm
        packs: { only: [pack.yaml] }
        secrets: { TOKEN_SECRET: { source: env } }
        """);
  }

  @Test
  void a_printed_command_names_the_profile_as_it_was_typed() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            version: 1
            environment: mine
            redis: { cache: { host: 127.0.0.1, port: 1 } }
            """);
    assertThat(Invocation.of("triage", file.toString()).out())
        .contains("preflight run %s --only redis-reachable/redis.cache".formatted(file))
        .doesNotContain("preflight run mine ");
  }

  @Test
  void a_folder_is_no_file_for_a_report() throws Exception {
    var ended = Invocation.of("run", calm().toString(), "-o", "json=" + folder);
    assertThat(ended.exitCode()).isEqualTo(64);
    assertThat(ended.err())
        .startsWith("preflight: --output needs the name of a file after =, not '");
  }

  @Test
  void an_environment_that_nobody_described_is_an_invalid_profile() {
    for (String command : List.of("run", "plan", "lint")) {
      var ended = Invocation.of(command, "stagin");
      assertThat(ended.exitCode()).isEqualTo(78);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err()).contains("no such profile; did you mean 'staging'?");
    }
  }

  @Test
  void a_pack_is_linted_like_a_profile() {
    var ended = Invocation.of("lint", "checks/secrets.yaml");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).matches("checks/secrets\\.yaml: \\d+ rules\\R");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void a_known_name_that_selects_nothing_here_is_an_error_of_its_own() throws Exception {
    var ended = Invocation.of("run", calm().toString(), "--only", "exec");
    assertThat(ended.exitCode()).isEqualTo(78);
    assertThat(ended.err()).contains("no check is selected; Preflight contacted nothing");
  }

  @ParameterizedTest
  @CsvSource({"'',false", "-v,true", "--verbose,true"})
  void a_defect_is_one_line_and_its_place_only_with_verbose_and_its_message_never(
      String flag, boolean placed) {
    String secret = "correct-horse-battery-staple";
    var shell = Invocation.shell(Map.of());
    String[] words = flag.isEmpty() ? new String[0] : new String[] {flag};

    int code =
        Commands.configured(new CommandLine(new Crash(secret)), shell.shell()).execute(words);

    assertThat(code).isEqualTo(70);
    assertThat(shell.err())
        .startsWith("preflight: a bug in Preflight: java.lang.IllegalStateException")
        .doesNotContain(secret);
    assertThat(shell.err().contains("Crash.run")).isEqualTo(placed);
    assertThat(shell.err().lines().count() > 1).isEqualTo(placed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 54})
  void a_terminal_that_is_too_narrow_for_help_gets_it_all_the_same(int columns) {
    var shell = Invocation.shell(Map.of(), columns);

    assertThat(Commands.of(shell.shell()).execute("run", "--help")).isZero();
    assertThat(shell.out()).startsWith("Usage: preflight run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void an_environment_without_a_name_asks_for_the_variable_that_was_not_set(String name) {
    for (String command : List.of("run", "plan", "lint", "triage")) {
      var ended = Invocation.of(command, name);
      assertThat(ended.exitCode()).isEqualTo(64);
      assertThat(ended.err())
          .startsWith(
              "preflight: the name of the environment is empty; perhaps a variable is not set");
    }
  }

  @CommandLine.Command
  static final class Crash implements Runnable {

    private final String secret;

    @CommandLine.Option(names = {"-v", "--verbose"})
    private boolean verbose;

    Crash(String secret) {
      this.secret = secret;
    }

    @Override
    public void run() {
      throw new IllegalStateException(
          secret, verbose ? new IllegalArgumentException(secret) : null);
    }
  }

  static List<String> commands() {
    return List.copyOf(Commands.of(Invocation.shell(Map.of()).shell()).getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_goes_to_stdout_and_gives_an_example(String command) {
    assertHelp(Invocation.of(command, "--help"));
    assertThat(Invocation.of(command, "--help").out())
        .containsPattern("Example: preflight " + command + "|generate-completion");
  }

  @Test
  void without_a_command_help_is_that_of_all() {
    assertHelp(Invocation.of("--help"));
    assertThat(Invocation.of("--help").out()).contains(commands());
  }

  private static void assertHelp(Invocation ended) {
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("Usage: preflight").contains("--help");
  }

  @Test
  void completion_is_a_script_that_bash_accepts_and_knows_commands_flags_and_words()
      throws Exception {
    var ended = Invocation.of("generate-completion");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).contains("run", "explain", "--deadline", "\"never\"");
    assertThat(Invocation.of("--help").out()).contains("source <(preflight generate-completion)");
    Path script = Files.writeString(folder.resolve("completion"), ended.out());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void a_usage_of_several_lines_is_shown_in_several_lines() {
    var told = Invocation.of("run", "p.yaml", "--alow-unknown");
    assertThat(told.exitCode()).isEqualTo(64);
    assertThat(told.err()).contains("Usage: preflight run").doesNotContain("u000a");
  }
}
