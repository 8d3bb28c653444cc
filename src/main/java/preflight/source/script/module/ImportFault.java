package preflight.source.script.module;

import preflight.source.Finding;

/**
 * An import that fails where the code runs.
 *
 * @param atLoad whether it fails whenever the file is loaded
 */
public record ImportFault(Kind kind, boolean atLoad, Finding finding) {

  /** What is wrong with it. */
  public enum Kind {
    /** Nothing is at its path. */
    MISSING,
    /** The name of the file differs in the case of letters, which Linux tells apart. */
    OTHER_CASE,
    /** The module does not export the name. */
    NO_EXPORT,
    /** No package file and no lock file names the package. */
    UNDECLARED,
    /** The package is for development, and the image is installed without. */
    FOR_DEVELOPMENT,
    /** Node.js loads it as an ES module, for which a path needs its extension. */
    NO_EXTENSION,
    /** The compiler leaves an alias as it is, and Node.js does not know it. */
    ALIAS
  }
}
