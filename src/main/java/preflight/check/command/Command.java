package preflight.check.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line for a shell, made of text of our own and of values that are nobody's but data. Rendered
 * for bash, zsh and ksh, and harmless in any other shell.
 *
 * <p>In the text of a template, <code>{name}</code> is a value, <code>{name:encoding}</code> a
 * value inside another language, and <code>{NAME?what it is}</code> what only the reader knows.
 */
public record Command(List<Part> parts) {

  /** A piece of the line. */
  public sealed interface Part {

    /** Shell of our own, as it is. */
    record Shell(String text) implements Part {}

    /** The bar of a pipe. */
    record Bar() implements Part {}

    /**
     * A value.
     *
     * @param quoted whether it stands inside single quotes of our own
     */
    record Value(String text, boolean quoted) implements Part {}

    /** What only the reader knows: a variable of the shell, without which the line ends. */
    record Asked(String variable, String what, boolean quoted) implements Part {}

    /**
     * A value that is still to come.
     *
     * @param encoding how it is written in the language around it, where there is one
     * @param option whether a shell's tool would take it for an option if it began with a hyphen
     */
    record Open(String name, Optional<Encoding> encoding, boolean quoted, boolean option)
        implements Part {}

    /** A value that no argument can carry, so that there is no line at all. */
    record Refused(String why) implements Part {}
  }

  private static final Pattern WHAT = Pattern.compile("[A-Za-z0-9 ,.:_-]+");
  static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  public Command {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a template of our own.
   *
   * @throws IllegalArgumentException if it is none: that is a defect
   */
  public static Command of(String template) {
    return new Command(new CommandTemplate(template).parts());
  }

  /** Words of a command line, each an argument of its own; the first is the program. */
  public static Command words(List<String> words) {
    List<Part> parts = new ArrayList<>();
    for (String word : words) {
      // A shell would take it for an assignment.
      boolean assigns = parts.isEmpty() && word.indexOf('=') >= 0;
      parts.add(new Part.Shell(parts.isEmpty() ? "" : " "));
      parts.add(
          assigns ? refusal("program", "has an equals sign in its name") : value(word, false));
    }
    return new Command(parts);
  }

  /** A value that stands behind other text of its word, or is no option whatever it is. */
  public static Command value(String text) {
    return new Command(List.of(value(text, false)));
  }

  /** What only the reader knows. */
  public static Command asked(String variable, String what) {
    if (!VARIABLE.matcher(variable).matches() || !WHAT.matcher(what).matches()) {
      throw new IllegalArgumentException(variable + "?" + what);
    }
    return new Command(List.of(new Part.Asked(variable, what, false)));
  }

  /**
   * The value of a variable or secret that only the reader knows, in a variable of the shell that
   * is set for this alone: another one, such as HOST, may be there already.
   */
  public static Command askedValue(String of) {
    return askedValue(of, "the value of " + variable(of));
  }

  /** The same, where one says what it is. */
  public static Command askedValue(String of, String what) {
    return asked("NEW_" + variable(of), what);
  }

  /**
   * Fragments for the fields that secrets hold, alone or within a URL.
   *
   * @param secrets of each field, the name of the secret
   */
  public static Map<String, List<Command>> askedFields(Map<String, String> secrets) {
    var fragments = new TreeMap<String, List<Command>>();
    secrets.forEach((field, secret) -> fragments.put(field, List.of(askedField(field, secret))));
    return fragments;
  }

  private static Command askedField(String field, String secret) {
    return asked(
        "%s_IN_%s".formatted(field.toUpperCase(Locale.ROOT), variable(secret)),
        "the %s in the secret %s".formatted(field, secret));
  }

  private static String variable(String of) {
    return of.replaceAll("[^A-Za-z0-9_]", "_");
  }

  /** No line, and why; in words of our own, without quotes. */
  public static Command refused(String why) {
    return new Command(List.of(new Part.Refused(why)));
  }

  /** This one with the other right behind it. */
  public Command then(Command other) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(other.parts);
    return new Command(all);
  }

  public Command with(String name, String value) {
    return with(Map.of(name, value), Map.of());
  }

  public Command with(String name, Command fragment) {
    return with(Map.of(), Map.of(name, List.of(fragment)));
  }

  public Command with(Map<String, String> values) {
    return with(values, Map.of());
  }

  /**
   * Fills in what is known; the rest stays open.
   *
   * @param fragments commands, or parts of them, that go into the line as they are
   */
  public Command with(Map<String, String> values, Map<String, List<Command>> fragments) {
    List<Part> filled = new ArrayList<>();
    for (Part part : parts) {
      if (!(part instanceof Part.Open open)) {
        filled.add(part);
        continue;
      }
      List<Command> fragment = fragments.get(open.name());
      String value = values.get(open.name());
      if (fragment != null) {
        fragment.stream()
            .flatMap(it -> it.parts.stream())
            .map(it ->
                it instanceof Part.Asked(String variable, String what, boolean _)
                    ? new Part.Asked(variable, what, open.quoted())
                    : it)
            .forEach(filled::add);
      } else {
        // Nothing, where a whole word should stand, is nothing known.
        filled.add(
            value == null || (value.isEmpty() && !open.quoted()) ? open : filled(open, value));
      }
    }
    return new Command(filled);
  }

  /** The lines that a template stands for: one, or those of the fact that it consists of. */
  public static List<Command> lines(
      String template, Map<String, String> values, Map<String, List<Command>> fragments) {
    Command command = of(template);
    if (command.parts.size() == 1 && command.parts.getFirst() instanceof Part.Open open) {
      return fragments.getOrDefault(open.name(), List.of());
    }
    return List.of(command.with(values, fragments));
  }

  /** The same line with other values in the places of its values. */
  public Command mapped(UnaryOperator<String> to) {
    return new Command(
        parts.stream()
            .map(it ->
                it instanceof Part.Value(String text, boolean quoted)
                    ? new Part.Value(to.apply(text), quoted)
                    : it)
            .toList());
  }

  /** Whether there is a line, and no more than the reason why there is none. */
  public boolean isWhole() {
    return parts.stream().noneMatch(Part.Refused.class::isInstance);
  }

  private static Part filled(Part.Open open, String value) {
    if (open.option() && value.startsWith("-")) {
      return refusal(open.name(), "begins with a hyphen, as an option does");
    }
    Optional<String> encoded =
        open.encoding().isPresent() ? open.encoding().get().of(value) : Optional.of(value);
    return encoded
        .map(it -> value(it, open.quoted(), open.name()))
        .orElseGet(() -> refusal(open.name(), open.encoding().orElseThrow().refusal()));
  }

  private static Part value(String text, boolean quoted) {
    return value(text, quoted, "value");
  }

  private static Part value(String text, boolean quoted, String name) {
    if (text.indexOf('\0') >= 0) {
      return refusal(name, "holds a NUL, which no argument can carry");
    }
    return ShellQuoting.isText(text)
        ? new Part.Value(text, quoted)
        : refusal(name, "is no valid text");
  }

  private static Part refusal(String name, String why) {
    return new Part.Refused("the %s %s".formatted(words(name), why));
  }

  private static String words(String name) {
    return name.replace('-', ' ');
  }

  /** The template again, for documentation: placeholders by their names. */
  public String template() {
    return rendered(true);
  }

  /** The line, ready to be pasted; a comment that says why where there is none. */
  @Override
  public String toString() {
    return parts.stream()
        .filter(Part.Refused.class::isInstance)
        .map(Part.Refused.class::cast)
        .findFirst()
        .map(it -> "# A command is left out: " + it.why() + ".")
        .orElseGet(() -> rendered(false));
  }

  private String rendered(boolean documented) {
    List<Part> all = documented ? parts : parts.stream().map(Command::asked).toList();
    // Left of a pipe, an unset variable ends that part only, and the right one reads nothing.
    boolean guarded = all.contains(new Part.Bar());
    var text = new StringBuilder(guarded ? guards(all) : "");
    for (Part part : all) {
      switch (part) {
        case Part.Shell(String own) -> text.append(blank(text, own));
        case Part.Bar() -> text.append('|');
        case Part.Value(String value, boolean quoted) ->
            text.append(quoted ? ShellQuoting.within(value) : ShellQuoting.word(value));
        case Part.Asked(String variable, String what, boolean quoted) -> {
          String expansion = guarded ? "\"$" + variable + "\"" : expansion(variable, what);
          text.append(quoted ? "'" + expansion + "'" : expansion);
        }
        case Part.Open open -> text.append('{').append(open.name()).append('}');
        case Part.Refused(String why) -> text.append("# ").append(why);
      }
    }
    return text.toString();
  }

  /** Behind a fragment that is empty, one blank is enough. */
  private static String blank(CharSequence before, String own) {
    boolean twice = !before.isEmpty() && before.charAt(before.length() - 1) == ' ';
    return twice && own.startsWith(" ") ? own.substring(1) : own;
  }

  private static Part asked(Part part) {
    return part instanceof Part.Open open
        ? new Part.Asked(
            open.name().toUpperCase(Locale.ROOT).replace('-', '_'),
            "the " + words(open.name()),
            open.quoted())
        : part;
  }

  private static String guards(List<Part> parts) {
    Map<String, String> asked = new TreeMap<>();
    for (Part part : parts) {
      if (part instanceof Part.Asked(String variable, String what, boolean _)) {
        asked.putIfAbsent(variable, what);
      }
    }
    return asked.entrySet().stream()
        .map(it -> ": " + expansion(it.getKey(), it.getValue()) + " && ")
        .collect(Collectors.joining());
  }

  private static String expansion(String variable, String what) {
    return "\"${%s:?%s}\"".formatted(variable, what);
  }
}
