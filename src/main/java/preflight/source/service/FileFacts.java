package preflight.source.service;

import java.util.Optional;
import preflight.source.syntax.Language;
import preflight.source.syntax.SyntaxTree;

/**
 * What a file says, made from its content alone, so that it is read once for each content.
 *
 * @param language that it was read as: the same content may be a file of another one
 */
public record FileFacts(
    Language language,
    Optional<PythonFacts> python,
    Optional<ScriptFacts> script,
    Optional<CompiledFacts> compiled) {

  /** Of what readers of files find; whoever changes that changes this. */
  static final String FORMAT = "3";

  static FileFacts of(SyntaxTree tree) {
    Language language = tree.language();
    return switch (language) {
      case PYTHON ->
          new FileFacts(
              language, Optional.of(PythonFacts.of(tree)), Optional.empty(), Optional.empty());
      case JAVASCRIPT, TYPESCRIPT, TSX ->
          new FileFacts(
              language, Optional.empty(), Optional.of(ScriptFacts.of(tree)), Optional.empty());
      case JAVA, GO ->
          new FileFacts(
              language, Optional.empty(), Optional.empty(), Optional.of(CompiledFacts.of(tree)));
    };
  }
}
