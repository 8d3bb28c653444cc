package preflight.probe.network;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The directory in which Cloud Run, or the Cloud SQL Auth Proxy, has one directory for each
 * instance that is attached, named like it: {@code project:region:instance}.
 */
final class CloudSqlSockets {

  // A project may have a domain before it.
  private static final Pattern INSTANCE =
      Pattern.compile("([a-z0-9.-]{1,100}:){2,3}[a-z0-9-]{1,98}");

  private static final int MOST = 5;

  private CloudSqlSockets() {}

  /** The instances that have a socket where the one of this path should be; itself is none. */
  static List<String> besides(String path) {
    Path instance;
    try {
      instance = Path.of(path).getParent();
    } catch (InvalidPathException _) {
      return List.of();
    }
    if (instance == null
        || instance.getParent() == null
        || !INSTANCE.matcher(instance.getFileName().toString()).matches()
        || Files.exists(instance)) {
      return List.of();
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(instance.getParent())) {
      return StreamSupport.stream(found.spliterator(), false)
          .map(it -> it.getFileName().toString())
          .filter(it -> INSTANCE.matcher(it).matches())
          .limit(MOST)
          .sorted()
          .toList();
    } catch (IOException | DirectoryIteratorException _) {
      return List.of();
    }
  }

  /** Whether a file is where the directory of a socket should be. */
  static boolean isFile(String path) {
    try {
      Path directory = Path.of(path).getParent();
      return directory != null && Files.exists(directory) && !Files.isDirectory(directory);
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
