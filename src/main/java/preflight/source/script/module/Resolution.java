package preflight.source.script.module;

/** What an import resolves to. */
public sealed interface Resolution {

  /** A file of the tree. */
  record Found(String path) implements Resolution {}

  /** A package that is declared and installed with or without development. */
  record Installed(String name) implements Resolution {}

  /** A package that is declared for development only, in the file at {@code by}. */
  record ForDevelopment(String name, String by) implements Resolution {}

  /** A path at which nothing is. */
  record Missing(String path) implements Resolution {}

  /** A path at which something is whose name differs in the case of letters. */
  record OtherCase(String written, String path) implements Resolution {}

  /** A package that neither a {@code package.json} up the tree nor a lock file names. */
  record Undeclared(String name, String nearest) implements Resolution {}

  /** Something of which the tree does not tell: bundlers, what is built, packages of packages. */
  record Open() implements Resolution {}
}
