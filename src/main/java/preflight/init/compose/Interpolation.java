package preflight.init.compose;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;
import preflight.probe.inventory.PlainValue;

/**
 * Fills in what a Compose file leaves to variables; see "Interpolation" in the Compose
 * specification. The shell goes before the file {@code .env}. What is confidential stays hidden
 * behind a mark.
 */
final class Interpolation {

  /** Stands for what nobody may see; of the private use area, so that no file has it. */
  static final char MARK = '\uE000';

  private static final Pattern WHOLE =
      Pattern.compile(
          "\\$(?:\\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-?+][^{}$]*)?}|([A-Za-z_][A-Za-z0-9_]*))");

  private static final Pattern BRACED =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-?+])(.*))?", Pattern.DOTALL);

  private final Map<String, String> shell;
  private final Map<String, SecretValue> file;

  Interpolation(Map<String, String> shell, Map<String, SecretValue> file) {
    this.shell = shell;
    this.file = file;
  }

  /** The variable that a text consists of, where it is given or has no other value. */
  Optional<String> whole(String text) {
    Matcher matcher = WHOLE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    boolean other = text.contains(":-") || text.contains("-") || text.contains("+");
    return Optional.of(name).filter(it -> lookUp(it).isPresent() || !other);
  }

  /** What a variable is given, if anything. */
  PlainValue value(String name) {
    String own = shell.get(name);
    SecretValue held = own == null ? file.get(name) : SecretValue.of(own);
    return held == null ? PlainValue.unset(name) : PlainValue.of(name, held);
  }

  /** A text with everything filled in that is open. */
  String filled(String text) {
    var filled = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '$' || at + 1 == text.length()) {
        filled.append(c);
        at++;
        continue;
      }
      char next = text.charAt(at + 1);
      if (next == '$') {
        filled.append('$');
        at += 2;
      } else if (next == '{') {
        int end = closing(text, at + 1);
        filled.append(braced(text.substring(at + 2, end)));
        at = end + 1;
      } else if (Character.isLetter(next) || next == '_') {
        int end = at + 1;
        while (end < text.length()
            && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
          end++;
        }
        filled.append(lookUp(text.substring(at + 1, end)).orElse(""));
        at = end;
      } else {
        filled.append(c);
        at++;
      }
    }
    return filled.toString();
  }

  /** Where the bracket is closed that opens there; without an end, the text's. */
  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private String braced(String inner) {
    Matcher matcher = BRACED.matcher(inner);
    if (!matcher.matches()) {
      return "";
    }
    Optional<String> given = lookUp(matcher.group(1));
    if (matcher.group(2) == null) {
      return given.orElse("");
    }
    // With a colon, what is empty counts as not given.
    Optional<String> counted =
        matcher.group(2).startsWith(":") ? given.filter(it -> !it.isEmpty()) : given;
    return switch (matcher.group(2).charAt(matcher.group(2).length() - 1)) {
      case '-' -> counted.orElseGet(() -> filled(matcher.group(3)));
      case '+' -> counted.isPresent() ? filled(matcher.group(3)) : "";
      default -> counted.orElse(String.valueOf(MARK));
    };
  }

  private Optional<String> lookUp(String name) {
    if (!shell.containsKey(name) && !file.containsKey(name)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (value(name)) {
          case PlainValue.Setting(String text) -> text;
          case PlainValue.Nothing() -> "";
          case PlainValue.Address _, PlainValue.Hidden _ -> String.valueOf(MARK);
        });
  }
}
