package preflight.source.image.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerfileReaderTest {

  private static Dockerfile read(String text) {
    return DockerfileReader.read("Dockerfile", text);
  }

  private static Instruction only(String text) {
    Dockerfile file = read("FROM scratch\n" + text);
    assertThat(file.mistakes()).isEmpty();
    assertThat(file.stages().getFirst().instructions()).hasSize(1);
    return file.stages().getFirst().instructions().getFirst();
  }

  @Test
  void continued_lines_are_one_and_comments_in_between_are_none() {
    Dockerfile file =
        read(
            """
            # syntax=docker/dockerfile:1
            # A comment
            FROM python:3.11-slim
            RUN apt-get update && \\
                # why curl
                apt-get install curl \\

                && true
            COPY . .
            """);
    assertThat(file.mistakes()).isEmpty();
    var run = (Instruction.Run) file.stages().getFirst().instructions().getFirst();
    assertThat(run.line()).isEqualTo(4);
    assertThat(run.text().replaceAll(" +", " "))
        .isEqualTo("apt-get update && apt-get install curl && true");
    assertThat(file.stages().getFirst().instructions().get(1).line()).isEqualTo(9);
  }

  @Test
  void the_escape_directive_makes_a_backslash_ordinary() {
    Dockerfile file = read("# escape=`\nFROM scratch\nCOPY a b `\n C:\\\nWORKDIR /x\n");
    assertThat(file.mistakes()).isEmpty();
    var copy = (Instruction.Copy) file.stages().getFirst().instructions().getFirst();
    assertThat(copy.destination()).isEqualTo("C:\\");
    assertThat(copy.sources()).containsExactly("a", "b");
  }

  @Test
  void heredocs_belong_to_their_instruction() {
    Dockerfile file =
        read(
            """
            FROM scratch
            RUN <<EOF
            pip install x
            COPY is no instruction here
            EOF
            COPY <<'A' <<-B other.txt /app/
            $x
            A
            \tindented
            \tB
            """);
    assertThat(file.mistakes()).isEmpty();
    var run = (Instruction.Run) file.stages().getFirst().instructions().getFirst();
    assertThat(run.text()).contains("pip install x", "COPY is no instruction here");
    var copy = (Instruction.Copy) file.stages().getFirst().instructions().get(1);
    assertThat(copy.sources()).containsExactly("other.txt");
    assertThat(copy.heredocs())
        .containsExactly(new Heredoc("A", false, "$x\n"), new Heredoc("B", true, "indented\n"));
  }

  @Test
  void a_heredoc_without_end_is_a_mistake_at_its_line() {
    assertThat(read("FROM scratch\nRUN <<EOF\nx\n").mistakes())
        .containsExactly(new Mistake("Dockerfile", 2, "the heredoc 'EOF' has no end"));
  }

  @Test
  void stages_have_names_and_numbers() {
    Dockerfile file = read("ARG V=3\nFROM --platform=$BUILDPLATFORM a AS One\nFROM b\nFROM one\n");
    assertThat(file.globals()).hasSize(1);
    assertThat(file.stage("ONE", 2)).contains(file.stages().getFirst());
    assertThat(file.stage("1", 2)).contains(file.stages().get(1));
    assertThat(file.stage("2", 2)).isEmpty();
  }

  @Test
  void copy_has_two_forms_and_flags() {
    assertThat(only("COPY --chown=1:1 --from=build --parents --exclude=*.md --exclude=x a b /c/"))
        .isEqualTo(
            new Instruction.Copy(
                2,
                false,
                Optional.of("build"),
                true,
                List.of("*.md", "x"),
                List.of("a", "b"),
                "/c/",
                List.of()));
    var json = (Instruction.Copy) only("ADD --link [\"a b\", \"/c\"]");
    assertThat(json.sources()).containsExactly("a b");
    assertThat(json.add()).isTrue();
  }

  @Test
  void env_has_two_forms() {
    assertThat(only("ENV A=1 B=\"x y\" C=a\\ b"))
        .isEqualTo(
            new Instruction.Env(
                2,
                List.of(
                    new Instruction.Assignment("A", "1"),
                    new Instruction.Assignment("B", "\"x y\""),
                    new Instruction.Assignment("C", "a\\ b"))));
    assertThat(only("ENV A one two"))
        .isEqualTo(new Instruction.Env(2, List.of(new Instruction.Assignment("A", "one two"))));
  }

  @Test
  void commands_have_two_forms() {
    assertThat(only("CMD [\"a\", \"b\"]"))
        .isEqualTo(new Instruction.Cmd(2, new CommandForm(List.of("a", "b"), false)));
    assertThat(only("ENTRYPOINT exec a b"))
        .isEqualTo(new Instruction.Entrypoint(2, new CommandForm(List.of("exec a b"), true)));
    assertThat(only("CMD ['a']"))
        .as("no JSON: a shell reads it, as many found out")
        .isEqualTo(new Instruction.Cmd(2, new CommandForm(List.of("['a']"), true)));
  }

  @Test
  void what_a_builder_refuses_has_a_line() {
    assertThat(read("RUN x\nFROM a b\nFROM c\nCOPY a\nCOPPY a b\nENV A\n").mistakes())
        .extracting(Mistake::line)
        .containsExactlyInAnyOrder(1, 2, 4, 5, 6);
    assertThat(read("\n# nothing\n").mistakes()).hasSize(1);
    assertThat(read("from scratch\ncopy a b").mistakes()).isEmpty();
  }

  @Test
  void words_are_expanded_as_the_builder_does() {
    var variables = new Variables('\\');
    variables.argument("V", Optional.of("3.11"));
    variables.argument("OPEN", Optional.empty());
    variables.environment("HOME", new Variables.Word("/srv", Optional.empty()));
    variables.argument("HOME", Optional.of("/other"));
    assertThat(variables.word("a-$V-${V}x").text()).isEqualTo("a-3.11-3.11x");
    assertThat(variables.word("${NO:-d$V}${V:+y}${NO+n}").text()).isEqualTo("d3.11y");
    assertThat(variables.word("'$V' \\$V \"$V\"").text()).isEqualTo("$V $V 3.11");
    assertThat(variables.word("$HOME").text()).isEqualTo("/srv");
    assertThat(variables.word("$UNDECLARED").known()).contains("");
    assertThat(variables.word("x/$OPEN").known()).isEmpty();
    assertThat(variables.word("x/${OPEN:-y}").open()).contains("the value of OPEN is not known");
    assertThat(variables.word("${V%.*}").known()).isEmpty();
    assertThat(variables.word("/venv/bin:$PATH").known()).contains("/venv/bin:$PATH");
  }
}
