package preflight.source.house;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import preflight.source.facts.ExactText;
import preflight.source.facts.FactsCache;
import preflight.source.facts.ProgramBuild;
import preflight.source.facts.RecordCodec;
import preflight.source.rule.HouseRule;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;
import preflight.source.tree.SourceTree;

/**
 * What rules noted of each content, mostly nothing, from run to run: they need not look at it
 * again. What a rule sees depends on its parameters, the content, the path and the role of the file
 * alone.
 */
final class FileNotes {

  /** Stands for the search for comments that allow something. */
  static final String COMMENTS = "-";

  private static final int DIGEST = 12;

  private final Optional<FactsCache<Noted>> cache;
  private final Map<Class<?>, RecordCodec<Record>> codecs = new ConcurrentHashMap<>();

  /**
   * Of one content.
   *
   * @param quiet digests of rules that noted nothing, with blanks between them
   */
  record Noted(String quiet, List<Loud> loud) {
    static final Noted NOTHING = new Noted("", List.of());
  }

  /**
   * What one rule noted.
   *
   * @param rule its digest
   * @param notes how many, and then each, a letter for each byte
   */
  record Loud(String rule, String notes) {}

  private FileNotes(Optional<FactsCache<Noted>> cache) {
    this.cache = cache;
  }

  /** Remembers nothing. */
  static FileNotes forgotten() {
    return new FileNotes(Optional.empty());
  }

  /**
   * Opens what earlier runs saw of a tree.
   *
   * @param variables of this process, which say where caches are
   */
  static FileNotes of(SourceTree tree, Map<String, String> variables) {
    return of(tree, variables, ProgramBuild.id());
  }

  static FileNotes of(SourceTree tree, Map<String, String> variables, Optional<String> build) {
    Optional<Path> folder = FactsCache.folder(variables).map(it -> it.resolve("house"));
    return new FileNotes(
        build
            .filter(_ -> folder.isPresent())
            .map(it -> new FactsCache<>(Noted.class, folder, tree.root(), it)));
  }

  boolean remembers() {
    return cache.isPresent();
  }

  static String digest(HouseRule<?> rule) {
    return hash(ExactText.of(rule)).substring(0, DIGEST);
  }

  private static String hash(String text) {
    return FactsCache.blob(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String key(String blob, SourceFile file, Role role) {
    return hash(blob + " " + role + " " + file.path());
  }

  /** What is known of a content: by digest, what the rules noted. */
  Map<String, List<Object>> of(
      String blob, SourceFile file, Role role, Map<String, ? extends HouseRule<?>> rules) {
    Optional<Noted> noted = cache.flatMap(it -> it.get(key(blob, file, role)));
    if (noted.isEmpty()) {
      return Map.of();
    }
    Map<String, List<Object>> known = new HashMap<>();
    for (String rule : noted.get().quiet().split(" ", -1)) {
      known.put(rule, List.of());
    }
    for (Loud loud : noted.get().loud()) {
      @Nullable HouseRule<?> rule = rules.get(loud.rule());
      if (rule != null) {
        read(rule, loud.notes()).ifPresent(it -> known.put(loud.rule(), it));
      }
    }
    return known;
  }

  /** Remembers what rules noted, besides what is known. */
  void add(
      String blob,
      SourceFile file,
      Role role,
      Map<String, List<Object>> notes,
      Map<String, ? extends HouseRule<?>> rules) {
    if (cache.isEmpty()) {
      return;
    }
    String key = key(blob, file, role);
    Noted known = cache.get().get(key).orElse(Noted.NOTHING);
    var quiet = new TreeSet<>(List.of(known.quiet().split(" ", -1)));
    Map<String, Loud> loud = new TreeMap<>();
    known.loud().forEach(it -> loud.put(it.rule(), it));
    boolean more = false;
    for (var each : notes.entrySet()) {
      String rule = each.getKey();
      if (each.getValue().isEmpty()) {
        more |= quiet.add(rule);
      } else if (!loud.containsKey(rule) && rules.containsKey(rule)) {
        more = true;
        loud.put(rule, new Loud(rule, written(each.getValue())));
      }
    }
    if (more) {
      quiet.remove("");
      cache.get().put(key, new Noted(String.join(" ", quiet), List.copyOf(loud.values())));
    }
  }

  private String written(List<Object> notes) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(notes.size());
      for (Object note : notes) {
        codec(note.getClass()).write((Record) note, out);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory takes what is written", e);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private Optional<List<Object>> read(HouseRule<?> rule, String written) {
    byte[] bytes = written.getBytes(StandardCharsets.ISO_8859_1);
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<Object> notes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        notes.add(codec(noted(rule.getClass())).read(in));
      }
      return Optional.of(notes);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("unchecked") // a codec of a record writes this record
  private RecordCodec<Record> codec(Class<?> type) {
    return codecs.computeIfAbsent(
        type, it -> new RecordCodec<>((Class<Record>) it.asSubclass(Record.class)));
  }

  /** The record that a rule notes: what it says that it is a rule of. */
  static Class<?> noted(Class<?> rule) {
    for (Type type : rule.getGenericInterfaces()) {
      if (type instanceof ParameterizedType of
          && of.getRawType() == HouseRule.class
          && of.getActualTypeArguments()[0] instanceof Class<?> noted) {
        return noted;
      }
    }
    throw new IllegalArgumentException(rule + " does not say what it notes");
  }

  void save() {
    cache.ifPresent(FactsCache::save);
  }
}
