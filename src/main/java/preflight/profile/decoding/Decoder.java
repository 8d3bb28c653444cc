package preflight.profile.decoding;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Suggestions;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Setting;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** Turns YAML into records and collects every mistake with its place. */
public final class Decoder {

  private final Shapes shapes;
  private final ScalarDecoder scalars;
  private final Mistakes mistakes;
  private final boolean incomplete;

  /**
   * @param incomplete whether required keys may be missing; what lacks one is then left out
   */
  public Decoder(Shapes shapes, ScalarDecoder scalars, Mistakes mistakes, boolean incomplete) {
    this.shapes = shapes;
    this.scalars = scalars;
    this.mistakes = mistakes;
    this.incomplete = incomplete;
  }

  /**
   * Decodes a record; empty where it has a mistake.
   *
   * @param where the place of a missing key
   */
  public <T> Optional<T> record(Yaml node, Class<T> type, Place where) {
    return value(node, type, new Slot(where, null, null)).map(type::cast);
  }

  /** Decodes the value of one key; empty where it has a mistake. */
  public Optional<?> part(Yaml node, Shapes.Part part) {
    return value(node, part.type(), new Slot(node.place(), part.field(), null));
  }

  /**
   * What is known of a value beside its type.
   *
   * @param where the place of its key
   * @param owner the resource that it is, or is a part of
   */
  private record Slot(Place where, @Nullable Field field, @Nullable ResourceName owner) {

    /** Whether it is the flag that may stand in place of a mapping. */
    boolean isFlag(Yaml node, boolean value) {
      return field != null
          && field.orFlag()
          && node instanceof Yaml.Scalar(_, String text, Yaml.Type it)
          && it == Yaml.Type.BOOLEAN
          && Boolean.parseBoolean(text) == value;
    }

    String wanted() {
      if (field != null && field.orFlag()) {
        return "true, false or a mapping";
      }
      return field != null && !field.listStandsFor().isEmpty()
          ? "a list or a mapping"
          : "a mapping";
    }
  }

  private Optional<?> value(Yaml node, Type type, Slot slot) {
    if (node instanceof Yaml.Scalar(Place place, _, Yaml.Type it) && it == Yaml.Type.NULL) {
      return mistakes.add(place, "has no value; an empty mapping is written {}");
    }
    return switch (type) {
      case ParameterizedType generic -> container(node, generic, slot);
      case Class<?> raw when raw == Object.class -> Optional.of(node);
      case Class<?> raw when raw.isRecord() && !scalars.handles(raw) ->
          switch (node) {
            case Yaml.Mapping mapping -> record(mapping, raw, slot);
            case Yaml.Scalar scalar when slot.isFlag(scalar, true) ->
                record(new Yaml.Mapping(scalar.place(), Map.of()), raw, slot);
            case Yaml.Scalar scalar
                when slot.field != null && !slot.field.valueStandsFor().isEmpty() ->
                record(whole(scalar, slot.field.valueStandsFor()), raw, slot);
            case Yaml.Sequence list
                when slot.field != null && !slot.field.listStandsFor().isEmpty() ->
                record(whole(list, slot.field.listStandsFor()), raw, slot);
            default -> wrong(node, slot.wanted());
          };
      case Class<?> raw ->
          node instanceof Yaml.Scalar scalar
              ? scalars.decode(scalar, raw, slot.field)
              : wrong(node, "a single value");
      default -> throw new IllegalStateException("No decoding for " + type);
    };
  }

  /** The mapping that a list or a single value is short for. */
  private static Yaml.Mapping whole(Yaml part, String key) {
    return new Yaml.Mapping(part.place(), Map.of(key, new Yaml.Entry(part.place(), part)));
  }

  private Optional<?> container(Yaml node, ParameterizedType type, Slot slot) {
    Type argument = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
    if (type.getRawType() == Optional.class) {
      if (slot.isFlag(node, false)) {
        return Optional.of(Optional.empty());
      }
      Optional<?> inner = value(node, argument, slot);
      return inner.isPresent() ? Optional.of(inner) : Optional.empty();
    }
    if (type.getRawType() == Setting.class) {
      return node instanceof Yaml.Scalar scalar
          ? scalars.setting(scalar, (Class<?>) argument, slot.field)
          : wrong(node, "a single value, or secrets.NAME");
    }
    if (type.getRawType() == List.class) {
      return list(node, argument, slot);
    }
    return switch (node) {
      case Yaml.Mapping mapping -> map(mapping, argument, slot);
      case Yaml.Scalar scalar when slot.field != null && !slot.field.keyStandsFor().isEmpty() ->
          map(whole(scalar, slot.field), argument, slot);
      default -> wrong(node, "a mapping");
    };
  }

  /** The mapping that a key alone is short for. */
  private static Yaml.Mapping whole(Yaml.Scalar key, Field field) {
    return whole(new Yaml.Scalar(key.place(), field.keyStandsFor(), Yaml.Type.INTEGER), key.text());
  }

  private Optional<?> list(Yaml node, Type element, Slot slot) {
    if (!(node instanceof Yaml.Sequence(_, List<Yaml> items))) {
      // In a list of lists, one of the inner ones may be a single value, and not the outer one.
      return slot.field != null && slot.field.orOne() && element instanceof Class<?>
          ? value(node, element, slot).map(List::of)
          : wrong(node, "a list");
    }
    List<Object> values = new ArrayList<>();
    for (Yaml item : items) {
      value(item, element, new Slot(item.place(), slot.field, slot.owner)).ifPresent(values::add);
    }
    if (slot.field != null && slot.field.program() && !values.isEmpty()) {
      values.set(0, scalars.program(items.getFirst().place(), values.getFirst().toString()));
    }
    return values.size() == items.size() || incomplete ? Optional.of(values) : Optional.empty();
  }

  private Optional<?> map(Yaml.Mapping mapping, Type element, Slot slot) {
    Kind kind = element instanceof Class<?> raw ? Kind.of(raw).orElse(null) : null;
    Grammar keys = slot.field == null ? Grammar.ANY : slot.field.keys();
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!keys.fits(key)) {
            mistakes.add(entry.place(), keys.expected());
          }
          if (element == String.class && entry.value() instanceof Yaml.Mapping nested) {
            dotted(key, nested, entry.place());
            return;
          }
          ResourceName name = named(kind, key, slot.owner);
          Slot inner = new Slot(entry.place(), slot.field, name);
          Optional<?> value =
              kind == null || name == null
                  ? value(entry.value(), element, inner)
                  : mistakes.about(
                      "%s at %s:%d".formatted(name, entry.place().file(), entry.place().line()),
                      () -> value(entry.value(), element, inner));
          value.ifPresent(it -> values.put(key, it));
        });
    return values.size() == mapping.entries().size() || incomplete
        ? Optional.of(values)
        : Optional.empty();
  }

  /** What is nested in the answer is flat in the profile. */
  private void dotted(String key, Yaml.Mapping nested, Place place) {
    String example =
        nested.entries().entrySet().stream()
            .findFirst()
            .map(it -> "%s.%s: …".formatted(key, it.getKey()))
            .orElse(key + ".name: …");
    mistakes.add(
        place, "expected a single value, found a mapping; write the path with dots: " + example);
  }

  private static @Nullable ResourceName named(
      @Nullable Kind kind, String key, @Nullable ResourceName owner) {
    if (kind == null) {
      return owner;
    }
    return kind == Kind.ENDPOINTS && owner != null
        ? new ResourceName(kind, owner.name() + "." + key)
        : new ResourceName(kind, key);
  }

  private Optional<?> record(Yaml.Mapping mapping, Class<?> type, Slot slot) {
    Shapes.Shape shape = shapes.of(type);
    unknownKeys(mapping, shape.keys());
    @Nullable Object[] values = new @Nullable Object[shape.parts().size()];
    boolean sound = true;
    StoreUrl url = scalars.url(mapping, shape.parts());
    for (int i = 0; i < values.length; i++) {
      values[i] = part(mapping, shape.parts().get(i), slot, url).orElse(null);
      sound &= values[i] != null;
    }
    return sound ? construct(shape.constructor(), values, slot.where) : Optional.empty();
  }

  private void unknownKeys(Yaml.Mapping mapping, List<String> known) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            mistakes.add(
                entry.place(),
                "unknown key '%s'%s".formatted(key, Suggestions.sentence(key, known)));
          }
        });
  }

  private Optional<?> part(Yaml.Mapping mapping, Shapes.Part part, Slot slot, StoreUrl url) {
    if (part.ownName()) {
      return Optional.of(
          slot.owner == null ? new ResourceName(Kind.SOURCE, Kind.SOURCE.key()) : slot.owner);
    }
    Field field = part.field();
    Yaml.Entry given = mapping.entries().get(part.key());
    if (given != null) {
      return value(given.value(), part.type(), new Slot(given.place(), field, slot.owner));
    }
    if (field != null && field.inUrl()) {
      Optional<?> said = inUrl(part, url, new Slot(slot.where, field, slot.owner));
      if (said.isPresent()) {
        return said;
      }
      if (isUnknown(url)) {
        return Optional.empty();
      }
    }
    if (field != null && !field.byDefault().isEmpty()) {
      Slot inner = new Slot(slot.where, field, slot.owner);
      return value(Defaults.of(field, slot.where), part.type(), inner);
    }
    if (part.raw() == Optional.class) {
      return Optional.of(Optional.empty());
    }
    if (part.raw() == List.class) {
      return Optional.of(List.of());
    }
    if (part.raw() == Map.class) {
      return Optional.of(Map.of());
    }
    return incomplete
        ? Optional.empty()
        : mistakes.add(slot.where, "missing key '%s'".formatted(part.key()));
  }

  /** Whether the mistake in a URL is told, which may say what is missing beside it. */
  private boolean isUnknown(StoreUrl url) {
    return url instanceof StoreUrl.Mistaken
        || (url instanceof StoreUrl.Held(Yaml.Scalar reference)
            && scalars.secret(reference).isEmpty());
  }

  /** What the connection URL beside it says of a key that is not there. */
  private Optional<?> inUrl(Shapes.Part part, StoreUrl url, Slot slot) {
    if (url instanceof StoreUrl.Held(Yaml.Scalar reference)) {
      Optional<ResourceName> secret = scalars.secret(reference);
      Type type = optional(part.type()) ? argument(part.type()) : part.type();
      Optional<?> held =
          type == ResourceName.class
              ? secret
              : raw(type) == Setting.class
                  ? secret.map(Setting.InUrl<Object>::new)
                  : Optional.empty();
      return optional(part.type()) && held.isPresent() ? Optional.of(held) : held;
    }
    return url.said(part.key()).flatMap(it -> value(it, part.type(), slot));
  }

  private static boolean optional(Type type) {
    return raw(type) == Optional.class;
  }

  private static Type argument(Type type) {
    return ((ParameterizedType) type).getActualTypeArguments()[0];
  }

  private static Type raw(Type type) {
    return type instanceof ParameterizedType generic ? generic.getRawType() : type;
  }

  private Optional<?> construct(
      Constructor<?> constructor, @Nullable Object[] values, Place where) {
    try {
      return Optional.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        return incomplete
            ? Optional.empty()
            : mistakes.add(where, String.valueOf(refused.getMessage()));
      }
      throw new IllegalStateException("Cannot call " + constructor, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot call " + constructor, e);
    }
  }

  private Optional<?> wrong(Yaml node, String expected) {
    return mistakes.add(node.place(), "expected %s, found %s".formatted(expected, node.words()));
  }
}
