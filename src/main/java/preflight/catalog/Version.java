package preflight.catalog;

import preflight.probe.PeerText;

/** Compares versions as people declare them: by their beginning, part by part. */
public final class Version {

  private Version() {}

  /** Whether {@code 7.2.4} is a {@code 7.2}; {@code 7.20} is none. */
  public static boolean matches(PeerText version, String declared) {
    return version.is(declared) || version.startsWith(declared + ".");
  }
}
