package preflight.source.script.module;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.facts.ScriptReader;
import preflight.source.script.module.ScriptModules.Manner;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;

/** A small tree of scripts, written in a test: {@code == path} starts a file. */
final class Modules {

  static final Manner ANY = new Manner(false, false);

  final Map<String, String> texts = new TreeMap<>();
  final ScriptTree tree;
  final ScriptResolver resolver;
  final ScriptModules modules;
  private final Map<String, ScriptFile> facts = new TreeMap<>();

  Modules(String tree) {
    String path = "";
    for (String line : tree.lines().toList()) {
      if (line.startsWith("== ")) {
        path = line.substring(3).strip();
        texts.put(path, "");
      } else {
        texts.merge(path, line + "\n", String::concat);
      }
    }
    texts.forEach((file, text) ->
        Language.of(file).ifPresent(it -> facts.put(file, ScriptReader.read(parse(it, text)))));
    this.tree = new ScriptTree(texts.keySet(), List.of(), it -> Optional.ofNullable(texts.get(it)));
    this.resolver = new ScriptResolver(this.tree);
    this.modules = new ScriptModules(resolver, facts);
  }

  private static preflight.source.syntax.SyntaxTree parse(Language language, String text) {
    try {
      return new Parser().parse(language, text.getBytes(StandardCharsets.UTF_8));
    } catch (Parser.NoNativeLibrary e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code path:line kind message}, of all files. */
  List<String> faults(Manner manner) {
    return facts.keySet().stream()
        .flatMap(it -> modules.faults(it, manner).stream())
        .sorted(Comparator.comparing(ImportFault::finding))
        .map(it ->
            "%s:%d %s %s"
                .formatted(
                    it.finding().path(), it.finding().line(), it.kind(), it.finding().message()))
        .toList();
  }
}
