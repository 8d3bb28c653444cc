package preflight.check.signal;

import java.util.Locale;

/** A part of a revision, by which two of them can differ. */
public enum Part {
  IMAGE,
  COMMAND,
  VARIABLES,
  SECRETS,
  ACCOUNT,
  NETWORK,
  RESOURCES,
  PORT,
  SCALING;

  /** In a sentence. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
