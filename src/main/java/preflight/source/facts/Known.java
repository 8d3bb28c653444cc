package preflight.source.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import preflight.source.Finding;

/** What the code of one tree said, in this run and in earlier ones, by what was asked. */
public final class Known {

  private static final String QUESTION = "code";

  private final Map<String, Said> said;
  private final Optional<AnswerCache<All>> cache;
  private final String about;
  private final boolean[] changed;

  public record All(List<Said> said) {}

  /** One answer: of a rule, or in words. */
  public record Said(String question, List<Finding> findings, List<String> words) {}

  private Known(
      Map<String, Said> said, Optional<AnswerCache<All>> cache, String about, boolean[] changed) {
    this.said = said;
    this.cache = cache;
    this.about = about;
    this.changed = changed;
  }

  /** Of this run only. */
  public static Known nothing() {
    return new Known(new HashMap<>(), Optional.empty(), "", new boolean[1]);
  }

  /** With what earlier runs were told. */
  public static Known of(AnswerCache<All> cache) {
    var said = new HashMap<String, Said>();
    cache.get(QUESTION).ifPresent(all -> all.said().forEach(it -> said.put(it.question(), it)));
    return new Known(said, Optional.of(cache), "", new boolean[1]);
  }

  /** The part about one of several images. */
  public Known about(String image) {
    return new Known(said, cache, image + " ", changed);
  }

  public Optional<List<Finding>> findings(String question) {
    return get(question).map(Said::findings);
  }

  public Optional<List<String>> words(String question) {
    return get(question).map(Said::words);
  }

  private Optional<Said> get(String question) {
    synchronized (said) {
      @Nullable Said known = said.get(about + question);
      return Optional.ofNullable(known);
    }
  }

  public void put(String question, List<Finding> findings, List<String> words) {
    synchronized (said) {
      said.put(about + question, new Said(about + question, findings, words));
      changed[0] = true;
    }
  }

  public void save() {
    synchronized (said) {
      if (changed[0]) {
        var all = new ArrayList<>(new TreeMap<>(said).values());
        cache.ifPresent(it -> it.put(QUESTION, new All(all)));
        changed[0] = false;
      }
    }
  }
}
