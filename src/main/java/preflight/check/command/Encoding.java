package preflight.check.command;

import java.util.Optional;
import java.util.regex.Pattern;

/** How a value is written inside another language, which stands inside quotes of the shell. */
public enum Encoding {
  /** Between the quotes of a JSON string (RFC 8259). */
  JSON("is no text of JSON") {
    @Override
    Optional<String> of(String value) {
      var text = new StringBuilder();
      for (int i = 0; i < value.length(); i++) {
        char unit = value.charAt(i);
        if (unit == '"' || unit == '\\') {
          text.append('\\').append(unit);
        } else if (unit < ' ' || unit > '~') {
          text.append("\\u%04x".formatted((int) unit));
        } else {
          text.append(unit);
        }
      }
      return Optional.of(text.toString());
    }
  },

  /** Between the quotes of an identifier of SQL, where a quote is doubled. */
  IDENTIFIER("is no name in SQL") {
    @Override
    Optional<String> of(String value) {
      return value.isEmpty() ? Optional.empty() : Optional.of(value.replace("\"", "\"\""));
    }
  },

  /** Between the quotes of a string in the query language of Cloud Logging. */
  FILTER("has characters that no filter of Cloud Logging can hold") {
    @Override
    Optional<String> of(String value) {
      return CONTROL.matcher(value).find()
          ? Optional.empty()
          : Optional.of(value.replace("\\", "\\\\").replace("\"", "\\\""));
    }
  },

  /** Behind the colon of a header of HTTP (RFC 9110, field values). */
  HEADER("has characters that no header can hold") {
    @Override
    Optional<String> of(String value) {
      return CONTROL.matcher(value).find() ? Optional.empty() : Optional.of(value);
    }
  },

  /** The name of a variable, as a shell has it. */
  VARIABLE("cannot name a variable of a shell") {
    @Override
    Optional<String> of(String value) {
      return Optional.of(value).filter(it -> Command.VARIABLE.matcher(it).matches());
    }
  },

  NUMBER("is no number") {
    @Override
    Optional<String> of(String value) {
      return Optional.of(value).filter(it -> DIGITS.matcher(it).matches());
    }
  };

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

  private final String refusal;

  Encoding(String refusal) {
    this.refusal = refusal;
  }

  abstract Optional<String> of(String value);

  String refusal() {
    return refusal;
  }
}
