package preflight.check.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a template once, with an eye on the quotes that its placeholders stand in. */
final class CommandTemplate {

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\{(?:([a-z][a-z0-9-]*)(?::([a-z]+))?|([A-Z][A-Z0-9_]*)\\?([A-Za-z0-9 ,.-]+))}");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");

  private enum Quotes {
    NONE,
    SINGLE,
    DOUBLE
  }

  private final String template;
  private final List<Command.Part> parts = new ArrayList<>();
  private final StringBuilder own = new StringBuilder();
  // Of each substitution that is open, how it was quoted outside of it.
  private final List<Quotes> outside = new ArrayList<>();
  private Quotes quotes = Quotes.NONE;
  private final StringBuilder word = new StringBuilder();
  private boolean operands;

  CommandTemplate(String template) {
    this.template = template;
  }

  List<Command.Part> parts() {
    if (!PRINTABLE.matcher(template).matches()) {
      throw new IllegalArgumentException("not in one line of ASCII: " + template);
    }
    Matcher placeholder = PLACEHOLDER.matcher(template);
    int at = 0;
    while (at < template.length()) {
      // "${NAME:?what}" is the shell's.
      boolean expansion = at > 0 && template.charAt(at - 1) == '$';
      if (!expansion && placeholder.find(at) && placeholder.start() == at) {
        add(placeholder);
        at = placeholder.end();
      } else {
        read(template.charAt(at));
        at++;
      }
    }
    flush();
    if (quotes != Quotes.NONE || !outside.isEmpty()) {
      throw new IllegalArgumentException("quotes that stay open: " + template);
    }
    return parts;
  }

  private void read(char it) {
    switch (quotes) {
      case SINGLE -> inSingle(it);
      case DOUBLE -> inDouble(it);
      case NONE -> outOfQuotes(it);
    }
  }

  private void inSingle(char it) {
    own.append(it);
    if (it == '\'') {
      quotes = Quotes.NONE;
    } else {
      word.append(it);
    }
  }

  private void inDouble(char it) {
    boolean substitution = it == '(' && own.toString().endsWith("$");
    own.append(it);
    if (substitution) {
      outside.add(Quotes.DOUBLE);
      quotes = Quotes.NONE;
      endWord(true);
    } else if (it == '"') {
      quotes = Quotes.NONE;
    } else {
      word.append(it);
    }
  }

  private void outOfQuotes(char it) {
    if (it == '|' && outside.isEmpty()) {
      flush();
      parts.add(new Command.Part.Bar());
      endWord(true);
      return;
    }
    own.append(it);
    switch (it) {
      case '\'' -> quotes = Quotes.SINGLE;
      case '"' -> quotes = Quotes.DOUBLE;
      case ' ' -> endWord(false);
      case '|', ';', '&' -> endWord(true);
      case '(' -> {
        outside.add(Quotes.NONE);
        endWord(true);
      }
      case ')' -> {
        quotes = outside.removeLast();
        word.append(it);
      }
      case '\\', '`' -> throw new IllegalArgumentException("single quotes are enough: " + template);
      default -> word.append(it);
    }
  }

  /** Behind these words, whatever comes is an operand and no option. */
  private void endWord(boolean ofCommand) {
    operands = !ofCommand && (operands || Arrays.asList("--", "%s").contains(word.toString()));
    word.setLength(0);
  }

  private void add(Matcher placeholder) {
    if (quotes == Quotes.DOUBLE) {
      throw new IllegalArgumentException("no value inside double quotes: " + template);
    }
    boolean quoted = quotes == Quotes.SINGLE;
    boolean option = word.isEmpty() && !operands;
    flush();
    word.append('x');
    String name = placeholder.group(1);
    if (name == null) {
      parts.add(new Command.Part.Asked(placeholder.group(3), placeholder.group(4), quoted));
      return;
    }
    Optional<Encoding> encoding =
        Optional.ofNullable(placeholder.group(2))
            .map(it -> Encoding.valueOf(it.toUpperCase(Locale.ROOT)));
    if (quoted && encoding.isEmpty()) {
      throw new IllegalArgumentException("what language is {%s} in? %s".formatted(name, template));
    }
    parts.add(new Command.Part.Open(name, encoding, quoted, option));
  }

  private void flush() {
    if (!own.isEmpty()) {
      parts.add(new Command.Part.Shell(own.toString()));
      own.setLength(0);
    }
  }
}
