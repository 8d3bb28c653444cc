package preflight.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/** The tree that the services of a sandbox are built from. */
final class SourceFiles {

  private static final String AT = "/preflight/sandbox/source/";

  private SourceFiles() {}

  /** What each file says when nothing is wrong with any. */
  static SortedMap<String, String> healthy() {
    SortedMap<String, String> files = new TreeMap<>();
    text("files.txt").lines().forEach(path -> files.put(path, text(path)));
    return files;
  }

  /** Where the tree of a sandbox lies. */
  static Path directory(Path sandbox) {
    return sandbox.resolve("source");
  }

  /** Writes a tree as a repository whose index holds all of it, and whose commits are these. */
  static void write(SortedMap<String, String> files, SourceHistory history, Path to)
      throws IOException {
    for (var each : files.entrySet()) {
      Path file = to.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, each.getValue());
    }
    try (Git git = Git.init().setDirectory(to.toFile()).call()) {
      history.commit(git);
      git.add().addFilepattern(".").call();
    } catch (GitAPIException e) {
      throw new IOException("The source tree is no repository: " + e.getMessage(), e);
    }
  }

  private static String text(String path) {
    try (InputStream in = SourceFiles.class.getResourceAsStream(AT + path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
