package preflight.source.facts;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells this program from every other build of it, which may see something else in a file. */
public final class ProgramBuild {

  private ProgramBuild() {}

  /** Empty where classes lie in a directory, whose files change under it. */
  public static Optional<String> id() {
    try {
      Path jar = location();
      return Files.isRegularFile(jar)
          ? Optional.of("%d %s".formatted(Files.size(jar), Files.getLastModifiedTime(jar)))
          : Optional.empty();
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * A class out of an AOT cache that was made in another folder has no location; the jar of this
   * program is the first of its class path.
   */
  private static Path location() throws URISyntaxException {
    @Nullable CodeSource source = ProgramBuild.class.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      return Path.of(source.getLocation().toURI());
    }
    String path = System.getProperty("java.class.path", "");
    int end = path.indexOf(File.pathSeparatorChar);
    return Path.of(end < 0 ? path : path.substring(0, end));
  }
}
