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

  @Test
  void aFileThatIsAsNewAsTheIndexIsReadAgain() throws Exception {
    write("old.py", "x = 1\n");
    write("racy.py", "x = 1\n");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }
    FileTime index = Files.getLastModifiedTime(folder.resolve(".git/index"));
    Files.writeString(folder.resolve("racy.py"), "x = 2\n");
    Files.setLastModifiedTime(folder.resolve("racy.py"), index);

    SourceTree tree = WorkingTree.of(folder);

    assertThat(tree.file("old.py").orElseThrow().blob()).isPresent();
    assertThat(tree.file("racy.py").orElseThrow().blob()).isEmpty();
  }

  @Test
  void aFileLooksTheSameOnlyIfNothingOfItChanged() {
    var known = new FileStamp(0100644, 6, 1000, 5, 2000, 7, 42);
    assertThat(known.fits(known)).isTrue();
    assertThat(known.fits(new FileStamp(0100644, 7, 1000, 5, 2000, 7, 42))).isFalse();
    assertThat(known.fits(new FileStamp(0100644, 6, 1000, 6, 2000, 7, 42))).isFalse();
    // Its time was put back after it was written to.
    assertThat(known.fits(new FileStamp(0100644, 6, 1000, 5, 2001, 7, 42))).isFalse();
    assertThat(known.fits(new FileStamp(0100644, 6, 1000, 5, 2000, 8, 42))).isFalse();
    assertThat(known.fits(new FileStamp(0100644, 6, 1000, 5, 2000, 7, 43))).isFalse();
    assertThat(known.fits(new FileStamp(0120777, 6, 1000, 5, 2000, 7, 42))).isFalse();
    // JGit writes neither the time of the change nor the number of the file.
    assertThat(new FileStamp(0100644, 6, 1000, 5, 0, 0, 0).fits(known)).isTrue();
    assertThat(known.modifiedBefore(new FileStamp(0100644, 1, 1000, 5, 0, 0, 0))).isFalse();
    assertThat(known.modifiedBefore(new FileStamp(0100644, 1, 1000, 6, 0, 0, 0))).isTrue();
  }

  @Test
  void rulesOfWhatIsIgnoredAreThoseOfGit() throws Exception {
    write(".gitignore", "build/\n*.log\n!keep.log\n/top\n**/tmp/\nneg/*\n!neg/keep\n");
    write("a/.gitignore", "!x.log\n/only\nc/\n");
    for (String path :
        "a/x.log a/y.log a/only a/b/only a/b/c/f build/f keep.log top b/top a/tmp/z/f neg/a neg/keep/b"
            .split(" ", -1)) {
      write(path, "");
    }
    write("build/tracked", "");
    write("excluded", "");
    write("nested/f", "");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
    try (Git git = Git.init().setDirectory(folder.toFile()).call();
        Git _ = Git.init().setDirectory(folder.resolve("nested").toFile()).call()) {
      var index = git.getRepository().lockDirCache();
      var builder = index.builder();
      var entry = new org.eclipse.jgit.dircache.DirCacheEntry("build/tracked");
      entry.setFileMode(org.eclipse.jgit.lib.FileMode.REGULAR_FILE);
      builder.add(entry);
      builder.commit();
    }
    write(".git/info/exclude", "excluded\n");

    SourceTree tree = WorkingTree.of(folder);

    assertThat(tree.files())
        .containsOnlyKeys(
            ".gitignore",
            "a/.gitignore",
            "a/b/only",
            "a/x.log",
            "b/top",
            "build/tracked",
            "keep.log",
            "neg/keep/b");
    assertThat(tree.gaps())
        .containsOnlyKeys("link", "nested")
        .containsEntry("nested", "is a repository of its own");
    assertThat(WorkingTree.of(folder.resolve("a/b")).files()).containsOnlyKeys("only");
    assertThat(WorkingTree.of(folder.resolve("a/tmp/z")).files()).isEmpty();
  }

  @Test
  void aWorkingTreeBesideTheFirstOneHasAnIndexOfItsOwn() throws Exception {
    write("first/main.py", "x = 1\n");
    Path first = folder.resolve("first");
    try (Git git = Git.init().setDirectory(first.toFile()).call()) {
      git.getRepository().getConfig().setInt("index", null, "version", 4);
      git.getRepository().getConfig().save();
      write("first/main2.py", "x = 2\n");
      git.add().addFilepattern(".").call();
    }
    Path git = first.resolve(".git/worktrees/second");
    Files.createDirectories(git);
    Files.writeString(git.resolve("HEAD"), "ref: refs/heads/second\n");
    Files.writeString(git.resolve("commondir"), "../..\n");
    Files.copy(first.resolve(".git/index"), git.resolve("index"));
    write("second/main.py", "x = 1\n");
    write("second/main2.py", "x = 333\n");
    write("second/junk.log", "");
    write("first/.git/info/exclude", "*.log\n");
    Files.writeString(folder.resolve("second/.git"), "gitdir: ../first/.git/worktrees/second\n");

    SourceTree tree = WorkingTree.of(folder.resolve("second"));

    assertThat(tree.files()).containsOnlyKeys("main.py", "main2.py");
    assertThat(tree.file("main.py").orElseThrow().blob()).isPresent();
    assertThat(tree.file("main2.py").orElseThrow().blob()).isEmpty();
  }

  @Test
  void aDamagedIndexIsSaid() throws Exception {
    write("main.py", "");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }
    Path index = folder.resolve(".git/index");
    byte[] bytes = Files.readAllBytes(index);
    bytes[20] ^= 1;
    Files.write(index, bytes);

    assertThatThrownBy(() -> WorkingTree.of(folder)).hasMessageContaining("index of Git");
  }
}
