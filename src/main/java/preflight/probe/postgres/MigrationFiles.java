package preflight.probe.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads migrations from the file system. */
public final class MigrationFiles implements MigrationScripts {

  private static final int HEAD = 16 * 1024;

  @Override
  public Optional<List<Script>> in(String directory, Depth depth) {
    int levels = depth == Depth.DIRECTORY ? 1 : Integer.MAX_VALUE;
    try (var files = Files.walk(Path.of(directory), levels)) {
      List<Script> scripts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        scripts.add(new Script(file.getFileName().toString(), head(file)));
      }
      return Optional.of(scripts);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** What identifies a migration stands at its beginning. */
  private static String head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
    }
  }
}
