package preflight.source.service;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import preflight.source.Gap;
import preflight.source.facts.FactsCache;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;
import preflight.source.syntax.Parser.NoNativeLibrary;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

/** Reads the files of a tree into facts, each content once, by as many threads as processors. */
final class CodeReader {

  /** Walks over trees call themselves. */
  private static final int DEEPEST = 1500;

  private static final int LARGEST = 4 << 20;
  private static final int MOST_THREADS = 8;

  private final SourceTree tree;
  private final FactsCache<FileFacts> cache;
  private final Map<String, FileFacts> facts = new ConcurrentHashMap<>();
  private final Map<String, Gap> gaps = new ConcurrentHashMap<>();
  private @Nullable Parser parser;

  CodeReader(SourceTree tree, FactsCache<FileFacts> cache) {
    this.tree = tree;
    this.cache = cache;
  }

  /** The facts of a file of Python that was read. */
  Optional<PythonFacts> python(String path) {
    return Optional.ofNullable(facts.get(path)).flatMap(FileFacts::python);
  }

  /** The facts of a file of JavaScript or TypeScript that was read. */
  Optional<ScriptFacts> script(String path) {
    return Optional.ofNullable(facts.get(path)).flatMap(FileFacts::script);
  }

  /** The facts of a file of Java or Go that was read. */
  Optional<CompiledFacts> compiled(String path) {
    return Optional.ofNullable(facts.get(path)).flatMap(FileFacts::compiled);
  }

  /** A file as a tree, which is not kept; empty where it cannot be had. */
  Optional<SyntaxTree> tree(String path) {
    Optional<Language> language = Language.of(path);
    if (language.isPresent()
        && tree.file(path).map(tree::read).orElse(null)
            instanceof SourceTree.Content.Bytes(byte[] bytes)) {
      try {
        return Optional.of(parser().parse(language.get(), bytes));
      } catch (NoNativeLibrary e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Files that could not be read, by their paths. */
  Map<String, Gap> gaps() {
    return new TreeMap<>(gaps);
  }

  /** One asks after the other. */
  synchronized void read(Collection<String> paths) throws InterruptedException {
    var next = new AtomicInteger();
    var open =
        paths.stream()
            .filter(it -> !facts.containsKey(it) && !gaps.containsKey(it))
            .flatMap(it -> tree.file(it).stream())
            .distinct()
            .toList();
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    try (var pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(() -> {
              for (int at = next.getAndIncrement();
                  at < open.size() && !Thread.currentThread().isInterrupted();
                  at = next.getAndIncrement()) {
                one(open.get(at));
              }
            }));
      }
      try {
        for (Future<?> each : all) {
          each.get();
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private void one(SourceFile file) {
    Optional<Language> language = Language.of(file.path());
    if (language.isEmpty()) {
      gap(file, "is of no language that is read");
      return;
    }
    Optional<FileFacts> known = file.blob().flatMap(it -> known(it, language.get()));
    if (known.isPresent()) {
      facts.put(file.path(), known.get());
      return;
    }
    if (file.size() > LARGEST) {
      gap(file, "is larger than %d MiB".formatted(LARGEST >> 20));
      return;
    }
    switch (tree.read(file)) {
      case SourceTree.Content.Unread(String why) -> gap(file, why);
      case SourceTree.Content.Bytes(byte[] bytes) -> {
        String blob = FactsCache.blob(bytes);
        Optional<FileFacts> same = known(blob, language.get());
        if (same.isPresent()) {
          facts.put(file.path(), same.get());
        } else {
          parse(file, language.get(), bytes, blob);
        }
      }
    }
  }

  /** An empty file of Python and one of JavaScript are the same content. */
  private Optional<FileFacts> known(String blob, Language language) {
    return cache.get(blob).filter(it -> it.language() == language);
  }

  private void parse(SourceFile file, Language language, byte[] bytes, String blob) {
    try {
      SyntaxTree syntax = parser().parse(language, bytes);
      if (syntax.depth() > DEEPEST) {
        gap(file, "is nested more than %d levels deep".formatted(DEEPEST));
        return;
      }
      FileFacts read = FileFacts.of(syntax);
      cache.put(blob, read);
      facts.put(file.path(), read);
    } catch (NoNativeLibrary e) {
      gap(file, "cannot be parsed: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // One odd file must not hide what stands in all others.
      gap(file, "met a defect of its reader (%s)".formatted(e.getClass().getName()));
    }
  }

  private void gap(SourceFile file, String why) {
    gaps.put(file.path(), new Gap(file.path(), why));
  }

  /** The library is loaded when the first file must be parsed, which is seldom. */
  private Parser parser() throws NoNativeLibrary {
    synchronized (facts) {
      if (parser == null) {
        parser = new Parser();
      }
      return parser;
    }
  }
}
