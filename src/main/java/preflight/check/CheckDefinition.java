package preflight.check;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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

  private static final ClassValue<CheckDefinition> READ =
      new ClassValue<>() {
        @Override
        protected CheckDefinition computeValue(Class<?> type) {
          @SuppressWarnings("unchecked") // asked for checks only
          var check = (Class<? extends Check<?, ?>>) type;
          return read(check);
        }
      };

  /** Reads the annotation and the type parameters of a check; refuses a class that lacks them. */
  public static CheckDefinition of(Class<? extends Check<?, ?>> type) {
    return READ.get(type);
  }

  private static CheckDefinition read(Class<? extends Check<?, ?>> type) {
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
    return new CheckDefinition(
        type,
        doc,
        thresholds(type).orElseThrow(() -> new IllegalStateException(type + " is no check")),
        Collections.unmodifiableSet(looksAt),
        Collections.unmodifiableSet(emits));
  }

  /** The second type argument of {@link Check}, wherever in the hierarchy it is given. */
  private static Optional<Class<? extends Record>> thresholds(Class<?> type) {
    for (Type each : type.getGenericInterfaces()) {
      Type raw = each instanceof ParameterizedType it ? it.getRawType() : each;
      if (raw == Check.class) {
        Type with = ((ParameterizedType) each).getActualTypeArguments()[1];
        return Optional.of(((Class<?>) with).asSubclass(Record.class));
      }
      Optional<Class<? extends Record>> above = thresholds((Class<?>) raw);
      if (above.isPresent()) {
        return above;
      }
    }
    return Optional.empty();
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
  public Outcome ask(Check<?, ?> check, Object target, Record with, Consumer<Outcome> soFar)
      throws InterruptedException {
    return ((Check<Object, Record>) type.cast(check)).run(target, with, soFar);
  }
}
