package preflight.probe.postgres;

import java.io.IOException;
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
  public Optional<List<Script>> in(String directory) {
    try (var files = Files.list(Path.of(directory))) {
      List<Script> scripts = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        scripts.add(new Script(file.getFileName().toString(), head(file)));
      }
      return Optional.of(scripts);
    } catch (IOException e) {
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
