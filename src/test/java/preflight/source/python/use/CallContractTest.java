package preflight.source.python.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases are in {@code call-contract.txt}: a title after {@code ====}, then a small tree. */
class CallContractTest {

  private record Case(String title, String source) {}

  @TestFactory
  Stream<DynamicTest> callsThatMustFailAreToldAndNoOthers() {
    return cases().stream().map(it -> DynamicTest.dynamicTest(it.title, () -> judge(it.source)));
  }

  private static void judge(String source) {
    var facts = Sources.facts(source, CallReader::read);
    var told =
        CallContract.judge(facts, new ModuleNames(facts)).stream()
            .map(it -> it.module() + ":" + it.line() + " " + it.message())
            .toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(Sources.expected(source));
  }

  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (String part : text().split("(?m)^==== ", -1)) {
      int line = part.indexOf('\n');
      if (line > 0) {
        cases.add(new Case(part.substring(0, line).strip(), part.substring(line + 1)));
      }
    }
    return cases;
  }

  private static String text() {
    try (InputStream text =
        CallContractTest.class.getResourceAsStream("/source/python/call-contract.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysWhereAndWhenTheCallRuns() {
    var facts =
        Sources.facts(
            """
            def load(path):
                pass

            load()

            class Job:
                def run(self):
                    return load(1, 2)
            """,
            CallReader::read);
    assertThat(CallContract.judge(facts, new ModuleNames(facts)))
        .containsExactly(
            new CallContract.Breach(
                "main", 4, 1, true, "", "load() needs the argument path", "load()"),
            new CallContract.Breach(
                "main",
                8,
                16,
                false,
                "Job.run",
                "load() takes 1 positional argument, and 2 are given",
                "load()"));
  }

  @Test
  void saysNothingOfWhatAFileThatDoesNotParseDefines() {
    var facts =
        Sources.facts(
            """
            from broken import load
            load(1)
            ## broken
            def load():
                pass
            def other(:
            """,
            CallReader::read);
    assertThat(CallContract.judge(facts, new ModuleNames(facts))).isEmpty();
  }
}
