package preflight.source.python.use;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;
import preflight.source.syntax.SyntaxTree;

/**
 * Small trees of Python modules, in one text: {@code ## name} begins a module, and {@code # expect:
 * words} says what is found in its line.
 */
final class Sources {

  private static final Parser PARSER = parser();

  private static Parser parser() {
    try {
      return new Parser();
    } catch (Parser.NoNativeLibrary e) {
      throw new IllegalStateException(e);
    }
  }

  private Sources() {}

  static SyntaxTree tree(String text) {
    try {
      return PARSER.parse(Language.PYTHON, text.getBytes(StandardCharsets.UTF_8));
    } catch (Parser.NoNativeLibrary e) {
      throw new IllegalStateException(e);
    }
  }

  /** The modules of a text; what stands before the first is {@code main}. */
  static Map<String, String> modules(String text) {
    var modules = new LinkedHashMap<String, String>();
    var name = "main";
    var lines = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith("## ")) {
        modules.put(name, lines.toString());
        lines.setLength(0);
        name = line.substring(3).strip();
      } else {
        lines.append(line).append('\n');
      }
    }
    modules.put(name, lines.toString());
    return modules;
  }

  static <T> Map<String, T> facts(String text, Function<SyntaxTree, T> reader) {
    var facts = new LinkedHashMap<String, T>();
    modules(text).forEach((name, source) -> facts.put(name, reader.apply(tree(source))));
    return facts;
  }

  /** {@code "module:line words"} of each mark in a text. */
  static List<String> expected(String text) {
    var expected = new ArrayList<String>();
    modules(text)
        .forEach((name, source) -> {
          int line = 0;
          for (String it : source.lines().toList()) {
            line++;
            int mark = it.indexOf("# expect: ");
            if (mark >= 0) {
              expected.add(name + ":" + line + " " + it.substring(mark + 10).strip());
            }
          }
        });
    return expected;
  }
}
