package preflight.catalog.platform;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Variables as arguments of commands, so that a shell, and gcloud, read back the same values. */
final class Assignments {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_=.,:/@%+-]*");

  private Assignments() {}

  /** One argument of gcloud. */
  static String of(Map<String, String> values) {
    String delimiter = delimiter(values);
    String text =
        (delimiter.equals(",") ? "" : "^" + delimiter + "^")
            + new TreeMap<>(values)
                .entrySet().stream()
                    .map(it -> it.getKey() + "=" + it.getValue())
                    .collect(Collectors.joining(delimiter));
    return quoted(text);
  }

  /** The command that sets them in a shell. */
  static String export(Map<String, String> values) {
    return new TreeMap<>(values)
        .entrySet().stream()
            .map(it -> it.getKey() + "=" + quoted(it.getValue()))
            .collect(Collectors.joining(" ", "export ", ""));
  }

  private static String quoted(String text) {
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
