package preflight.profile.decoding;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.check.Place;
import preflight.check.plan.Plan;
import preflight.file.RegularFile;
import preflight.profile.References;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Mode;
import preflight.profile.reading.Placeholders;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Variables;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.SecretSource;
import preflight.resource.Setting;
import preflight.resource.field.Field;
import preflight.resource.field.FieldReference;
import preflight.resource.field.Keys;

/** Turns one scalar into a value, its variables filled in. Mistakes never repeat what it says. */
public final class ScalarDecoder {

  // What the clients take in milliseconds is an int; nothing here waits or remembers longer.
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final String SECRETS = Kind.SECRETS.key() + ".";

  private final Variables variables;
  private final References references;
  private final Mistakes mistakes;
  private final Mode mode;
  private final Map<Path, Place> files = new LinkedHashMap<>();
  private Path folder = Path.of("");

  public ScalarDecoder(Variables variables, References references, Mistakes mistakes, Mode mode) {
    this.variables = variables;
    this.references = references;
    this.mistakes = mistakes;
    this.mode = mode;
  }

  /** Where the profile stands whose packs are read. */
  public void in(Path profile) {
    folder = profile.resolveSibling("");
  }

  /** A program as seen from where the process runs; a bare name is looked for on the PATH. */
  String program(Place place, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() || !text.contains("/")) {
        return text;
      }
      Path beside = folder.resolve(path).normalize();
      if (Files.exists(beside)) {
        return shown(beside);
      }
      files.putIfAbsent(path, place);
      return text;
    } catch (InvalidPathException e) {
      return text;
    }
  }

  /** A program without a folder would be looked for on the PATH. */
  private static String shown(Path path) {
    return path.getNameCount() == 1 && !path.isAbsolute() ? "./" + path : path.toString();
  }

  /** All that were named so far. */
  public List<Path> files() {
    return List.copyOf(files.keySet());
  }

  /** Those that are neither a file nor a folder here: they may be where the gate runs. */
  public List<Plan.Notice> absent() {
    return files.entrySet().stream()
        .filter(it -> Files.notExists(it.getKey()))
        .map(it -> new Plan.Notice("there is no " + it.getKey() + " here", it.getValue()))
        .toList();
  }

  /** Whether a type is written as one scalar though it is a record. */
  boolean handles(Class<?> type) {
    return type == ResourceName.class || type == FieldReference.class || Scalars.has(type);
  }

  /** A literal, or {@code secrets.NAME}. */
  Optional<?> setting(Yaml.Scalar scalar, Class<?> type, @Nullable Field field) {
    Variables.Filled filled = variables.fill(scalar.text());
    return filled.text().startsWith(SECRETS)
        ? reference(scalar.place(), filled, List.of(Kind.SECRETS))
            .map(Setting.FromSecret<Object>::new)
        : decode(scalar, type, field).map(Setting.Literal<Object>::new);
  }

  /** The connection URL of a store, if that is what a mapping is. */
  StoreUrl url(Yaml.Mapping mapping, List<Shapes.Part> parts) {
    return StoreUrl.of(mapping, parts, variables, mistakes);
  }

  /** The secret that a setting names. */
  Optional<ResourceName> secret(Yaml.Scalar scalar) {
    return reference(scalar.place(), variables.fill(scalar.text()), List.of(Kind.SECRETS));
  }

  private Optional<ResourceName> reference(Place place, Variables.Filled filled, List<Kind> kinds) {
    return filled.from().isEmpty()
        ? references.resource(place, filled.text(), kinds)
        : references.filledIn(place, filled.text(), kinds);
  }

  Optional<?> decode(Yaml.Scalar scalar, Class<?> type, @Nullable Field field) {
    Variables.Filled filled = variables.fill(scalar.text());
    if (filled.malformed()) {
      return mistakes.add(scalar.place(), "a variable is written ${env:NAME}");
    }
    if (filled.usable()) {
      return decode(scalar, filled, type, field);
    }
    return switch (mode) {
      case RUN ->
          mistakes.add(
              scalar.place(),
              "the environment variable %s is not set"
                  .formatted(String.join(", ", filled.unset())));
      case LINT, PLAN -> Optional.of(standIn(scalar, type, kinds(field)));
    };
  }

  private Optional<?> decode(
      Yaml.Scalar scalar, Variables.Filled filled, Class<?> type, @Nullable Field field) {
    At place = new At(scalar.place(), filled.from());
    String text = filled.text();
    boolean untyped = !filled.from().isEmpty();
    if (type == String.class) {
      return text(place, text, field);
    }
    if (type == int.class || type == Integer.class) {
      return untyped || scalar.type() == Yaml.Type.INTEGER
          ? integer(place, text, field)
          : place.add("expected a whole number, found " + scalar.words());
    }
    if (type == boolean.class || type == Boolean.class) {
      boolean plain = List.of("true", "false").contains(text.toLowerCase(Locale.ROOT));
      return plain && (untyped || scalar.type() == Yaml.Type.BOOLEAN)
          ? Optional.of(Boolean.valueOf(text))
          : place.add("expected true or false, found " + scalar.words());
    }
    if (type.isEnum()) {
      return constant(place, text, type);
    }
    if (type == ResourceName.class) {
      return reference(scalar.place(), filled, kinds(field));
    }
    if (type == FieldReference.class) {
      return references.field(scalar.place(), text, untyped);
    }
    Optional<?> parsed = Scalars.parse(type, text);
    if (parsed.isEmpty()) {
      return place.add("expected " + Scalars.expected(type));
    }
    if (parsed.get() instanceof Duration it && it.compareTo(LONGEST) > 0) {
      return place.add("expected " + Scalars.expected(type));
    }
    if (parsed.get() instanceof Duration it && it.isZero() && (field == null || field.min() != 0)) {
      return place.add("expected a duration greater than 0");
    }
    return parsed.get() instanceof SecretSource.DotenvFile(String path)
        ? beside(place, path).map(SecretSource.DotenvFile::new)
        : parsed;
  }

  /** Where a value stands, and which variables say a part of it: a mistake names them instead. */
  private final class At {

    private final Place place;
    private final List<String> variables;

    At(Place place, List<String> variables) {
      this.place = place;
      this.variables = variables;
    }

    <T> Optional<T> add(String mistake) {
      String from =
          variables.isEmpty()
              ? ""
              : " (the value comes from the environment variable %s)"
                  .formatted(String.join(", ", variables));
      return mistakes.add(place, mistake + from);
    }
  }

  private Optional<String> text(At place, String text, @Nullable Field field) {
    if (field != null && field.min() > 0 && text.isBlank()) {
      return place.add("must not be blank");
    }
    if (field != null && !field.grammar().fits(text)) {
      return place.add(
          field.grammar().expected()
              + (Placeholders.in(text)
                  ? "; placeholders such as {name} are filled in below 'defaults' only"
                  : ""));
    }
    return field != null && field.path() ? beside(place, text) : Optional.of(text);
  }

  /** A path as seen from where the process runs, given one relative to the file that names it. */
  private Optional<String> beside(At place, String text) {
    try {
      Path path = Path.of(place.place.file()).resolveSibling(text).normalize();
      if (RegularFile.isSpecial(path)) {
        return place.add("what stands there " + RegularFile.refusal());
      }
      files.putIfAbsent(path, place.place);
      return Optional.of(path.toString().isEmpty() ? "." : path.toString());
    } catch (InvalidPathException e) {
      return place.add("expected a path");
    }
  }

  private Optional<Integer> integer(At place, String text, @Nullable Field field) {
    int min = field == null ? Integer.MIN_VALUE : Math.max(0, field.min());
    int max = field == null ? Integer.MAX_VALUE : field.max();
    try {
      int value = Integer.decode(text.startsWith("0o") ? "0" + text.substring(2) : decimal(text));
      return value >= min && value <= max
          ? Optional.of(value)
          : place.add("expected a whole number " + range(min, max));
    } catch (NumberFormatException e) {
      return place.add("expected a whole number " + range(min, max));
    }
  }

  /** Without the zeros in front that Java would take for an octal number and YAML does not. */
  private static String decimal(String text) {
    return text.startsWith("0x") ? text : text.replaceFirst("^([-+]?)0+(?=\\d)", "$1");
  }

  private static String range(int min, int max) {
    if (min == max) {
      return "that is %d: no other version is supported".formatted(min);
    }
    return "from %d to %d".formatted(min, max);
  }

  private Optional<?> constant(At place, String text, Class<?> type) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(it -> (Enum<?>) it).toList();
    Optional<Enum<?>> match = constants.stream().filter(it -> Keys.of(it).equals(text)).findFirst();
    List<String> known = constants.stream().<String>map(Keys::of).toList();
    return match.isPresent()
        ? match
        : place.add(
            "expected one of %s%s"
                .formatted(
                    String.join(", ", known),
                    Suggestions.closest(text, known)
                        .map("; did you mean '%s'?"::formatted)
                        .orElse("")));
  }

  private static List<Kind> kinds(@Nullable Field field) {
    return field == null ? List.of() : Arrays.asList(field.refersTo());
  }

  /** Stands for a value that is not known here. */
  private static Object standIn(Yaml.Scalar scalar, Class<?> type, List<Kind> kinds) {
    if (type == String.class) {
      return scalar.text();
    }
    if (type == int.class || type == Integer.class) {
      return 1;
    }
    if (type == boolean.class || type == Boolean.class) {
      return false;
    }
    if (type == ResourceName.class) {
      return new ResourceName(kinds.getFirst(), scalar.text());
    }
    if (type == FieldReference.class) {
      return new FieldReference(new ResourceName(Kind.REDIS, scalar.text()), "host");
    }
    return type.isEnum() ? type.getEnumConstants()[0] : Scalars.standIn(type);
  }
}
