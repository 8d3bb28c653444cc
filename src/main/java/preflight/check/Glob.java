package preflight.check;

import java.util.Collection;
import java.util.regex.Pattern;

/** A pattern over ids and names: {@code *} stands for any text, {@code ?} for one character. */
public record Glob(String text) {

  public boolean matches(String name) {
    return pattern().matcher(name).matches();
  }

  /** Whether any of the names fits; the pattern is made once for all. */
  public boolean matchesAny(Collection<String> names) {
    Pattern pattern = pattern();
    return names.stream().anyMatch(it -> pattern.matcher(it).matches());
  }

  /** Whether it names one thing only. */
  public boolean isLiteral() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  private Pattern pattern() {
    StringBuilder pattern = new StringBuilder();
    text.chars()
        .forEach(it ->
            pattern.append(
                switch (it) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(it));
                }));
    return Pattern.compile(pattern.toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
