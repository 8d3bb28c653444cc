package preflight.source.python;

/** What an image installs beside its own code, as far as requirements tell. */
public interface Distributions {

  /** Who brings a top-level module. */
  enum Answer {
    /** A requirement does. */
    INSTALLED,
    /** Nobody who is known does, but something that is installed may bring it. */
    PERHAPS,
    /** All that is installed is known, and nothing of it does. */
    NOBODY
  }

  Answer of(String module);
}
