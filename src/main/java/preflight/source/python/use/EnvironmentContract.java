package preflight.source.python.use;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import preflight.source.EnvironmentRead;
import preflight.source.python.use.EnvironmentFacts.Field;
import preflight.source.python.use.EnvironmentFacts.Made;
import preflight.source.python.use.EnvironmentFacts.Settings;

/** Compares the variables that code reads with those that a revision is given. */
public final class EnvironmentContract {

  /** What Cloud Run and every container give by themselves. */
  private static final Set<String> PLATFORM =
      Set.of(
          "PORT",
          "K_SERVICE",
          "K_REVISION",
          "K_CONFIGURATION",
          "CLOUD_RUN_JOB",
          "CLOUD_RUN_EXECUTION",
          "CLOUD_RUN_TASK_INDEX",
          "CLOUD_RUN_TASK_ATTEMPT",
          "CLOUD_RUN_TASK_COUNT",
          "CLOUD_RUN_TIMEOUT_SECONDS",
          "PATH",
          "HOME",
          "HOSTNAME");

  /** What languages, servers and libraries read without a word in the code. */
  private static final List<String> READ_BY_LIBRARIES =
      List.of(
          "GOOGLE_",
          "GCLOUD_",
          "GCP_PROJECT",
          "CLOUDSDK_",
          "GRPC_",
          "PYTHON",
          "PIP_",
          "UVICORN_",
          "GUNICORN_",
          "WEB_CONCURRENCY",
          "FORWARDED_ALLOW_IPS",
          "OTEL_",
          "DD_",
          "SENTRY_",
          "AWS_",
          "AZURE_",
          "OPENAI_",
          "ANTHROPIC_",
          "DJANGO_SETTINGS_MODULE",
          "FLASK_",
          "CELERY_",
          "LD_",
          "MALLOC_",
          "TZ",
          "LANG",
          "LC_",
          "SSL_CERT",
          "REQUESTS_CA_BUNDLE",
          "CURL_CA_BUNDLE",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "ALL_PROXY",
          "PG",
          "JAVA_",
          "NODE_",
          "NEW_RELIC_",
          "LANGCHAIN_",
          "HF_",
          "TOKENIZERS_",
          "OMP_",
          "LOGURU_",
          "RUST_",
          "PROMETHEUS_");

  private static final int FEWEST_IN_COMMON = 2;

  private EnvironmentContract() {}

  /**
   * What a revision would be given.
   *
   * @param revision its own variables, secrets among them
   * @param image those of the image
   * @param dotenv those of packed dotenv files that the code loads
   */
  public record Given(Set<String> revision, Set<String> image, Set<String> dotenv) {

    /** Whether a variable is given, by any of them or by the platform. */
    public boolean has(String variable) {
      return has(variable, false);
    }

    boolean has(String variable, boolean anyCase) {
      return has(revision, variable, anyCase)
          || has(image, variable, anyCase)
          || has(dotenv, variable, anyCase)
          || PLATFORM.contains(variable);
    }

    private static boolean has(Set<String> all, String variable, boolean anyCase) {
      return all.contains(variable)
          || (anyCase && all.stream().anyMatch(it -> it.equalsIgnoreCase(variable)));
    }
  }

  /** Where a variable is read. */
  public record Place(String module, int line, int column, String accessor, boolean imported) {}

  /**
   * A variable that is read and not given.
   *
   * @param required whether the code fails without it, in one place at least
   * @param places the required ones first
   */
  public record Missing(String variable, boolean required, List<Place> places) {}

  /**
   * The same things under two names.
   *
   * @param given variables that nobody reads
   * @param read variables that nobody gives, in the same order
   */
  public record Halves(
      String givenPrefix, String readPrefix, List<String> given, List<Missing> read) {}

  /**
   * The comparison.
   *
   * @param missing required first; none of {@code halves}
   * @param unread variables of the revision that no code reads; none of {@code halves}
   * @param computed how many reads have a name that nobody can know
   */
  public record Judgement(
      List<Missing> missing, List<String> unread, List<Halves> halves, int computed) {}

  /** Compares. */
  public static Judgement judge(Map<String, EnvironmentFacts> modules, Names names, Given given) {
    NavigableMap<String, List<Entry>> reads = reads(modules, names);
    var sets = new HashSet<String>();
    modules.values().forEach(it -> sets.addAll(it.writes()));
    var missing = new TreeMap<String, Missing>();
    var known = new HashSet<String>();
    reads.forEach((variable, entries) -> {
      known.add(variable.toUpperCase(Locale.ROOT));
      boolean anyCase = entries.stream().allMatch(it -> it.read.anyCase());
      if (!given.has(variable, anyCase) && !sets.contains(variable)) {
        missing.put(variable, missing(variable, entries));
      }
    });
    int computed = modules.values().stream().mapToInt(EnvironmentFacts::computed).sum();
    var unread = new TreeSet<String>();
    for (String it : given.revision()) {
      boolean library = READ_BY_LIBRARIES.stream().anyMatch(it::startsWith);
      boolean nested = it.contains("__");
      boolean read = known.contains(it.toUpperCase(Locale.ROOT));
      if (!read && !library && !nested && !PLATFORM.contains(it)) {
        unread.add(it);
      }
    }
    List<Halves> halves = halves(unread, missing);
    for (Halves it : halves) {
      it.given.forEach(unread::remove);
      it.read.forEach(read -> missing.remove(read.variable));
    }
    var ordered = new ArrayList<>(missing.values());
    ordered.sort(Comparator.comparing((Missing it) -> !it.required));
    return new Judgement(ordered, List.copyOf(unread), halves, computed);
  }

  private record Entry(String module, EnvironmentRead read) {}

  private static Missing missing(String variable, List<Entry> entries) {
    List<Place> places =
        entries.stream()
            .sorted(
                Comparator.comparing((Entry it) -> !it.read.required())
                    .thenComparing(Entry::module)
                    .thenComparingInt(it -> it.read.line()))
            .map(it ->
                new Place(
                    it.module,
                    it.read.line(),
                    it.read.column(),
                    it.read.accessor(),
                    it.read.atImport()))
            .toList();
    return new Missing(variable, entries.stream().anyMatch(it -> it.read.required()), places);
  }

  private static NavigableMap<String, List<Entry>> reads(
      Map<String, EnvironmentFacts> modules, Names names) {
    var reads = new TreeMap<String, List<Entry>>();
    modules.forEach((module, facts) -> {
      for (EnvironmentRead it : facts.reads()) {
        reads.computeIfAbsent(it.name(), _ -> new ArrayList<>()).add(new Entry(module, it));
      }
    });
    new SettingsClasses(modules, names)
        .reads()
        .forEach(it -> reads.computeIfAbsent(it.read.name(), _ -> new ArrayList<>()).add(it));
    return reads;
  }

  /** The classes of pydantic's settings, their own bases among them. */
  private record SettingsClasses(Map<String, EnvironmentFacts> modules, Names names) {

    private static final int DEEPEST = 20;

    List<Entry> reads() {
      var made = new TreeMap<String, Boolean>();
      modules.forEach((module, facts) -> {
        for (Made it : facts.made()) {
          definition(module, it.type())
              .ifPresent(d -> made.merge(key(d), it.imported(), Boolean::logicalOr));
        }
      });
      var reads = new ArrayList<Entry>();
      modules.forEach((module, facts) -> {
        for (Settings it : facts.settings()) {
          @Nullable Boolean imported = made.get(module + ":" + it.name());
          Optional<List<Part>> line = line(module, it, 0);
          line.ifPresent(parts -> add(parts, imported, reads));
        }
      });
      return reads;
    }

    private static String key(Definition definition) {
      return definition.module() + ":" + definition.name();
    }

    /** A class on the way up to {@code BaseSettings}. */
    private record Part(String module, Settings settings) {}

    private static void add(List<Part> parts, @Nullable Boolean imported, List<Entry> reads) {
      Settings own = parts.getFirst().settings;
      String prefix =
          parts.stream()
              .map(Part::settings)
              .filter(Settings::ownPrefix)
              .map(Settings::prefix)
              .findFirst()
              .orElse("");
      var names = new HashSet<String>();
      for (Part part : parts) {
        for (Field it : part.settings.fields()) {
          if (!names.add(it.name())) {
            continue;
          }
          boolean unknown = prefix.equals(Settings.UNKNOWN) && it.aliases().isEmpty();
          Collection<String> variables =
              it.aliases().isEmpty() ? List.of(prefix + it.name()) : it.aliases();
          for (String variable : unknown ? List.<String>of() : variables) {
            boolean required = it.required() && imported != null && variables.size() == 1;
            reads.add(
                new Entry(
                    part.module,
                    new EnvironmentRead(
                        own.caseSensitive() ? variable : variable.toUpperCase(Locale.ROOT),
                        required,
                        imported != null && imported,
                        it.line(),
                        it.column(),
                        own.name(),
                        !own.caseSensitive())));
          }
        }
      }
    }

    /** The class and those above it; empty where it does not derive from {@code BaseSettings}. */
    private Optional<List<Part>> line(String module, Settings settings, int depth) {
      if (depth > DEEPEST) {
        return Optional.empty();
      }
      var parts = new ArrayList<Part>();
      parts.add(new Part(module, settings));
      boolean derives = settings.settings();
      for (Name base : settings.bases()) {
        Optional<Definition> found = definition(module, base);
        Optional<List<Part>> above =
            found.flatMap(it ->
                Optional.ofNullable(modules.get(it.module()))
                    .flatMap(facts -> named(facts, it.name()))
                    .flatMap(s -> line(it.module(), s, depth + 1)));
        derives |= above.isPresent();
        above.ifPresent(parts::addAll);
      }
      return derives ? Optional.of(parts) : Optional.empty();
    }

    private static Optional<Settings> named(EnvironmentFacts facts, String name) {
      return facts.settings().stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private Optional<Definition> definition(String module, Name name) {
      return name.isNone()
          ? Optional.empty()
          : names.absolute(module, name.module()).flatMap(it -> names.resolve(it, name.dotted()));
    }
  }

  /** Pairs of prefixes with several suffixes in common, the largest first, each name once. */
  private static List<Halves> halves(Set<String> unread, Map<String, Missing> missing) {
    NavigableMap<String, NavigableMap<String, String>> given = byPrefix(unread);
    NavigableMap<String, NavigableMap<String, String>> read = byPrefix(missing.keySet());
    var found = new ArrayList<Halves>();
    given.forEach((givenPrefix, ours) ->
        read.forEach((readPrefix, theirs) -> {
          var common = new TreeSet<>(ours.keySet());
          common.retainAll(theirs.keySet());
          boolean most = common.size() * 2 >= theirs.size();
          if (common.size() >= FEWEST_IN_COMMON && most) {
            found.add(
                new Halves(
                    givenPrefix,
                    readPrefix,
                    common.stream().map(ours::get).toList(),
                    common.stream().map(theirs::get).map(missing::get).toList()));
          }
        }));
    found.sort(
        Comparator.comparingInt((Halves it) -> -it.given.size())
            .thenComparingInt(it -> it.givenPrefix.length()));
    var used = new HashSet<String>();
    var kept = new ArrayList<Halves>();
    for (Halves it : found) {
      boolean fresh =
          it.given.stream().noneMatch(used::contains)
              && it.read.stream().map(Missing::variable).noneMatch(used::contains);
      if (fresh) {
        used.addAll(it.given);
        it.read.forEach(other -> used.add(other.variable));
        kept.add(it);
      }
    }
    return kept;
  }

  private static NavigableMap<String, NavigableMap<String, String>> byPrefix(
      Collection<String> names) {
    var byPrefix = new TreeMap<String, NavigableMap<String, String>>();
    for (String it : names) {
      for (int cut = it.indexOf('_'); cut > 0; cut = it.indexOf('_', cut + 1)) {
        byPrefix
            .computeIfAbsent(it.substring(0, cut), _ -> new TreeMap<>())
            .put(it.substring(cut + 1), it);
      }
    }
    return byPrefix;
  }
}
