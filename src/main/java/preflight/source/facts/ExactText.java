package preflight.source.facts;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A value as a text that no other value has: each text has its length before it, so that one with a
 * comma is not two.
 */
public final class ExactText {

  private ExactText() {}

  /**
   * Of records of texts, numbers, booleans, enumerations, optional values, collections, maps and
   * records.
   *
   * @throws IllegalArgumentException for what is none of them
   */
  public static String of(Object value) {
    var text = new StringBuilder();
    add(value, text);
    return text.toString();
  }

  private static void add(Object value, StringBuilder to) {
    switch (value) {
      case Record it -> {
        to.append(it.getClass().getName()).append('(');
        for (RecordComponent component : it.getClass().getRecordComponents()) {
          add(component(it, component), to);
        }
        to.append(')');
      }
      // What is in no order has the same text in any.
      case Set<?> it -> sorted(it.stream().map(ExactText::of), to);
      case Collection<?> it -> {
        to.append('[');
        it.forEach(each -> add(each, to));
        to.append(']');
      }
      case Map<?, ?> it ->
          sorted(
              it.entrySet().stream().map(each -> of(List.of(each.getKey(), each.getValue()))), to);
      case Optional<?> it -> {
        to.append('?');
        it.ifPresent(each -> add(each, to));
        to.append(';');
      }
      case String it -> text(it, to);
      case Number it -> text(it.toString(), to);
      case Boolean it -> text(it.toString(), to);
      case Enum<?> it -> text(it.name(), to);
      default -> throw new IllegalArgumentException("no text for " + value.getClass().getName());
    }
  }

  private static void sorted(Stream<String> texts, StringBuilder to) {
    to.append('{');
    texts.sorted().forEach(it -> text(it, to));
    to.append('}');
  }

  private static void text(String text, StringBuilder to) {
    to.append(text.length()).append(':').append(text);
  }

  private static Object component(Record of, RecordComponent component) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
