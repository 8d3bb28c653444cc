package preflight.source.script.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import preflight.source.script.syntax.ScriptSyntax.SecondOpinion.Answer;
import preflight.source.script.syntax.ScriptSyntax.Verdict;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;

class ScriptSyntaxTest {

  private static Verdict judge(String path, String source, ScriptSyntax.SecondOpinion second)
      throws Parser.NoNativeLibrary {
    var tree =
        new Parser()
            .parse(Language.of(path).orElseThrow(), source.getBytes(StandardCharsets.UTF_8));
    return ScriptSyntax.judge(path, tree, second);
  }

  private static Answer silent(String path, String source) {
    return new Answer.Silent();
  }

  @Test
  void merge_marks_are_certain_and_only_where_they_do_not_parse() throws Exception {
    String merge = "const a = 1;\n<<<<<<< HEAD\nconst b = 1;\n=======\nconst b = 2;\n>>>>>>> x\n";
    assertThat(judge("a.ts", merge, ScriptSyntaxTest::silent))
        .isInstanceOfSatisfying(
            Verdict.Broken.class, it -> assertThat(it.finding().place()).isEqualTo("a.ts:2:1"));
    assertThat(judge("a.ts", "const t = `\n" + merge + "`;\n", ScriptSyntaxTest::silent))
        .isEqualTo(new Verdict.Sound());
  }

  @Test
  void what_the_grammar_refuses_is_a_doubt_until_another_refuses_it() throws Exception {
    assertThat(judge("a.tsx", "const a = <p>you & me</p>;", ScriptSyntaxTest::silent))
        .isInstanceOf(Verdict.Doubtful.class);
    assertThat(judge("a.js", "const a = ;", ScriptSyntaxTest::silent))
        .isInstanceOf(Verdict.Doubtful.class);
    assertThat(judge("a.js", "const a = ;", (_, _) -> new Answer.Refused(1, "no")))
        .isInstanceOf(Verdict.Broken.class);
    assertThat(judge("a.js", "const a = ;", (_, _) -> new Answer.Accepted()))
        .isEqualTo(new Verdict.Sound());
  }

  @Test
  void node_js_parses_and_runs_nothing() throws Exception {
    var node =
        Stream.of(System.getenv("PATH").split(":", -1))
            .map(it -> Path.of(it, "node"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(node.isPresent());
    var check = new NodeCheck(node.get());
    Path witness = Files.createTempDirectory("witness").resolve("ran");
    assertThat(check.ask("a.js", "require('fs').writeFileSync('%s', 'x')".formatted(witness)))
        .isEqualTo(new Answer.Accepted());
    assertThat(witness).doesNotExist();
    assertThat(check.ask("a.js", "import a from 'b';\nexport const x = await a;"))
        .isEqualTo(new Answer.Accepted());
    assertThat(check.ask("a.js", "let a = 1;\nconst b = ;\n"))
        .isEqualTo(new Answer.Refused(2, "Unexpected token ';'"));
  }
}
