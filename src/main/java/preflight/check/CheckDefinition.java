package preflight.check;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import preflight.check.signal.Signal;

/**
 * What is known of one kind of check without asking anybody: read from its class, of which no
 * instance is made.
 *
 * @param type the class that asks
 * @param thresholds the shape of {@code with}, from which decoding, schema and reference are
 *     derived
 * @param looksAt the signals that a pass rules out: those that it declares itself
 * @param emits the signals that a failure may carry: those, and what the checks may that it needs
 */
public record CheckDefinition(
    Class<? extends Check<?, ?>> type,
    CheckDoc doc,
    Class<? extends Record> thresholds,
    Set<Signal> looksAt,
    Set<Signal> emits) {

  private static final Map<Class<?>, CheckDefinition> READ = new ConcurrentHashMap<>();

  /** Reads the annotation and the type parameters of a check; refuses a class that lacks them. */
  public static CheckDefinition of(Class<? extends Check<?, ?>> type) {
    CheckDefinition known = READ.get(type);
    if (known != null) {
      return known;
    }
    CheckDoc doc = type.getAnnotation(CheckDoc.class);
    if (doc == null) {
      throw new IllegalStateException(type.getName() + " lacks @CheckDoc");
    }
    Set<Signal> looksAt = EnumSet.noneOf(Signal.class);
    looksAt.addAll(List.of(doc.signals()));
    Arrays.stream(doc.families()).forEach(it -> looksAt.addAll(it.signals()));
    Set<Signal> emits = EnumSet.noneOf(Signal.class);
    emits.addAll(looksAt);
    Arrays.stream(doc.needs()).forEach(it -> emits.addAll(of(it).emits()));
    var read =
        new CheckDefinition(
            type,
            doc,
            thresholds(type),
            Collections.unmodifiableSet(looksAt),
            Collections.unmodifiableSet(emits));
    READ.put(type, read);
    return read;
  }

  private static Class<? extends Record> thresholds(Class<?> type) {
    for (Type each : type.getGenericInterfaces()) {
      if (each instanceof ParameterizedType it
          && Check.class.isAssignableFrom((Class<?>) it.getRawType())) {
        Type[] arguments = it.getActualTypeArguments();
        return arguments[arguments.length - 1] instanceof Class<?> with && with.isRecord()
            ? with.asSubclass(Record.class)
            : NoThresholds.class;
      }
    }
    throw new IllegalStateException(type.getName() + " is no check");
  }

  /** The name of the check, for ever. */
  public String id() {
    return doc.id();
  }

  /** Who knows the signal: this check, or the one among those it needs that looks for it. */
  public CheckDefinition whoLooksFor(Signal signal) {
    return looksAt.contains(signal)
        ? this
        : Arrays.stream(doc.needs())
            .map(CheckDefinition::of)
            .filter(it -> it.emits().contains(signal))
            .findFirst()
            .map(it -> it.whoLooksFor(signal))
            .orElse(this);
  }

  /** Asks a check of this definition; the profile's reader holds that the types agree. */
  @SuppressWarnings("unchecked")
  public Outcome ask(Check<?, ?> check, Object target, Record with) throws InterruptedException {
    return ((Check<Object, Record>) type.cast(check)).run(target, with);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CheckDefinition it && type == it.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
