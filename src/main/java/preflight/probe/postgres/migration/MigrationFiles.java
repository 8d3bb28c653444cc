package preflight.probe.postgres.migration;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads migrations from the file system. */
public final class MigrationFiles implements MigrationScripts {

  /** What identifies most migrations stands at their beginning. */
  private static final int HEAD = 16 * 1024;

  private static final int WHOLE = 4 << 20;

  /** Folders of other people's packages, which may hold migrations of their own. */
  private static final Set<String> FOREIGN =
      Set.of("node_modules", "site-packages", "venv", "vendor", "__pycache__");

  @Override
  public Optional<List<Script>> in(String directory, Wanted wanted) {
    Path root = Path.of(directory);
    var found = new TreeMap<String, Script>();
    try {
      Files.walkFileTree(
          root,
          EnumSet.noneOf(FileVisitOption.class),
          wanted.deep() ? Integer.MAX_VALUE : 1,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName() == null ? "" : folder.getFileName().toString();
              return folder.equals(root) || (!name.startsWith(".") && !FOREIGN.contains(name))
                  ? FileVisitResult.CONTINUE
                  : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              String path = root.relativize(file).toString().replace(File.separatorChar, '/');
              if (attributes.isRegularFile() && wanted.files().matcher(path).matches()) {
                found.put(path, new Script(path, text(file, wanted.whole())));
              }
              return FileVisitResult.CONTINUE;
            }
          });
      return Optional.of(List.copyOf(found.values()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String text(Path file, boolean whole) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(whole ? WHOLE + 1 : HEAD);
      if (whole && bytes.length > WHOLE) {
        throw new IOException(file + " is too large");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
