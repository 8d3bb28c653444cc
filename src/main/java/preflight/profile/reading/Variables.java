package preflight.profile.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in <code>${env:NAME}</code> from the environment of the process. */
public final class Variables {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([^}]*)}?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> environment;

  public Variables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The variables that a text names, each as often as it does. */
  public static List<String> names(String text) {
    return text.contains("${env:")
        ? REFERENCE
            .matcher(text)
            .results()
            .map(it -> it.group(1))
            .filter(NAME.asMatchPredicate())
            .toList()
        : List.of();
  }

  /**
   * A scalar with its variables filled in.
   *
   * @param from names of the variables, in the order of the text
   * @param unset those of them that have no value
   * @param malformed whether a reference names no variable
   */
  public record Filled(String text, List<String> from, List<String> unset, boolean malformed) {
    public boolean usable() {
      return unset.isEmpty() && !malformed;
    }
  }

  public boolean has(String name) {
    return environment.containsKey(name);
  }

  public Filled fill(String text) {
    if (!text.contains("${env:")) {
      return new Filled(text, List.of(), List.of(), false);
    }
    List<String> from = new ArrayList<>();
    Matcher reference = REFERENCE.matcher(text);
    boolean malformed = false;
    StringBuilder filled = new StringBuilder();
    while (reference.find()) {
      String name = reference.group(1);
      malformed |= !NAME.matcher(name).matches() || !reference.group().endsWith("}");
      from.add(name);
      reference.appendReplacement(
          filled, Matcher.quoteReplacement(environment.getOrDefault(name, reference.group())));
    }
    reference.appendTail(filled);
    List<String> unset = from.stream().filter(it -> !environment.containsKey(it)).toList();
    return new Filled(filled.toString(), List.copyOf(from), unset, malformed);
  }
}
