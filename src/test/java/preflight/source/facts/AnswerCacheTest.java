package preflight.source.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.source.tree.WorkingTree;

class AnswerCacheTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir private Path folder;
  @TempDir private Path caches;

  private String build = "one";

  record Answer(List<String> words) {}

  private static final Answer ANSWER = new Answer(List.of("a", "é"));

  @BeforeEach
  void aTree() throws Exception {
    write("a.py", "x = 1\n");
    write("sub/b.py", "y = 1\n");
    try (Git git = Git.init().setDirectory(folder.toFile()).call()) {
      git.add().addFilepattern(".").call();
    }
    settle();
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, LONG_AGO);
  }

  /** A file that changed just now is not believed. */
  private static void settle() throws InterruptedException {
    Thread.sleep(150);
  }

  private AnswerCache<Answer> open() throws IOException {
    return open(caches);
  }

  private AnswerCache<Answer> open(Path at) throws IOException {
    return AnswerCache.of(
        Answer.class,
        WorkingTree.of(folder),
        Map.of("XDG_CACHE_HOME", at.toString()),
        Optional.of(build).filter(it -> !it.isEmpty()));
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.walk(caches)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }

  @Test
  void theSameQuestionAboutTheSameTreeHasTheSameAnswer() throws Exception {
    open().put("q", ANSWER);

    assertThat(open().get("q")).contains(ANSWER);
    assertThat(open().get("another rule, or another parameter")).isEmpty();
    build = "two";
    assertThat(open().get("q")).isEmpty();
    build = "";
    assertThat(open().get("q")).isEmpty();
  }

  @Test
  void anotherContentHasNoAnswerUntilItIsTheOldOneAgain() throws Exception {
    open().put("q", ANSWER);
    write("sub/b.py", "y = 22\n");
    assertThat(open().get("q")).isEmpty();
    write("sub/b.py", "y = 1\n");
    assertThat(open().get("q")).contains(ANSWER);
  }

  @Test
  void ofAFileThatGitDoesNotKnowTheContentCountsAndNotItsTime() throws Exception {
    write("new.py", "z = 1\n");
    settle();
    open().put("q", ANSWER);
    write("new.py", "z = 2\n");

    assertThat(open().get("q")).isEmpty();
  }

  @Test
  void aNewFileAndADeletedOneMakeAnotherTree() throws Exception {
    open().put("q", ANSWER);
    write("new.py", "");
    assertThat(open().get("q")).isEmpty();
    Files.delete(folder.resolve("new.py"));
    assertThat(open().get("q")).contains(ANSWER);
    Files.delete(folder.resolve("a.py"));
    assertThat(open().get("q")).isEmpty();
  }

  @Test
  void aTreeThatChangesWhileItIsReadIsNotRemembered() throws Exception {
    AnswerCache<Answer> cache = open();
    write("a.py", "x = 2\n");
    cache.put("q", ANSWER);
    write("a.py", "x = 1\n");

    assertThat(open().get("q")).isEmpty();
  }

  @Test
  void aFileThatChangedInTheMomentOfTheListingIsNotBelieved() throws Exception {
    write("a.py", "x = 1\n");
    open().put("q", ANSWER);

    assertThat(open().get("q")).isEmpty();
  }

  @Test
  void aDamagedAnswerIsNone() throws Exception {
    open().put("q", ANSWER);
    Path file = file();
    byte[] all = Files.readAllBytes(file);
    for (int i = 0; i < all.length; i++) {
      byte[] damaged = all.clone();
      damaged[i] ^= 1;
      Files.write(file, damaged);
      assertThat(open().get("q")).isEmpty();
    }
    Files.write(file, new byte[0]);
    assertThat(open().get("q")).isEmpty();
    open().put("q", ANSWER);
    assertThat(open().get("q")).contains(ANSWER);
  }

  @Test
  void severalRunsAtOnceLeaveAWholeAnswer() throws Exception {
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 20; i++) {
        var _ =
            pool.submit(() -> {
              open().put("q", ANSWER);
              return null;
            });
      }
    }

    assertThat(open().get("q")).contains(ANSWER);
    assertThat(file().getParent()).isDirectoryNotContaining(it -> it.toString().endsWith(".next"));
  }

  @Test
  void aFolderThatCannotBeWrittenToRemembersNothing() throws Exception {
    Path notAFolder = Files.writeString(caches.resolve("file"), "");
    open(notAFolder).put("q", ANSWER);

    assertThat(open(notAFolder).get("q")).isEmpty();
  }

  @Test
  void onlyTheLastAnswersAreKept() throws Exception {
    for (int i = 0; i < 30; i++) {
      open().put("q" + i, ANSWER);
    }

    assertThat(open().get("q29")).contains(ANSWER);
    try (Stream<Path> files = Files.list(file().getParent())) {
      assertThat(files).hasSizeLessThanOrEqualTo(24);
    }
  }

  @Test
  void aPlainFolderIsNeverRemembered() throws Exception {
    try (Stream<Path> git = Files.walk(folder.resolve(".git"))) {
      git.sorted(java.util.Comparator.reverseOrder()).forEach(it -> it.toFile().delete());
    }
    open().put("q", ANSWER);

    assertThat(open().get("q")).isEmpty();
  }
}
