package preflight.source.syntax;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A language that is read, and the names of its files. */
public enum Language {
  PYTHON("python", Set.of("py", "pyi")),
  JAVASCRIPT("javascript", Set.of("js", "mjs", "cjs", "jsx")),
  TYPESCRIPT("typescript", Set.of("ts", "mts", "cts")),
  TSX("tsx", Set.of("tsx")),
  JAVA("java", Set.of("java")),
  GO("go", Set.of("go"));

  private final String grammar;

  // Made by Set.of.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> extensions;

  Language(String grammar, Set<String> extensions) {
    this.grammar = grammar;
    this.extensions = extensions;
  }

  /** What tree-sitter calls it. */
  String grammar() {
    return grammar;
  }

  /** The language of a file, by what follows the last dot of its name. */
  public static Optional<Language> of(String path) {
    int dot = path.lastIndexOf('.');
    if (dot <= path.lastIndexOf('/')) {
      return Optional.empty();
    }
    String extension = path.substring(dot + 1).toLowerCase(Locale.ROOT);
    for (Language language : values()) {
      if (language.extensions.contains(extension)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }
}
