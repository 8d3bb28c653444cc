package preflight.source.house;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.RuleResult;
import preflight.source.facts.FactsCache;
import preflight.source.rule.HouseRule;
import preflight.source.rule.Overview;
import preflight.source.rule.ReadFile;
import preflight.source.tree.Role;
import preflight.source.tree.Roles;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

/**
 * Asks rules of a source tree. A file is read once for all of them, by as many threads as there are
 * processors, and is forgotten before the next one is read.
 */
public final class Inspection {

  /** What is larger is not read: a source file is not, and each thread holds one. */
  private static final long LARGEST = 16L << 20;

  /** A zero in so many bytes is the mark of a file that is no text. */
  private static final int LOOKED_AT = 8 << 10;

  private final Overview overview;
  private final ReadFile.Grammar grammar;
  private final FileNotes notes;
  private final HouseAnswers answers;

  /**
   * @param grammar parses what rules ask for
   * @param notes what earlier runs saw
   * @param answers that are known of the whole tree
   */
  Inspection(
      SourceTree tree,
      Roles roles,
      ReadFile.Grammar grammar,
      FileNotes notes,
      HouseAnswers answers) {
    this.notes = notes;
    this.answers = answers;
    this.overview = new Overview(tree, roles);
    this.grammar = grammar;
  }

  /**
   * What came of it.
   *
   * @param results of each rule
   * @param allowances all comments that allow something, in the files that were read
   * @param files those that were read, by path
   */
  record Inspected(
      Map<HouseRule<?>, RuleResult> results, List<Allowance> allowances, SortedSet<String> files) {}

  Inspected inspect(Collection<? extends HouseRule<?>> rules) throws InterruptedException {
    var asked = new LinkedHashSet<HouseRule<?>>(rules);
    Optional<Inspected> known = answers.get(asked);
    if (known.isPresent()) {
      return known.get();
    }
    Inspected inspected = look(asked);
    answers.put(asked, inspected);
    return inspected;
  }

  private Inspected look(Set<HouseRule<?>> rules) throws InterruptedException {
    Map<HouseRule<?>, RuleResult> results = new LinkedHashMap<>();
    List<Allowance> allowances = new ArrayList<>();
    SortedSet<String> files = new TreeSet<>();
    // What a rule of a later pass says belongs to the one that it follows from.
    Map<HouseRule<?>, HouseRule<?>> asked = new LinkedHashMap<>();
    rules.forEach(it -> asked.put(it, it));
    Set<HouseRule<?>> now = new LinkedHashSet<>(asked.keySet());
    boolean first = true;
    while (!now.isEmpty()) {
      var pass = new Pass(List.copyOf(now), first);
      pass.run();
      allowances.addAll(pass.allowances());
      files.addAll(pass.read());
      now = new LinkedHashSet<>();
      for (int i = 0; i < pass.rules.size(); i++) {
        HouseRule<?> rule = pass.rules.get(i);
        HouseRule<?> origin = asked.getOrDefault(rule, rule);
        results.merge(origin, pass.result(i), RuleResult::and);
        Optional<HouseRule<?>> next = pass.next(i);
        if (next.isPresent()) {
          asked.put(next.get(), origin);
          now.add(next.get());
        }
      }
      first = false;
    }
    notes.save();
    return new Inspected(results, allowances, files);
  }

  Overview overview() {
    return overview;
  }

  /** What one file gave. */
  private static final class Seen {
    final Map<Integer, List<Object>> notes = new HashMap<>();
    final List<Allowance> allowances = new ArrayList<>();
    final Map<Integer, Gap> gaps = new HashMap<>();
    boolean read;
  }

  /** One pass over the files. */
  private final class Pass {
    final List<HouseRule<?>> rules;
    private final boolean first;
    private final List<SourceFile> files;
    private final @Nullable Seen[] seen;
    private final List<String> words;
    private final MultiSearch search;

    /** By rule: the numbers of its words; null for one that looks at all files. */
    private final List<Set<String>> wanted = new ArrayList<>();

    /** By rule: how it is remembered. */
    private final List<String> digests;

    private final Map<String, HouseRule<?>> byDigest = new HashMap<>();

    Pass(List<HouseRule<?>> rules, boolean first) {
      this.rules = rules;
      this.first = first;
      this.files = List.copyOf(overview.tree().files().values());
      this.seen = new Seen[files.size()];
      List<String> all = new ArrayList<>();
      if (first) {
        all.add(Allowance.MARK);
      }
      for (HouseRule<?> rule : rules) {
        Set<String> own = rule.words();
        wanted.add(own);
        all.addAll(own);
      }
      this.words = MultiSearch.distinct(all);
      this.search = new MultiSearch(words);
      this.digests = notes.remembers() ? rules.stream().map(FileNotes::digest).toList() : List.of();
      for (int i = 0; i < digests.size(); i++) {
        byDigest.put(digests.get(i), rules.get(i));
      }
    }

    void run() throws InterruptedException {
      int threads = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), 8));
      var next = new AtomicInteger();
      try (var pool = Executors.newFixedThreadPool(threads)) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          all.add(
              pool.submit(() -> {
                for (int at = next.getAndIncrement();
                    at < files.size() && !Thread.currentThread().isInterrupted();
                    at = next.getAndIncrement()) {
                  seen[at] = file(files.get(at));
                }
              }));
        }
        try {
          for (Future<?> each : all) {
            each.get();
          }
        } catch (InterruptedException e) {
          pool.shutdownNow();
          throw e;
        } catch (ExecutionException e) {
          pool.shutdownNow();
          throw new IllegalStateException(e.getCause());
        }
      }
    }

    private @Nullable Seen file(SourceFile file) {
      Role role = overview.role(file);
      List<Integer> asking = new ArrayList<>();
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).concerns(file, role)) {
          asking.add(i);
        }
      }
      if (asking.isEmpty()) {
        return null;
      }
      var result = new Seen();
      if (file.size() > LARGEST) {
        Gap gap = new Gap(file.path(), "is larger than %d MiB".formatted(LARGEST >> 20));
        asking.forEach(it -> result.gaps.put(it, gap));
        return result;
      }
      if (file.blob().isPresent() && known(file.blob().get(), file, role, asking, result)) {
        return result;
      }
      switch (overview.tree().read(file)) {
        case SourceTree.Content.Unread(String why) ->
            asking.forEach(it -> result.gaps.put(it, new Gap(file.path(), why)));
        case SourceTree.Content.Bytes(byte[] bytes) -> {
          if (isText(bytes)) {
            result.read = true;
            look(file, role, bytes, asking, result);
          }
        }
      }
      return result;
    }

    private void look(SourceFile file, Role role, byte[] bytes, List<Integer> asking, Seen result) {
      List<ReadFile.Place> places = new ArrayList<>();
      Set<String> found = new LinkedHashSet<>();
      search.find(
          bytes,
          (word, offset) -> {
            places.add(new ReadFile.Place(words.get(word), offset));
            found.add(words.get(word));
          });
      List<Integer> hit =
          asking.stream()
              .filter(it ->
                  wanted.get(it).isEmpty() || wanted.get(it).stream().anyMatch(found::contains))
              .toList();
      if (hit.isEmpty() && found.isEmpty()) {
        return;
      }
      Optional<String> blob =
          notes.remembers() ? Optional.of(FactsCache.blob(bytes)) : Optional.empty();
      Map<String, List<Object>> known =
          blob.map(it -> notes.of(it, file, role, byDigest)).orElse(Map.of());
      var read = new ReadFile(file, role, bytes, places, grammar);
      if (first && found.contains(Allowance.MARK)) {
        places.stream()
            .filter(it -> it.word().equals(Allowance.MARK))
            .forEach(it -> Allowance.at(read, it.offset()).ifPresent(result.allowances::add));
      }
      for (int i : hit) {
        @Nullable List<Object> before = blob.isEmpty() ? null : known.get(digests.get(i));
        if (before == null) {
          ask(i, read, result);
        } else if (!before.isEmpty()) {
          result.notes.put(i, before);
        }
      }
      blob.ifPresent(it -> notes.add(it, file, role, noted(asking, found, result), byDigest));
    }

    /** Whether all that asks looked at this content before: then it notes the same again. */
    private boolean known(
        String blob, SourceFile file, Role role, List<Integer> asking, Seen result) {
      if (!notes.remembers()) {
        return false;
      }
      Map<String, List<Object>> known = notes.of(blob, file, role, byDigest);
      if ((first && !known.containsKey(FileNotes.COMMENTS))
          || !asking.stream().allMatch(it -> known.containsKey(digests.get(it)))) {
        return false;
      }
      for (int i : asking) {
        List<Object> before = known.getOrDefault(digests.get(i), List.of());
        if (!before.isEmpty()) {
          result.notes.put(i, before);
        }
      }
      result.read = true;
      return true;
    }

    /** What is worth to be remembered: all but gaps, which may pass. */
    private Map<String, List<Object>> noted(List<Integer> asking, Set<String> found, Seen result) {
      Map<String, List<Object>> noted = new HashMap<>();
      if (first && !found.contains(Allowance.MARK)) {
        noted.put(FileNotes.COMMENTS, List.of());
      }
      asking.stream()
          .filter(it -> !result.gaps.containsKey(it))
          .forEach(it -> noted.put(digests.get(it), result.notes.getOrDefault(it, List.of())));
      return noted;
    }

    @SuppressWarnings("unchecked") // notes go back to the rule that made them
    private void ask(int i, ReadFile file, Seen result) {
      List<Object> notes = new ArrayList<>();
      try {
        ((HouseRule<Object>) rules.get(i)).look(file, notes::add);
        if (!notes.isEmpty()) {
          result.notes.put(i, notes);
        }
      } catch (ReadFile.Unparsed e) {
        result.gaps.put(i, new Gap(file.path(), String.valueOf(e.getMessage())));
      } catch (RuntimeException | StackOverflowError e) {
        // One odd file must not hide what stands in all others.
        result.gaps.put(
            i, new Gap(file.path(), "met a defect of the rule (" + e.getClass().getName() + ")"));
      }
    }

    List<Allowance> allowances() {
      return stream().flatMap(it -> it.allowances.stream()).toList();
    }

    List<String> read() {
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < seen.length; i++) {
        Seen one = seen[i];
        if (one != null && one.read) {
          paths.add(files.get(i).path());
        }
      }
      return paths;
    }

    private java.util.stream.Stream<Seen> stream() {
      return java.util.Arrays.stream(seen).flatMap(java.util.stream.Stream::ofNullable);
    }

    private List<Object> notes(int i) {
      List<Object> notes = new ArrayList<>();
      stream().forEach(it -> notes.addAll(it.notes.getOrDefault(i, List.of())));
      return notes;
    }

    @SuppressWarnings("unchecked") // notes go back to the rule that made them
    RuleResult result(int i) {
      List<Finding> findings = ((HouseRule<Object>) rules.get(i)).conclude(notes(i), overview);
      List<Gap> gaps =
          new ArrayList<>(
              stream().flatMap(it -> java.util.stream.Stream.ofNullable(it.gaps.get(i))).toList());
      // A link is no file of the tree: what it leads to stands there itself, or elsewhere.
      overview
          .tree()
          .gaps()
          .forEach((path, why) -> {
            if (!why.startsWith("is a ")) {
              gaps.add(new Gap(path, why));
            }
          });
      return new RuleResult(findings, gaps);
    }

    @SuppressWarnings("unchecked") // notes go back to the rule that made them
    Optional<HouseRule<?>> next(int i) {
      return ((HouseRule<Object>) rules.get(i)).next(notes(i), overview);
    }
  }

  private static boolean isText(byte[] bytes) {
    int end = Math.min(bytes.length, LOOKED_AT);
    for (int i = 0; i < end; i++) {
      if (bytes[i] == 0) {
        return false;
      }
    }
    return true;
  }
}
