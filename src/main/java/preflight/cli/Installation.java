package preflight.cli;

import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Where Preflight itself lives.
 *
 * @param home holds {@code env-profiles} and {@code checks}
 * @param build holds the jars and their class paths
 */
public record Installation(Path home, Path build) {

  /** As the launcher says; without it, around the jar. */
  static Installation here() {
    String home = System.getProperty("preflight.home");
    String build = System.getProperty("preflight.build");
    if (home != null && build != null) {
      return new Installation(Path.of(home), Path.of(build));
    }
    Path beside = codeSource().toAbsolutePath().getParent();
    if (beside == null || beside.getParent() == null) {
      throw new IllegalStateException("Preflight lies in no folder");
    }
    return new Installation(beside.getParent(), beside);
  }

  private static Path codeSource() {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Path jar() {
    return build.resolve("preflight.jar");
  }

  Path libraries() {
    return build.resolve("lib");
  }

  Path sandboxJar() {
    return build.resolve("preflight-sandbox.jar");
  }

  Path sandboxLibraries() {
    return build.resolve("sandbox-lib");
  }
}
