package preflight.source.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.source.tree.SourceTree.Content;

class WorkingTreeTest {

  @TempDir private Path folder;

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    // Git doubts a file that is as new as its index.
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  @Test
  void listsWhatIsTrackedAndWhatIsNotIgnored() throws Exception {
    write("app/main.py", "import os\n");
    write(".gitignore", "*.log\nbuild/\n");
    write("app/.gitignore", "local.py\n");
    write("app/local.py", "");
    write("build/out.py", "");
    write("debug.log", "");
    write("forced.log", "tracked all the same");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern("app/main.py").addFilepattern(".gitignore").call();
      git.add().addFilepattern("forced.log").call();
    }
    write("app/new.py", "");

    SourceTree tree = WorkingTree.of(folder);

    assertThat(tree.files().keySet())
        .contains("app/main.py", "app/new.py", ".gitignore")
        .doesNotContain("app/local.py", "build/out.py", "debug.log");
    assertThat(requireNonNull(tree.files().get("app/main.py")).blob()).isPresent();
    assertThat(requireNonNull(tree.files().get("app/new.py")).blob()).isEmpty();
  }

  @Test
  void aChangedFileHasNoBlob() throws Exception {
    write("main.py", "import os\n");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }
    Files.writeString(folder.resolve("main.py"), "import sys, os\n");

    SourceTree tree = WorkingTree.of(folder);

    SourceFile file = tree.file("main.py").orElseThrow();
    assertThat(file.blob()).isEmpty();
    assertThat(tree.read(file))
        .isInstanceOfSatisfying(
            Content.Bytes.class,
            it -> assertThat(new String(it.bytes(), UTF_8)).isEqualTo("import sys, os\n"));
  }

  @Test
  void aFolderOfARepositoryIsATreeOfItsOwn() throws Exception {
    write("backend/app/main.py", "");
    write("backend-old/main.py", "");
    write("frontend/index.ts", "");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }

    assertThat(WorkingTree.of(folder.resolve("backend")).files()).containsOnlyKeys("app/main.py");
    assertThat(WorkingTree.of(folder.resolve("backend/app")).files()).containsOnlyKeys("main.py");
  }

  @Test
  void aPlainFolderIsATreeAndLinksAreNotFollowed() throws Exception {
    write("a/b.py", "x = 1\n");
    Files.createSymbolicLink(folder.resolve("a/loop"), folder);

    SourceTree tree = WorkingTree.of(folder);

    assertThat(tree.files()).containsOnlyKeys("a/b.py");
    assertThat(tree.gaps()).containsEntry("a/loop", "is a symbolic link");
  }

  @Test
  void whatIsGoneOrTooLargeIsSaid() throws Exception {
    write("gone.py", "");
    SourceTree tree = WorkingTree.of(folder);
    SourceFile gone = tree.file("gone.py").orElseThrow();
    Files.delete(folder.resolve("gone.py"));

    assertThat(tree.read(gone)).isEqualTo(new Content.Unread("is gone"));
    assertThatThrownBy(() -> WorkingTree.of(folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
