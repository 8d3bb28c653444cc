package preflight.source.python.version;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;

/**
 * The cases of {@code python/syntax.txt}: the number before a title is the first minor version of
 * Python 3 that compiles the source, 0 where 3.8 does, 99 where none does. CPython 3.8 to 3.13
 * agree.
 */
final class SyntaxByVersionTest {

  private static List<Feature> features(byte[] source) {
    try {
      return SyntaxByVersion.of(new Parser().parse(Language.PYTHON, source));
    } catch (Parser.NoNativeLibrary e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> aFileNeedsTheVersionThatCompilesIt() throws IOException {
    String cases;
    try (var file = SyntaxByVersionTest.class.getResourceAsStream("/python/syntax.txt")) {
      cases = new String(file.readAllBytes(), UTF_8);
    }
    return Stream.of(cases.split("(?m)^==== ", -1))
        .skip(1)
        .map(it -> {
          int end = it.indexOf('\n');
          int since = Integer.parseInt(it.substring(0, it.indexOf(' ')));
          return DynamicTest.dynamicTest(
              it.substring(0, end),
              () ->
                  assertThat(features(it.substring(end + 1).getBytes(UTF_8)))
                      .satisfies(all ->
                          assertThat(all.stream().mapToInt(Feature::since).max().orElse(0))
                              .isEqualTo(since)));
        });
  }

  @Test
  void aPlaceIsTheFirstOneThatIsWrong() {
    assertThat(features("x = 1\nif x:\n    y = 1\n  z = 2\n".getBytes(UTF_8)))
        .containsExactly(
            new Feature("the indentation matches no line above", Feature.NEVER, 4, 3, true));
  }

  @Test
  void whatOnlyTheGrammarRefusesIsNotCertain() {
    assertThat(features("x = = 1\n".getBytes(UTF_8)))
        .extracting(Feature::certain)
        .containsOnly(false);
  }

  @Test
  void aFileIsUtf8UnlessItSaysOtherwise() {
    byte[] latin = "# -*- coding: latin-1 -*-\nx = 'é'\n".getBytes(ISO_8859_1);
    assertThat(features(latin)).isEmpty();
    latin[1] = 'x';
    latin[6] = 'x';
    assertThat(features(latin)).extracting(Feature::since).containsExactly(Feature.NEVER);
    assertThat(features("\uFEFFx = 1\r\nif x:\r\n  y = 'é'\r\n".getBytes(UTF_8))).isEmpty();
    assertThat(features("x = '\0'\n".getBytes(UTF_8))).hasSize(1);
    assertThat(features(new byte[0])).isEmpty();
  }

  @Test
  void messagesNameBothVersions() {
    assertThat(features("f\"{x[\"a\"]}\"\n".getBytes(UTF_8)).getFirst().message(11))
        .isEqualTo(
            "an f-string with quotes, a backslash, a comment or a line break inside needs Python"
                + " 3.12, and this is Python 3.11");
  }
}
