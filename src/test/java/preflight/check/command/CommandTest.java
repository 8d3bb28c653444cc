package preflight.check.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ';',
      value = {
        "backend-staging        ; backend-staging",
        "https://a.dev/x        ; https://a.dev/x",
        "a b                    ; 'a b'",
        "it's                   ; 'it'\\''s'",
        "a\\                    ; 'a'\\\\''",
        "$(touch x)             ; '$(touch x)'",
        "`x`                    ; '`x`'",
        "!x                     ; '!x'",
        "=ls                    ; '=ls'",
        "*                      ; '*'",
        "{a,b}                  ; '{a,b}'",
        "Zürich                 ; $'Z\\303\\274rich'",
        "‘x’                    ; $'\\342\\200\\230x\\342\\200\\231'"
      })
  void a_value_is_a_bare_word_where_that_is_harmless_and_else_quoted(String value, String word) {
    assertThat(Command.of("ls -- {x}").with("x", value)).hasToString("ls -- " + word);
  }

  @Test
  void a_value_with_line_breaks_and_controls_stays_in_its_line_and_shows_them() {
    assertThat(Command.of("ls -- {x}").with("x", "a\n\u001b]0;x\u0007\u202eb'\\"))
        .hasToString("ls -- $'a\\012\\033]0;x\\007\\342\\200\\256b\\047\\134'");
  }

  @Test
  void a_value_inside_quotes_is_written_as_the_language_there_wants_it() {
    assertThat(Command.of("grpcurl -d '{\"service\":\"{x:json}\"}'").with("x", "a\"'\n"))
        .hasToString("grpcurl -d '{\"service\":\"''a'\\\\'\"'\\'''\\\\'u000a''\"}'");
    assertThat(Command.of("psql -c 'DROP ROLE \"{x:identifier}\"'").with("x", "a\"b"))
        .hasToString("psql -c 'DROP ROLE \"a\"\"b\"'");
    assertThat(Command.of("gcloud logging read 'x=\"{x:filter}\"'").with("x", "a\"b"))
        .hasToString("gcloud logging read 'x=\"''a'\\\\'\"b''\"'");
  }

  @Test
  void what_the_language_cannot_hold_leaves_the_command_out_and_says_why() {
    Command command = Command.of("curl -H 'Origin: {origin:header}'").with("origin", "a\r\nX: y");
    assertThat(command.isWhole()).isFalse();
    assertThat(command)
        .hasToString("# A command is left out: the origin has characters that no header can hold.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-rf", "--impersonate-service-account=x", "-"})
  void a_value_that_would_be_an_option_leaves_the_command_out(String value) {
    assertThat(Command.of("gcloud x {id}").with("id", value))
        .hasToString("# A command is left out: the id begins with a hyphen, as an option does.");
    assertThat(Command.of("gcloud x --id={id}").with("id", value).isWhole()).isTrue();
    assertThat(Command.of("ls -- {id}").with("id", value).isWhole()).isTrue();
    assertThat(Command.of("printf %s {id}").with("id", value).isWhole()).isTrue();
    assertThat(Command.of("printf %s {id} | x {id}").with("id", value).isWhole()).isFalse();
  }

  @Test
  void what_no_argument_can_carry_leaves_the_command_out() {
    assertThat(Command.of("ls -- {path}").with("path", "a\0b"))
        .hasToString("# A command is left out: the path holds a NUL, which no argument can carry.");
    assertThat(Command.of("ls -- {path}").with("path", "\ud800"))
        .hasToString("# A command is left out: the path is no valid text.");
  }

  @Test
  void what_is_not_known_is_asked_for_by_the_shell() {
    assertThat(Command.of("gcloud x --project={project} --size={SIZE_GB?the new size in GB}"))
        .hasToString(
            "gcloud x --project=\"${PROJECT:?the project}\""
                + " --size=\"${SIZE_GB:?the new size in GB}\"");
    assertThat(Command.of("gcloud x {id}").with("id", ""))
        .hasToString("gcloud x \"${ID:?the id}\"");
  }

  @Test
  void what_is_not_known_is_asked_for_before_a_pipe_starts() {
    assertThat(Command.of("printf %s {value} | gcloud x --project={project}"))
        .hasToString(
            ": \"${PROJECT:?the project}\" && : \"${VALUE:?the value}\""
                + " && printf %s \"$VALUE\" | gcloud x --project=\"$PROJECT\"");
  }

  @Test
  void a_variable_of_the_reader_s_own_is_never_taken_for_the_new_value() {
    assertThat(Command.askedValue("HOST")).hasToString("\"${NEW_HOST:?the value of HOST}\"");
    assertThat(Command.askedValue("a'; x")).hasToString("\"${NEW_a___x:?the value of a___x}\"");
  }

  @Test
  void commands_go_into_commands_as_they_are_and_values_never_do() {
    Command outer = Command.of("V=$({generator}) && echo {value}");
    assertThat(
            outer.with(
                Map.of("value", "{generator}"),
                Map.of("generator", List.of(Command.of("openssl rand | tr '+/' '-_'")))))
        .hasToString("V=$(openssl rand | tr '+/' '-_') && echo '{generator}'");
    assertThat(
            Command.of("grpcurl {plaintext} -d x").with(Map.of(), Map.of("plaintext", List.of())))
        .hasToString("grpcurl -d x");
    assertThat(Command.lines("{updates}", Map.of("updates", "x; y"), Map.of())).isEmpty();
  }

  @Test
  void words_are_arguments_whatever_they_look_like() {
    assertThat(Command.words(List.of("./x", "--flag", "a b", "")))
        .hasToString("./x --flag 'a b' ''");
    assertThat(Command.words(List.of("PATH=x", "y")).isWhole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo \"{x}\"",
        "echo '{x}'",
        "echo '{x:json}",
        "echo \\{x}",
        "echo `{x}`",
        "echo\n{x}",
        "echo {x:sh}",
        "echo $(x",
        "echo \"$(x)"
      })
  void a_template_that_leaves_doubt_is_a_defect(String template) {
    assertThatIllegalArgumentException().isThrownBy(() -> Command.of(template));
  }

  @Test
  void a_question_that_could_say_more_than_words_is_a_defect() {
    assertThatIllegalArgumentException().isThrownBy(() -> Command.asked("X", "a\"; x"));
    assertThatIllegalArgumentException().isThrownBy(() -> Command.asked("X;", "a"));
  }

  @Test
  void documentation_shows_the_names() {
    assertThat(
            Command.of("gcloud logging read 'x=\"{service:filter}\"' --project={project}")
                .template())
        .isEqualTo("gcloud logging read 'x=\"{service}\"' --project={project}");
  }

  @Test
  void no_template_is_made_of_values() throws Exception {
    Pattern made = Pattern.compile("\\+\\s*[a-z]|formatted\\(|format\\(|join\\(|valueOf\\(");
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/preflight"))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        for (int at = source.indexOf("Command.of("); at >= 0; ) {
          assertThat(made.matcher(argument(source, at + "Command.of".length())).find())
              .as("%s: %s", file, source.substring(at, Math.min(at + 80, source.length())))
              .isFalse();
          at = source.indexOf("Command.of(", at + 1);
        }
      }
    }
  }

  /** What stands between the parenthesis and its partner, without what stands in quotes. */
  private static String argument(String source, int open) {
    String code = source.substring(open).replaceAll("\"(?:[^\"\\\\\n]|\\\\.)*\"", "\"\"");
    int depth = 0;
    for (int i = 0; i < code.length(); i++) {
      depth += code.charAt(i) == '(' ? 1 : code.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return code.substring(0, i);
      }
    }
    return code;
  }

  @Test
  void gcloud_reads_back_what_a_flag_maps() {
    assertThat(GcloudFlags.map(Map.of("A", "1", "B", "2"))).hasToString("A=1,B=2");
    assertThat(GcloudFlags.map(Map.of("A", "1,B=2"))).hasToString("'^@^A=1,B=2'");
    assertThat(GcloudFlags.map(Map.of("A", ",@|#~;:%+&")).isWhole()).isFalse();
    assertThat(GcloudFlags.map(Map.of("A,B", "1")).isWhole()).isFalse();
    assertThat(GcloudFlags.map(Map.of("^;^A", "1")).isWhole()).isFalse();
    assertThat(GcloudFlags.names(List.of("A", "B"))).hasToString("A,B");
    assertThat(GcloudFlags.names(List.of("A,B")).isWhole()).isFalse();
    assertThat(GcloudFlags.mapWithAsked(Map.of("A", Optional.of("1,2"), "B", Optional.empty())))
        .hasToString("'^@;^'A=1,2'@;B='\"${NEW_B:?the value of B}\"");
  }
}
