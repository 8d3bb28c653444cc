package preflight.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How constants are written in a JSON report. */
public final class Words {

  private Words() {}

  /** In lower case, for example {@code go-with-warnings}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The constant that a report names, in capitals or not; empty for one that is not known here. */
  public static <E extends Enum<E>> Optional<E> constant(Class<E> type, String written) {
    return Arrays.stream(type.getEnumConstants())
        .filter(it -> it.name().equals(written) || of(it).equals(written))
        .findFirst();
  }
}
