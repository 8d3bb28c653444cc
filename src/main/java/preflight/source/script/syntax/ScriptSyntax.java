package preflight.source.script.syntax;

import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import preflight.source.Finding;
import preflight.source.syntax.ConflictMarkers;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;

/**
 * Judges the syntax of scripts. The grammars of tree-sitter refuse some sound files of TypeScript
 * and JSX ({@code &} in a text, type arguments of tagged templates), so that what they refuse is a
 * doubt, and a finding only where Node.js refuses it as well. Marks of a merge are certain.
 */
public final class ScriptSyntax {

  private static final String RULE = "code-syntax";

  private ScriptSyntax() {}

  /** What is known of a file. */
  public sealed interface Verdict {

    /** It parses. */
    record Sound() implements Verdict {}

    /** It does not. */
    record Broken(Finding finding) implements Verdict {}

    /** The grammar refuses it, and nobody else was there to ask. */
    record Doubtful(int line, String why) implements Verdict {}
  }

  /** Another reader of JavaScript. */
  @FunctionalInterface
  public interface SecondOpinion {

    /** What it says against a source; empty where it accepts it. */
    Answer ask(String path, String source);

    /** An answer. */
    sealed interface Answer {

      /** The source is accepted. */
      record Accepted() implements Answer {}

      /** It is refused, in its words. */
      record Refused(int line, String words) implements Answer {}

      /** It could not be asked. */
      record Silent() implements Answer {}
    }
  }

  /** Judges a file. */
  public static Verdict judge(String path, SyntaxTree tree, SecondOpinion second) {
    if (tree.flaws().isEmpty()) {
      return new Verdict.Sound();
    }
    String source = tree.text(0, tree.end(0));
    OptionalInt merge = ConflictMarkers.in(source.getBytes(StandardCharsets.UTF_8));
    if (merge.isPresent()) {
      return broken(path, merge.getAsInt(), "a merge conflict is not resolved", "<<<<<<<");
    }
    int line = tree.line(tree.flaws().getFirst().node());
    var doubt = new Verdict.Doubtful(line, "the grammar does not know what stands there");
    if (tree.language() != Language.JAVASCRIPT || isDialect(tree, source)) {
      return doubt;
    }
    return switch (second.ask(path, source)) {
      case SecondOpinion.Answer.Accepted() -> new Verdict.Sound();
      case SecondOpinion.Answer.Refused(int at, String words) ->
          broken(path, at, "Node.js refuses it: " + words, words);
      case SecondOpinion.Answer.Silent() -> doubt;
    };
  }

  private static Verdict broken(String path, int line, String message, String subject) {
    return new Verdict.Broken(new Finding(RULE, path, line, 1, message, subject));
  }

  /** JSX, Flow and decorators, which Node.js does not read and a build takes away. */
  private static boolean isDialect(SyntaxTree tree, String source) {
    for (int node = 0; node < tree.size(); node++) {
      if (tree.kind(node).startsWith("jsx_") || tree.is(node, "decorator")) {
        return true;
      }
    }
    return source.contains("@flow") || source.contains("import type ") || source.contains("</");
  }
}
