package preflight.source.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a script sets a variable to where nobody says otherwise. */
final class ScriptDefaults {

  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?m)^\\s*(?:export\\s+|readonly\\s+|local\\s+)?(?<name>[A-Za-z_]\\w*)=[\"']?(?:\\$\\{\\w+:?-)?(?<value>[\\w.-]*)}?[\"']?\\s*(?:#.*)?$");

  private static final Pattern DEFAULT =
      Pattern.compile("\\$\\{(?<name>[A-Za-z_]\\w*):?[-=](?<value>[\\w.-]*)}");

  private ScriptDefaults() {}

  /** The first that stands there. */
  static Map<String, String> of(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Pattern pattern : new Pattern[] {ASSIGNMENT, DEFAULT}) {
      Matcher found = pattern.matcher(text);
      while (found.find()) {
        String name = found.group("name");
        String value = found.group("value");
        if (name != null && value != null) {
          values.putIfAbsent(name, value);
        }
      }
    }
    return values;
  }
}
