package preflight.source.image.dockerfile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The variables that an instruction sees, and what they make of a word. */
public final class Variables {

  /** What Cloud Run runs, and therefore what is built. */
  private static final Map<String, String> PLATFORM =
      Map.of(
          "TARGETPLATFORM",
          "linux/amd64",
          "TARGETOS",
          "linux",
          "TARGETARCH",
          "amd64",
          "TARGETVARIANT",
          "");

  private final char escape;

  /** Values of ARG and ENV; an empty one is known to exist, and its value is not. */
  private final Map<String, Optional<String>> values = new HashMap<>();

  private final SortedMap<String, String> environment = new TreeMap<>();

  public Variables(char escape) {
    this.escape = escape;
  }

  /** Those of a stage that another begins with. */
  public Variables copy() {
    var copy = new Variables(escape);
    copy.values.putAll(values);
    copy.environment.putAll(environment);
    return copy;
  }

  public static Optional<String> platform(String name) {
    return Optional.ofNullable(PLATFORM.get(name));
  }

  /** Declares an argument; what ENV says of the name stays. */
  public void argument(String name, Optional<String> value) {
    if (!environment.containsKey(name)) {
      values.put(name, value);
    }
  }

  /** Sets what the container sees, too. */
  public void environment(String name, Word value) {
    values.put(name, value.known());
    environment.put(name, value.text());
  }

  public SortedMap<String, String> environment() {
    return environment;
  }

  /**
   * A word after its variables were replaced and its quotes removed.
   *
   * @param text what is known of it; a variable without a known value stands as it is written
   * @param open why it is not all known
   */
  public record Word(String text, Optional<String> open) {

    public Optional<String> known() {
      return open.isEmpty() ? Optional.of(text) : Optional.empty();
    }
  }

  public Word word(String raw) {
    return new Expansion(raw).all();
  }

  /** Reads one word. */
  private final class Expansion {

    private final String raw;
    private final StringBuilder out = new StringBuilder();
    private Optional<String> open = Optional.empty();

    Expansion(String raw) {
      this.raw = raw;
    }

    Word all() {
      char quote = 0;
      for (int i = 0; i < raw.length(); i++) {
        char c = raw.charAt(i);
        if (quote == '\'' && c != '\'') {
          out.append(c);
        } else if (c == escape && i + 1 < raw.length()) {
          char next = raw.charAt(++i);
          if (quote == '"' && next != '"' && next != '$' && next != escape) {
            out.append(c);
          }
          out.append(next);
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote && quote != 0) {
          quote = 0;
        } else if (c == '$') {
          i = variable(i);
        } else {
          out.append(c);
        }
      }
      return new Word(out.toString(), open);
    }

    /** Replaces the variable at a dollar sign; the index of its last character. */
    private int variable(int dollar) {
      int at = dollar + 1;
      if (at < raw.length() && raw.charAt(at) == '{') {
        int end = closing(at);
        if (end < 0) {
          unknown(raw.substring(dollar), "'%s' has no '}'".formatted(raw));
          return raw.length() - 1;
        }
        braced(raw.substring(at + 1, end), raw.substring(dollar, end + 1));
        return end;
      }
      int end = at;
      while (end < raw.length() && isName(raw.charAt(end))) {
        end++;
      }
      if (end == at) {
        out.append('$');
        return dollar;
      }
      plain(raw.substring(at, end), raw.substring(dollar, end));
      return end - 1;
    }

    private int closing(int brace) {
      int depth = 0;
      for (int i = brace; i < raw.length(); i++) {
        if (raw.charAt(i) == '{') {
          depth++;
        } else if (raw.charAt(i) == '}' && --depth == 0) {
          return i;
        }
      }
      return -1;
    }

    private void plain(String name, String written) {
      if (isOpen(name)) {
        unknown(written, "the value of %s is not known".formatted(name));
      } else if (name.equals("PATH") && !values.containsKey(name)) {
        // Every base image has one, and nobody needs to know it.
        out.append(written);
      } else {
        out.append(value(name));
      }
    }

    private boolean isOpen(String name) {
      return values.containsKey(name) && values.getOrDefault(name, Optional.empty()).isEmpty();
    }

    private String value(String name) {
      return values.getOrDefault(name, Optional.empty()).orElse("");
    }

    private void braced(String inside, String written) {
      int end = 0;
      while (end < inside.length() && isName(inside.charAt(end))) {
        end++;
      }
      String name = inside.substring(0, end);
      String operator = inside.substring(end);
      if (operator.isEmpty()) {
        plain(name, written);
        return;
      }
      boolean emptyCounts = operator.startsWith(":");
      String rest = emptyCounts ? operator.substring(1) : operator;
      char kind = rest.isEmpty() ? 0 : rest.charAt(0);
      if (kind != '-' && kind != '+' && kind != '?') {
        unknown(written, "'%s' is computed by the builder".formatted(written));
        return;
      }
      if (isOpen(name)) {
        unknown(written, "the value of %s is not known".formatted(name));
        return;
      }
      String text = value(name);
      boolean isSet = values.containsKey(name) && !(emptyCounts && text.isEmpty());
      String word = rest.substring(1);
      switch (kind) {
        case '-' -> {
          if (isSet) {
            out.append(text);
          } else {
            nested(word);
          }
        }
        case '+' -> {
          if (isSet) {
            nested(word);
          }
        }
        default -> {
          if (isSet) {
            out.append(text);
          } else {
            unknown(written, "%s must be given to the build".formatted(name));
          }
        }
      }
    }

    private void nested(String word) {
      Word inner = word(word);
      out.append(inner.text());
      open = open.or(inner::open);
    }

    private void unknown(String written, String why) {
      out.append(written);
      open = open.or(() -> Optional.of(why));
    }

    private static boolean isName(char c) {
      return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }
  }
}
