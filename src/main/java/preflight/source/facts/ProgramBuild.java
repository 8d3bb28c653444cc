package preflight.source.facts;

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
    @Nullable CodeSource source = ProgramBuild.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      Path jar = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(jar)
          ? Optional.of("%d %s".formatted(Files.size(jar), Files.getLastModifiedTime(jar)))
          : Optional.empty();
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
