package preflight.profile.planning;

import java.util.Collection;
import java.util.Optional;
import preflight.resource.field.Weaker;

/** Tells whether one value of a field asks for less than another. */
final class Lenience {

  private Lenience() {}

  static boolean isLess(Weaker weaker, Object than, Object value) {
    return switch (weaker) {
      case NONE -> false;
      case UNSAID -> !value.equals(than);
      case LESS -> lacks(than, value);
      case MORE -> lacks(value, than);
    };
  }

  /** Whether the second is smaller, or lacks an element of the first. */
  private static boolean lacks(Object one, Object other) {
    if (one instanceof Optional<?> first && other instanceof Optional<?> second) {
      return first.isPresent() && second.isPresent() && lacks(first.get(), second.get());
    }
    if (one instanceof Collection<?> first && other instanceof Collection<?> second) {
      return !second.containsAll(first);
    }
    return compare(one, other) > 0;
  }

  /** Both are values of one field, so they are of one type. */
  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return one instanceof Comparable<?> && one.getClass() == other.getClass()
        ? ((Comparable<Object>) one).compareTo(other)
        : 0;
  }
}
