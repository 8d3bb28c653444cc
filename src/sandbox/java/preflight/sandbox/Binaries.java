package preflight.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks the servers' programs from their jars, once per version, into the user's cache. */
final class Binaries {

  private static final String REDIS = "redis-server-6.2.6-v5-linux-amd64";
  private static final String POSTGRES = "postgres-linux-x86_64.txz";

  private final Path cache;

  private Binaries(Path cache) {
    this.cache = cache;
  }

  /** The user's cache, or the fallback where that cannot be written. */
  static Binaries cached(Path fallback) {
    Path cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(path -> Path.of(path).isAbsolute())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("preflight");
    try {
      Files.createDirectories(cache);
    } catch (IOException e) {
      return new Binaries(fallback);
    }
    return new Binaries(Files.isWritable(cache) ? cache : fallback);
  }

  /** The program {@code redis-server}. */
  Path redis() throws IOException {
    return unpacked(REDIS, Binaries::copy).resolve("redis-server");
  }

  /** A directory with {@code bin}, {@code lib}, {@code share} and {@code template}. */
  Path postgres() throws IOException {
    return unpacked(POSTGRES, Binaries::untar);
  }

  @FunctionalInterface
  private interface Unpacking {
    void unpack(InputStream from, Path to) throws IOException;
  }

  private Path unpacked(String resource, Unpacking unpacking) throws IOException {
    URL url = Binaries.class.getClassLoader().getResource(resource);
    if (url == null || !(url.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException("The class path has no jar with " + resource);
    }
    String jar = String.valueOf(Path.of(connection.getJarFileURL().getPath()).getFileName());
    Path target = cache.resolve(jar.replace(".jar", ""));
    if (Files.isDirectory(target)) {
      return target;
    }
    Path fresh = Files.createTempDirectory(cache, ".unpacking-");
    try (InputStream in = url.openStream()) {
      unpacking.unpack(in, fresh);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another first run was quicker.
      if (!Files.isDirectory(target)) {
        throw e;
      }
    } finally {
      FileTree.delete(fresh);
    }
    return target;
  }

  private static void copy(InputStream from, Path to) throws IOException {
    Path program = to.resolve("redis-server");
    Files.copy(from, program);
    executable(program);
  }

  private static void untar(InputStream from, Path to) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(from))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = to.resolve(entry.getName()).normalize();
        if (!path.startsWith(to)) {
          throw new IOException("An archive must not write outside: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
        }
        if ((entry.getMode() & 0b001_000_000) != 0 && !entry.isSymbolicLink()) {
          executable(path);
        }
      }
    }
    PostgresProgram.in(to).initialize(to.resolve("template"));
  }

  private static void executable(Path program) throws IOException {
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("Cannot make executable: " + program);
    }
  }
}
