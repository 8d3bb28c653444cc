package preflight.profile.reading;

import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import preflight.check.Place;

/**
 * Builds the tree of each document: no tags, no duplicate keys, bounded depth, and aliases that may
 * not multiply.
 */
public final class YamlParser {

  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 100_000;
  private static final Pattern BARE_BRACE =
      Pattern.compile(":\\s*(\\{(?:%s)})".formatted(String.join("|", Placeholders.NAMES)));
  private static final Map<Tag, Yaml.Type> TYPES =
      Map.of(
          Tag.INT, Yaml.Type.INTEGER,
          Tag.FLOAT, Yaml.Type.FRACTION,
          Tag.BOOL, Yaml.Type.BOOLEAN,
          Tag.NULL, Yaml.Type.NULL);

  private final ScalarResolver types = new CoreSchema().getScalarResolver();
  private final Map<Anchor, Yaml> anchors = new HashMap<>();
  private final String file;
  private final Parser events;
  private final Mistakes mistakes;
  private int nodes;

  private YamlParser(String file, Parser events, Mistakes mistakes) {
    this.file = file;
    this.events = events;
    this.mistakes = mistakes;
  }

  /** The root of a file; empty where the file holds something else, which is then a mistake. */
  public static Optional<Yaml.Mapping> parse(String file, String text, Mistakes mistakes) {
    return parse(file, text, mistakes, YamlParser::document);
  }

  /** The roots of all documents of a file; empty ones are left out. */
  public static List<Yaml.Mapping> documents(String file, String text, Mistakes mistakes) {
    return parse(file, text, mistakes, it -> Optional.of(it.documents())).orElse(List.of());
  }

  private static <T> Optional<T> parse(
      String file, String text, Mistakes mistakes, Function<YamlParser, Optional<T>> reading) {
    LoadSettings settings = LoadSettings.builder().build();
    try {
      var events = new ParserImpl(settings, new StreamReader(settings, text));
      return reading.apply(new YamlParser(file, events, mistakes));
    } catch (MarkedYamlEngineException e) {
      Place place = e.getProblemMark().or(e::getContextMark).map(it -> at(file, it)).orElseThrow();
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      return mistakes.add(place, "not YAML: " + context + e.getProblem() + meant(text, place));
    } catch (ReaderException e) {
      int end = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
      return mistakes.add(
          SourceText.placeAfter(file, text.substring(0, end)),
          "not YAML: the character U+%04X is not allowed here".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      // Of another version, for one; such a thing has no place.
      return mistakes.add(new Place(file, 1, 1), "not YAML 1.2");
    } catch (Refused e) {
      return mistakes.add(e.place, e.reason);
    }
  }

  /** To YAML, {@code id: {kebab}-staging} is a mapping with something behind it. */
  private static String meant(String text, Place place) {
    return text.lines()
        .skip(Math.max(0, place.line() - 1))
        .findFirst()
        .map(BARE_BRACE::matcher)
        .filter(Matcher::find)
        .map(it ->
            "; a text that begins with '{' needs quotation marks, such as \"%s…\""
                .formatted(it.group(1)))
        .orElse("");
  }

  private Optional<Yaml.Mapping> document() {
    events.next();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return mistakes.add(new Place(file, 1, 1), "the file is empty");
    }
    Yaml root = root();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw new Refused(at(events.peekEvent()), "a second document; a file must hold one document");
    }
    return switch (root) {
      case Yaml.Mapping mapping -> Optional.of(mapping);
      case Yaml.Scalar(Place place, _, Yaml.Type type) when type == Yaml.Type.NULL ->
          mistakes.add(place, "the file is empty");
      default -> mistakes.add(root.place(), "expected a mapping, found " + root.words());
    };
  }

  private List<Yaml.Mapping> documents() {
    List<Yaml.Mapping> roots = new ArrayList<>();
    events.next();
    while (!events.checkEvent(Event.ID.StreamEnd)) {
      anchors.clear();
      switch (root()) {
        case Yaml.Mapping mapping -> roots.add(mapping);
        case Yaml.Scalar(_, _, Yaml.Type type) when type == Yaml.Type.NULL -> {
          // A separator before the first or behind the last document.
        }
        case Yaml other ->
            mistakes.add(other.place(), "expected a mapping, found " + other.words());
      }
    }
    return roots;
  }

  private Yaml root() {
    events.next();
    Yaml root = node(0);
    events.next();
    return root;
  }

  private Yaml node(int depth) {
    Event event = events.next();
    Place place = at(event);
    if (depth > DEEPEST) {
      throw new Refused(place, "nested deeper than " + DEEPEST + " levels");
    }
    count(place, 1);
    if (event instanceof AliasEvent alias) {
      return expand(place, alias.getAlias());
    }
    Yaml node =
        switch (event) {
          case ScalarEvent scalar -> {
            refuseTag(place, scalar.getTag());
            yield new Yaml.Scalar(place, scalar.getValue(), typeOf(scalar));
          }
          case CollectionStartEvent start -> {
            refuseTag(place, start.getTag());
            yield start instanceof MappingStartEvent ? mapping(place, depth) : list(place, depth);
          }
          default -> throw new Refused(place, "not YAML: unexpected " + event.getEventId());
        };
    ((NodeEvent) event).getAnchor().ifPresent(it -> anchors.put(it, node));
    return node;
  }

  private Yaml mapping(Place place, int depth) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      Yaml key = node(depth + 1);
      Yaml value = node(depth + 1);
      if (!(key instanceof Yaml.Scalar(Place at, String name, _))) {
        mistakes.add(key.place(), "a key is a single value, not " + key.words());
        continue;
      }
      Yaml.Entry first = entries.putIfAbsent(name, new Yaml.Entry(at, value));
      if (first != null) {
        mistakes.add(
            at, "duplicate key '%s'; line %d has it, too".formatted(name, first.place().line()));
      }
    }
    events.next();
    return new Yaml.Mapping(place, entries);
  }

  private Yaml list(Place place, int depth) {
    List<Yaml> items = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(depth + 1));
    }
    events.next();
    return new Yaml.Sequence(place, items);
  }

  private Yaml expand(Place place, Anchor anchor) {
    Yaml target = anchors.get(anchor);
    if (target == null) {
      throw new Refused(place, "the alias *" + anchor.getValue() + " is not defined above");
    }
    count(place, size(target));
    return target;
  }

  /** Counts what an alias stands for as well, so that a small file cannot become a huge one. */
  private void count(Place place, int more) {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw new Refused(
          place, "more than " + MOST_NODES + " values after its aliases are expanded");
    }
  }

  private static int size(Yaml node) {
    return switch (node) {
      case Yaml.Scalar _ -> 1;
      case Yaml.Sequence(_, List<Yaml> items) ->
          1 + items.stream().mapToInt(YamlParser::size).sum();
      case Yaml.Mapping(_, Map<String, Yaml.Entry> entries) ->
          1 + entries.values().stream().mapToInt(it -> 1 + size(it.value())).sum();
    };
  }

  private void refuseTag(Place place, Optional<String> tag) {
    tag.ifPresent(it -> mistakes.add(place, "YAML tags such as %s are not allowed".formatted(it)));
  }

  private Yaml.Type typeOf(ScalarEvent scalar) {
    return scalar.isPlain()
        ? TYPES.getOrDefault(types.resolve(scalar.getValue(), true), Yaml.Type.TEXT)
        : Yaml.Type.TEXT;
  }

  private Place at(Event event) {
    return at(file, event.getStartMark().orElseThrow());
  }

  private static Place at(String file, Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Ends the reading of a file that cannot be read on. */
  private static final class Refused extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String reason;

    Refused(Place place, String reason) {
      super(reason, null, false, false);
      this.place = place;
      this.reason = reason;
    }
  }
}
