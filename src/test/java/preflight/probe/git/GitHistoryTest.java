package preflight.probe.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.probe.Redaction;
import preflight.probe.git.History.Gap;
import preflight.probe.git.History.Presence;
import preflight.probe.git.History.Standing;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Source;

/** Real repositories: lines, forks, picks, reverts, merges, and clones that lack something. */
class GitHistoryTest {

  private static final Redaction REDACTION = new Redaction(List::of);

  @TempDir Path temporary;
  private Repo repo;
  private String first;

  @BeforeEach
  void begin() throws Exception {
    repo = Repo.in(temporary.resolve("repo"));
    first = repo.commit("Begin", "backend/main.py", "1\n2\n3\n");
  }

  @AfterEach
  void end() {
    repo.close();
  }

  private static boolean all(String path) {
    return !path.isEmpty();
  }

  private static boolean backend(String path) {
    return path.startsWith("backend/");
  }

  private static Source source(String root) {
    return new Source(new ResourceName(Kind.SOURCE, ""), root, List.of(), List.of(), List.of());
  }

  private static GitHistory at(Path folder) {
    return new GitHistory(folder, REDACTION);
  }

  private Standing standing(String deployed, Predicate<String> concerns) {
    return at(repo.folder()).standing(source("."), deployed, concerns);
  }

  private Presence presence(String fix, String deployed) throws Exception {
    return at(repo.folder()).presence(source("."), fix, deployed);
  }

  private static List<String> subjects(List<Commit> commits) {
    return commits.stream().map(it -> it.subject().shown()).toList();
  }

  @Test
  void the_same_commit_is_current_by_any_of_its_digits() {
    assertThat(standing(first, GitHistoryTest::all)).isInstanceOf(Standing.Current.class);
    assertThat(standing(first.substring(0, 7), GitHistoryTest::all))
        .isInstanceOf(Standing.Current.class);
  }

  @Test
  void commits_of_other_parts_do_not_count() throws Exception {
    repo.commit("Write the readme", "README.md", "x");
    assertThat(standing(first, GitHistoryTest::backend)).isInstanceOf(Standing.Current.class);
    assertThat(standing(first, GitHistoryTest::all)).isInstanceOf(Standing.Behind.class);
  }

  @Test
  void what_head_has_and_the_deployed_commit_has_not_is_told_newest_first() throws Exception {
    repo.commit("feat: chats", "backend/chat.py", "x");
    repo.commit("Write the readme", "README.md", "x");
    repo.commit("fix(chat): keep the session", "backend/chat.py", "y");
    assertThat(standing(first, GitHistoryTest::backend))
        .isInstanceOfSatisfying(
            Standing.Behind.class,
            it -> {
              assertThat(subjects(it.undeployed()))
                  .containsExactly("fix(chat): keep the session", "feat: chats");
              assertThat(it.undeployed().stream().map(Commit::repairs))
                  .containsExactly(true, false);
            });
  }

  @Test
  void a_merge_counts_by_what_its_commits_change() throws Exception {
    repo.branch("topic");
    repo.commit("Add a topic", "backend/topic.py", "x");
    repo.checkout("main");
    repo.commit("Write the readme", "README.md", "x");
    repo.merge("topic");
    assertThat(standing(first, GitHistoryTest::backend))
        .isInstanceOfSatisfying(
            Standing.Behind.class,
            it -> assertThat(subjects(it.undeployed())).containsExactly("Add a topic"));
  }

  @Test
  void an_older_checkout_is_told_apart_also_without_a_branch() throws Exception {
    String second = repo.commit("feat: chats", "backend/chat.py", "x");
    repo.checkout(first);
    assertThat(standing(second, GitHistoryTest::backend))
        .isInstanceOfSatisfying(
            Standing.Ahead.class,
            it -> assertThat(subjects(it.newer())).containsExactly("feat: chats"));
  }

  @Test
  void a_hotfix_that_only_runs_forks_and_one_that_was_picked_does_not() throws Exception {
    repo.branch("hotfix");
    String hotfix = repo.commit("fix: sign in", "backend/main.py", "1\n2\nthree\n");
    repo.checkout("main");
    repo.commit("feat: chats", "backend/chat.py", "x");
    assertThat(standing(hotfix, GitHistoryTest::backend))
        .isInstanceOfSatisfying(
            Standing.Forked.class,
            it -> {
              assertThat(subjects(it.onlyDeployed())).containsExactly("fix: sign in");
              assertThat(subjects(it.undeployed())).containsExactly("feat: chats");
            });
    repo.pick(hotfix, "fix: sign in, again");
    assertThat(standing(hotfix, GitHistoryTest::backend)).isInstanceOf(Standing.Behind.class);
  }

  @Test
  void a_fix_is_there_as_itself_as_a_picked_one_and_by_what_a_message_says() throws Exception {
    String fix = repo.commit("fix: sign in", "backend/main.py", "1\n2\nthree\n");
    assertThat(presence(fix, repo.commit("More", "a", "a"))).isInstanceOf(Presence.Contained.class);
    assertThat(presence(fix, first))
        .isInstanceOfSatisfying(Presence.Missing.class, it -> assertThat(it.checkedOut()).isTrue());
    repo.checkout(first);
    repo.branch("release");
    repo.commit("More before", "backend/other.py", "x");
    String same = repo.pick(fix, "fix: sign in (#12)");
    assertThat(presence(fix, same)).isInstanceOf(Presence.Picked.class);
    repo.reset(first);
    String said =
        repo.commit(
            "fix: sign in\n\n(cherry picked from commit " + fix + ")",
            "backend/main.py",
            "1\n2\n3 and more\n");
    assertThat(presence(fix, said)).isInstanceOf(Presence.Picked.class);
    assertThat(presence(fix.substring(0, 8), said)).isInstanceOf(Presence.Picked.class);
  }

  @Test
  void a_fix_that_was_taken_back_is_not_there_unless_that_was_taken_back_too() throws Exception {
    String fix = repo.commit("fix: sign in", "backend/main.py", "1\n2\nthree\n");
    String reverted = repo.revert(fix);
    assertThat(presence(fix, reverted)).isInstanceOf(Presence.Reverted.class);
    assertThat(presence(fix, repo.revert(reverted))).isInstanceOf(Presence.Contained.class);
  }

  @Test
  void a_merge_that_was_taken_back_takes_its_fix_with_it() throws Exception {
    repo.branch("topic");
    String fix = repo.commit("fix: sign in", "backend/main.py", "1\n2\nthree\n");
    repo.checkout("main");
    repo.commit("Write the readme", "README.md", "x");
    String merge = repo.merge("topic");
    assertThat(presence(fix, merge)).isInstanceOf(Presence.Contained.class);
    String back =
        repo.commit(
            "Revert \"Merge topic\"\n\nThis reverts commit %s, reversing\nchanges made to %s."
                .formatted(merge, first),
            "backend/main.py",
            "1\n2\n3\n");
    assertThat(presence(fix, back)).isInstanceOf(Presence.Reverted.class);
  }

  @Test
  void a_fix_that_is_on_no_branch_that_runs_is_missing() throws Exception {
    repo.branch("topic");
    String fix = repo.commit("fix: sign in", "backend/main.py", "1\n2\nthree\n");
    repo.checkout("main");
    String deployed = repo.commit("Change the same file", "backend/main.py", "0\n2\n3\n");
    assertThat(presence(fix, deployed))
        .isInstanceOfSatisfying(
            Presence.Missing.class, it -> assertThat(it.checkedOut()).isFalse());
  }

  @Test
  void a_commit_that_the_repository_does_not_have_is_not_guessed() throws Exception {
    String nobody = "0123456789abcdef0123456789abcdef01234567";
    assertThat(standing(nobody, GitHistoryTest::all))
        .isEqualTo(new Standing.CannotTell(new Gap.UnknownCommit(nobody)));
    assertThat(presence(nobody, first))
        .isEqualTo(new Presence.CannotTell(new Gap.UnknownCommit(nobody)));
  }

  @Test
  void digits_are_never_read_as_the_name_of_a_branch() throws Exception {
    repo.branch("abcdef0");
    repo.commit("More", "a", "a");
    assertThat(standing("abcdef0", GitHistoryTest::all))
        .isEqualTo(new Standing.CannotTell(new Gap.UnknownCommit("abcdef0")));
  }

  @Test
  void a_shallow_clone_says_so_and_tells_what_it_can() throws Exception {
    String second = repo.commit("feat: chats", "backend/chat.py", "x");
    String third = repo.commit("fix: chats", "backend/chat.py", "y");
    Path one = repo.shallow(temporary.resolve("one"), 1);
    assertThat(at(one).standing(source("."), first, GitHistoryTest::all))
        .isEqualTo(new Standing.CannotTell(new Gap.Shallow()));
    assertThat(at(one).standing(source("."), third, GitHistoryTest::all))
        .isInstanceOf(Standing.Current.class);
    assertThat(at(one).presence(source("."), first, third))
        .isEqualTo(new Presence.CannotTell(new Gap.Shallow()));
    Path two = repo.shallow(temporary.resolve("two"), 2);
    assertThat(at(two).standing(source("."), second, GitHistoryTest::all))
        .isInstanceOfSatisfying(
            Standing.Behind.class,
            it -> assertThat(subjects(it.undeployed())).containsExactly("fix: chats"));
  }

  @Test
  void no_repository_and_one_without_commits_say_so() throws Exception {
    assertThat(at(temporary).standing(source("nowhere"), first, GitHistoryTest::all))
        .isEqualTo(new Standing.CannotTell(new Gap.NoRepository()));
    try (Repo empty = Repo.in(temporary.resolve("empty"))) {
      assertThat(at(empty.folder()).standing(source("."), first, GitHistoryTest::all))
          .isEqualTo(new Standing.CannotTell(new Gap.NoCommit()));
    }
  }

  @Test
  void a_second_working_tree_has_a_head_of_its_own() throws Exception {
    String second = repo.commit("feat: chats", "backend/chat.py", "x");
    Path kept = Files.createDirectories(repo.folder().resolve(".git/worktrees/other"));
    Path other = Files.createDirectories(temporary.resolve("other"));
    Files.writeString(other.resolve(".git"), "gitdir: " + kept + "\n");
    Files.writeString(kept.resolve("commondir"), "../..\n");
    Files.writeString(kept.resolve("gitdir"), other.resolve(".git") + "\n");
    Files.writeString(kept.resolve("HEAD"), first + "\n");
    assertThat(at(other).standing(source("."), second, GitHistoryTest::all))
        .isInstanceOf(Standing.Ahead.class);
    assertThat(standing(second, GitHistoryTest::all)).isInstanceOf(Standing.Current.class);
  }

  @Test
  void paths_begin_at_the_root_of_the_source() throws Exception {
    repo.commit("feat: chats", "backend/chat.py", "x");
    assertThat(at(repo.folder()).standing(source("backend"), first, "chat.py"::equals))
        .isInstanceOf(Standing.Behind.class);
  }
}
