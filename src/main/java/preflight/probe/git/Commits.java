package preflight.probe.git;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jgit.diff.PatchIdDiffFormatter;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;
import preflight.probe.Redaction;
import preflight.probe.git.GitHistory.Unanswered;
import preflight.probe.git.History.Gap;
import preflight.probe.git.History.Presence;
import preflight.probe.git.History.Standing;

/** The commits of one repository, while it is open. */
final class Commits implements AutoCloseable {

  /** A year of a busy repository; each is compared with the one before. */
  private static final int MOST = 10_000;

  private static final int FULL = 40;

  private static final Pattern REVERT =
      Pattern.compile("(?m)^This reverts commit (?<id>[0-9a-f]{7,40})\\b");

  private static final Pattern PICK =
      Pattern.compile("(?m)^\\(cherry picked from commit (?<id>[0-9a-f]{7,40})\\)");

  private final Repository repository;
  private final Optional<String> under;
  private final Redaction redaction;
  private final RevWalk parser;
  private final Set<ObjectId> shallow;

  /**
   * Opens the commits of a repository.
   *
   * @param under the folder of the source tree in it; empty for the whole
   */
  Commits(Repository repository, Optional<String> under, Redaction redaction) throws IOException {
    this.repository = repository;
    this.under = under;
    this.redaction = redaction;
    this.parser = new RevWalk(repository);
    this.shallow = repository.getObjectDatabase().getShallowCommits();
  }

  @Override
  public void close() {
    parser.close();
  }

  Standing standing(String digits, Predicate<String> concerns) throws IOException, Unanswered {
    RevCommit head = head();
    RevCommit deployed = find(digits);
    if (head.equals(deployed)) {
      return new Standing.Current(shown(head));
    }
    boolean behind = has(head, deployed);
    boolean ahead = !behind && has(deployed, head);
    if (!behind && !ahead && !shallow.isEmpty()) {
      throw new Unanswered(new Gap.Shallow());
    }
    List<RevCommit> undeployed = ahead ? List.of() : between(deployed, head, concerns);
    List<RevCommit> newer = behind ? List.of() : between(head, deployed, concerns);
    if (!behind && !ahead && !newer.isEmpty()) {
      newer = unmatched(newer, between(deployed, head, _ -> true));
    }
    if (undeployed.isEmpty() && newer.isEmpty()) {
      return new Standing.Current(shown(head));
    }
    if (newer.isEmpty()) {
      return new Standing.Behind(shown(head), shown(deployed), shown(undeployed));
    }
    return ahead
        ? new Standing.Ahead(shown(head), shown(deployed), shown(newer))
        : new Standing.Forked(shown(head), shown(deployed), shown(undeployed), shown(newer));
  }

  Presence presence(String digits, String deployedDigits) throws IOException, Unanswered {
    RevCommit deployed = find(deployedDigits);
    Optional<RevCommit> fix = known(digits);
    boolean contained = fix.isPresent() && has(deployed, fix.get());
    Map<ObjectId, RevCommit> undone = new HashMap<>();
    Optional<Presence> found = Optional.empty();
    boolean cut = false;
    int looked = 0;
    try (var walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.markStart(walk.parseCommit(deployed));
      if (fix.isPresent()) {
        walk.markUninteresting(walk.parseCommit(fix.get()));
      }
      for (RevCommit each : walk) {
        looked++;
        bounded(looked);
        cut |= shallow.contains(each);
        String message = each.getFullMessage();
        // The newest come first: what a later commit takes back takes nothing back itself.
        if (!undone.containsKey(each)) {
          for (String reverted : all(REVERT, message)) {
            known(reverted).ifPresent(it -> undone.putIfAbsent(it, each));
          }
        }
        if (!contained && found.isEmpty() && isPick(each, message, digits, fix)) {
          @Nullable RevCommit by = undone.get(each);
          found =
              Optional.of(
                  by == null ? new Presence.Picked(shown(each)) : new Presence.Reverted(shown(by)));
        }
      }
    }
    if (contained) {
      Optional<RevCommit> by = takenBack(fix.get(), undone);
      return by.isPresent() ? new Presence.Reverted(shown(by.get())) : new Presence.Contained();
    }
    if (found.isPresent()) {
      return found.get();
    }
    if (cut) {
      throw new Unanswered(new Gap.Shallow());
    }
    if (fix.isEmpty()) {
      throw new Unanswered(new Gap.UnknownCommit(digits));
    }
    return new Presence.Missing(Optional.of(shown(fix.get())), has(head(), fix.get()));
  }

  /** Whether a commit does what the fix does: it says so, or changes the same lines. */
  private boolean isPick(RevCommit each, String message, String digits, Optional<RevCommit> fix)
      throws IOException {
    String id = fix.map(RevCommit::name).orElse(digits);
    return all(PICK, message).stream().anyMatch(it -> it.startsWith(id) || id.startsWith(it))
        || (fix.isPresent() && isSame(each, fix.get()));
  }

  private boolean isSame(RevCommit one, RevCommit other) throws IOException {
    return one.getParentCount() == 1
        && other.getParentCount() == 1
        && !shallow.contains(other)
        && paths(one).equals(paths(other))
        && patch(one).equals(patch(other));
  }

  /** Of a revert of a merge, all that the merge brought is taken back. */
  private Optional<RevCommit> takenBack(RevCommit fix, Map<ObjectId, RevCommit> undone)
      throws IOException {
    for (var each : undone.entrySet()) {
      if (each.getKey().equals(fix)) {
        return Optional.of(each.getValue());
      }
      RevCommit merge = parser.parseCommit(each.getKey());
      if (merge.getParentCount() > 1
          && has(merge, fix)
          && !has(parser.parseCommit(merge.getParent(0)), fix)) {
        return Optional.of(each.getValue());
      }
    }
    return Optional.empty();
  }

  /** Those of which no other one does the same. */
  private List<RevCommit> unmatched(List<RevCommit> commits, List<RevCommit> others)
      throws IOException {
    Set<ObjectId> patches = new HashSet<>();
    Set<String> picked = new HashSet<>();
    for (RevCommit other : others) {
      picked.addAll(all(PICK, other.getFullMessage()));
    }
    Set<Set<String>> touched = new HashSet<>();
    for (RevCommit each : commits) {
      touched.add(paths(each));
    }
    for (RevCommit other : others) {
      if (other.getParentCount() == 1 && touched.contains(paths(other))) {
        patches.add(patch(other));
      }
    }
    List<RevCommit> left = new ArrayList<>();
    for (RevCommit each : commits) {
      boolean there =
          picked.stream().anyMatch(each.name()::startsWith)
              || (each.getParentCount() == 1 && patches.contains(patch(each)));
      if (!there) {
        left.add(each);
      }
    }
    return left;
  }

  /** Those that one commit has and the older one has not, and that touch what counts. */
  private List<RevCommit> between(RevCommit older, RevCommit newer, Predicate<String> concerns)
      throws IOException, Unanswered {
    List<RevCommit> found = new ArrayList<>();
    int looked = 0;
    try (var walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(newer));
      walk.markUninteresting(walk.parseCommit(older));
      for (RevCommit each : walk) {
        looked++;
        bounded(looked);
        if (shallow.contains(each)) {
          throw new Unanswered(new Gap.Shallow());
        }
        if (touches(each, concerns)) {
          found.add(parser.parseCommit(each));
        }
      }
    }
    return found;
  }

  private static void bounded(int looked) throws Unanswered {
    if (looked > MOST || Thread.currentThread().isInterrupted()) {
      throw new Unanswered(new Gap.TooMany(looked - 1));
    }
  }

  /** What a commit changes below the root of the source; of a merge, what it changes itself. */
  private boolean touches(RevCommit commit, Predicate<String> concerns) throws IOException {
    int cut = under.map(it -> it.length() + 1).orElse(0);
    try (TreeWalk walk = changes(commit, under)) {
      while (walk.next()) {
        String path = walk.getPathString();
        if (isOwn(walk, commit) && path.length() > cut && concerns.test(path.substring(cut))) {
          return true;
        }
      }
    }
    return false;
  }

  private Set<String> paths(RevCommit commit) throws IOException {
    Set<String> paths = new HashSet<>();
    try (TreeWalk walk = changes(commit, Optional.empty())) {
      while (walk.next()) {
        paths.add(walk.getPathString());
      }
    }
    return paths;
  }

  private TreeWalk changes(RevCommit commit, Optional<String> folder) throws IOException {
    var walk = new TreeWalk(repository);
    walk.setRecursive(true);
    walk.addTree(parser.parseCommit(commit).getTree());
    for (RevCommit parent : parser.parseCommit(commit).getParents()) {
      walk.addTree(parser.parseCommit(parent).getTree());
    }
    walk.setFilter(
        folder
            .map(it -> AndTreeFilter.create(PathFilter.create(it), TreeFilter.ANY_DIFF))
            .orElse(TreeFilter.ANY_DIFF));
    return walk;
  }

  /** Whether the entry is like that of no parent. */
  private static boolean isOwn(TreeWalk walk, RevCommit commit) {
    for (int parent = 1; parent <= commit.getParentCount(); parent++) {
      if (walk.idEqual(0, parent) && walk.getRawMode(0) == walk.getRawMode(parent)) {
        return false;
      }
    }
    return true;
  }

  private ObjectId patch(RevCommit commit) throws IOException {
    try (var formatter = new PatchIdDiffFormatter()) {
      formatter.setRepository(repository);
      RevCommit whole = parser.parseCommit(commit);
      formatter.format(parser.parseCommit(whole.getParent(0)).getTree(), whole.getTree());
      return formatter.getCalulatedPatchId();
    }
  }

  private boolean has(RevCommit newer, RevCommit older) throws IOException {
    try (var walk = new RevWalk(repository)) {
      return walk.isMergedInto(walk.parseCommit(older), walk.parseCommit(newer));
    }
  }

  private RevCommit head() throws IOException, Unanswered {
    @Nullable ObjectId head = repository.resolve("HEAD");
    if (head == null) {
      throw new Unanswered(new Gap.NoCommit());
    }
    return parser.parseCommit(head);
  }

  private RevCommit find(String digits) throws IOException, Unanswered {
    List<RevCommit> found = candidates(digits);
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new Unanswered(
        found.size() > 1
            ? new Gap.Ambiguous(digits)
            : shallow.isEmpty() ? new Gap.UnknownCommit(digits) : new Gap.Shallow());
  }

  private Optional<RevCommit> known(String digits) throws IOException {
    List<RevCommit> found = candidates(digits);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** By its digits alone: a branch or a tag may be called like a commit. */
  private List<RevCommit> candidates(String digits) throws IOException {
    List<ObjectId> ids;
    if (digits.length() == FULL) {
      ids = List.of(ObjectId.fromString(digits));
    } else {
      try (var reader = repository.newObjectReader()) {
        ids = List.copyOf(reader.resolve(AbbreviatedObjectId.fromString(digits)));
      }
    }
    List<RevCommit> commits = new ArrayList<>();
    for (ObjectId id : ids) {
      try {
        commits.add(parser.parseCommit(id));
      } catch (IncorrectObjectTypeException | MissingObjectException _) {
        // A file may begin with the same digits; and what is not there is not found.
      }
    }
    return commits;
  }

  private static List<String> all(Pattern pattern, String message) {
    return pattern.matcher(message).results().map(Commits::id).toList();
  }

  private static String id(java.util.regex.MatchResult found) {
    return found.group("id");
  }

  private List<Commit> shown(List<RevCommit> commits) {
    return commits.stream().map(this::shown).toList();
  }

  private Commit shown(RevCommit commit) {
    return new Commit(
        commit.name(),
        redaction.heard(commit.getShortMessage()),
        Instant.ofEpochSecond(commit.getCommitTime()));
  }
}
