package preflight.deployment.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The substitutions of a build: {@code $_NAME}, {@code ${NAME}}, and {@code $$} for a dollar sign.
 * What Cloud Build itself fills in is open, and so is what it would compute ({@code ${_X:0:7}}).
 */
record Substitutions(Map<String, String> values) {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$|\\$([A-Z_][A-Z0-9_]*)|\\$\\{([^}]*)}");

  /** One value may refer to others; deeper than that, they refer to each other in a circle. */
  private static final int DEEPEST = 8;

  Substitutions {
    values = Map.copyOf(values);
  }

  String fill(String text) {
    return fill(text, DEEPEST);
  }

  private String fill(String text, int deepest) {
    Matcher reference = REFERENCE.matcher(text);
    var filled = new StringBuilder();
    while (reference.find()) {
      String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
      String value;
      if (name == null) {
        value = "$";
      } else if (values.containsKey(name) && deepest > 0) {
        value = fill(values.getOrDefault(name, ""), deepest - 1);
      } else {
        value = Open.MARK;
      }
      reference.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    reference.appendTail(filled);
    return filled.toString();
  }

  /** The values as they are, for a shell. */
  Map<String, String> filled() {
    var filled = new LinkedHashMap<String, String>();
    values.forEach((name, value) -> filled.put(name, fill(value)));
    return filled;
  }
}
