package preflight.source.tree;

import java.util.Locale;

/** What the files of a source tree are there for. */
public enum Role {
  PRODUCTION,
  TEST,
  /** Written by a program: generated sources, migrations, minified scripts. */
  GENERATED,
  /** Written by somebody else and kept as a copy. */
  VENDORED,
  /** An older state that somebody kept beside the current one. */
  BACKUP,
  /** Documentation, examples, and what a profile does not count as production. */
  OTHER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
