package preflight.catalog.platform;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Variables as one argument of gcloud, so that a shell and gcloud read back the same values. */
final class Assignments {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_=.,:/@%+-]*");

  private Assignments() {}

  static String of(Map<String, String> values) {
    String delimiter = delimiter(values);
    String text =
        (delimiter.equals(",") ? "" : "^" + delimiter + "^")
            + new TreeMap<>(values)
                .entrySet().stream()
                    .map(it -> it.getKey() + "=" + it.getValue())
                    .collect(Collectors.joining(delimiter));
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** See {@code gcloud topic escaping}. */
  private static String delimiter(Map<String, String> values) {
    return Stream.of(",", "@", "|", "#", "~")
        .filter(it -> values.values().stream().noneMatch(value -> value.contains(it)))
        .findFirst()
        .orElse("@@@");
  }
}
