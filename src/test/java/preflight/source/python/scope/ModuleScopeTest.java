package preflight.source.python.scope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import preflight.source.python.scope.ScopeFacts.Binding;
import preflight.source.python.scope.ScopeFacts.BindingKind;
import preflight.source.python.scope.ScopeFacts.Exports;
import preflight.source.python.scope.ScopeFacts.Moment;
import preflight.source.python.scope.ScopeFacts.StarImport;
import preflight.source.python.scope.ScopeFacts.Way;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;

/**
 * The cases of {@code python/names.txt}: a comment says what is expected on its line, a question
 * mark that a star import may bind it. Python is 3.11.
 */
final class ModuleScopeTest {

  private static final Pattern EXPECT = Pattern.compile("# expect: (.*)$");

  private static ScopeFacts facts(String source) {
    try {
      return ModuleScope.of(new Parser().parse(Language.PYTHON, source.getBytes(UTF_8)));
    } catch (Parser.NoNativeLibrary e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> namesAreFoundWhereTheyAreExpected() throws IOException {
    String cases;
    try (var file = ModuleScopeTest.class.getResourceAsStream("/python/names.txt")) {
      cases = new String(file.readAllBytes(), UTF_8);
    }
    return Stream.of(cases.split("(?m)^==== ", -1))
        .skip(1)
        .map(it -> {
          int end = it.indexOf('\n');
          return DynamicTest.dynamicTest(it.substring(0, end), () -> hold(it.substring(end + 1)));
        });
  }

  private static void hold(String source) {
    var expected = new ArrayList<String>();
    List<String> lines = source.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var expect = EXPECT.matcher(lines.get(i));
      if (expect.find()) {
        for (String each : expect.group(1).split("; ", -1)) {
          expected.add((i + 1) + " " + each);
        }
      }
    }
    assertThat(facts(source).certain(11))
        .extracting(
            it -> it.line() + " " + it.fault() + (it.maybeFromStar() ? "? " : " ") + it.name())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void bindingsOfTheModuleSayWhatBindsThem() {
    var facts =
        facts(
            """
            import a.b, c as d
            try:
                from e import f
            except ImportError as g:
                f = None
            class H:
                inner = 1
            def i():
                global j
                j = 1
            k: int
            l = m = 2
            del m
            """);
    assertThat(facts.bindings())
        .extracting(Binding::name, Binding::kind, Binding::conditional, Binding::deleted)
        .map(Object::toString)
        .containsExactly(
            "(\"a\", IMPORT, false, false)",
            "(\"d\", IMPORT, false, false)",
            "(\"f\", IMPORT, true, false)",
            "(\"g\", HANDLER, true, false)",
            "(\"f\", VARIABLE, true, false)",
            "(\"H\", CLASS, false, false)",
            "(\"i\", FUNCTION, false, false)",
            "(\"j\", VARIABLE, true, false)",
            "(\"k\", DECLARATION, false, false)",
            "(\"l\", VARIABLE, false, false)",
            "(\"m\", VARIABLE, false, true)");
    assertThat(facts.bindings().get(5).kind()).isEqualTo(BindingKind.CLASS);
  }

  @Test
  void exportsAreReadAsFarAsTheyAreWrittenOut() {
    assertThat(
            facts("__all__ = ['a'] + ['b']\n__all__ += ('c',)\n__all__.extend(['d'])\n").exports())
        .isEqualTo(new Exports(true, List.of("a", "b", "c", "d"), false));
    assertThat(facts("from . import m\n__all__ = ['a', *m.__all__]\n").exports())
        .isEqualTo(new Exports(true, List.of("a"), true));
    assertThat(facts("a = 1\n").exports()).isEqualTo(new Exports(false, List.of(), false));
  }

  @Test
  void starImportsAndWaysAroundStatementsAreTold() {
    var facts = facts("from ..m import *\ndef __getattr__(name): ...\n");
    assertThat(facts.stars()).containsExactly(new StarImport("..m", 1));
    assertThat(facts.dynamic())
        .extracting(ScopeFacts.Dynamic::way)
        .containsExactly(Way.MODULE_GETATTR);
    assertThat(facts.open()).isFalse();
  }

  @Test
  void annotationsAreLeftAloneFromPython314On() {
    var facts = facts("def f(x: Later): ...\n");
    assertThat(facts.certain(13)).hasSize(1);
    assertThat(facts.certain(14)).isEmpty();
    assertThat(facts.undefined().getFirst().whileImported()).isTrue();
  }

  @Test
  void itIsToldWhereANameIsLookedUp() {
    var facts = facts("class A:\n    def f(self):\n        return nothing\n    x = other\n");
    assertThat(facts.undefined())
        .extracting(it -> it.name() + " " + it.function() + " " + it.moment())
        .containsExactly("nothing A.f " + Moment.CALL, "other A " + Moment.IMPORT);
  }

  @Test
  void nestingCostsNoStack() {
    String deep = "x = " + "(".repeat(3000) + "nothing" + ")".repeat(3000) + "\n";
    assertThat(facts(deep).certain(11)).hasSize(1);
    assertThat(facts("").undefined()).isEmpty();
  }
}
