package preflight.probe.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A variable that an application says it cannot start without.
 *
 * @param name empty where the sentence does not tell it
 */
record MissingVariable(Optional<String> name) {

  /** As people write variables: capitals, and at least two words. */
  private static final String NAME = "(?<name>(?-i:\\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\\b))";

  /** One word is enough where the sentence says that it is a variable. */
  private static final String WORD = "(?<name>(?-i:\\b[A-Z][A-Z0-9_]{2,}\\b))";

  private static final String LACKS =
      "(not set|not be empty|not found|unset|missing|required|undefined|empty"
          + "|not (specified|configured|provided|defined|present)"
          + "|be (set|defined|provided|specified|configured)"
          + "|unbound variable|parameter (null or )?not set|field required|invalid input)";

  private static final String IS = "[\"'`\\])]*:? (setting |variable )?(is |was |are |must )?";

  /**
   * "Redis is required" and "handler is undefined" name no variable: a sentence counts only around
   * a name in capitals, or where a library is known to speak of nothing else.
   */
  private static final List<Pattern> SENTENCES =
      List.of(
          pattern(NAME + IS + LACKS),
          pattern(
              "(environment|env)[ -]?(variables?|vars?)( not found| missing| required)?[:!]?"
                  + "[\\s\"'`{\\[(•*-]*"
                  + WORD
                  + IS
                  + LACKS),
          pattern(
              "(missing|required|invalid|undefined|unset|not set|set the|following)( required)?"
                  + " (environment|env)[ -]?(variables?|vars?)[:!]?[\\s\"'`{\\[(•*-]*"
                  + WORD),
          pattern(
              "variables? (is|are) (not set|missing|required|undefined|empty):?[\\s\"'`{\\[(•*-]*"
                  + NAME),
          pattern("environment variable not found:? [\"'`]*" + WORD),
          pattern(
              "(set|define|provide|export) (the )?[\"'`]?" + WORD + "[\"'`]? environment variable"),
          pattern(
              "(not set|unset|missing|required|undefined|must specify|required key|must set"
                  + "|could not expand value|key not found):? ?[\"'`:]*"
                  + NAME),
          pattern("could not resolve placeholder '" + NAME),
          pattern("KeyError: [\"'(]*(Config ')?" + NAME),
          pattern("not present in the environment:?\\s*" + WORD),
          pattern(
              "path: \\[\\s*['\"]"
                  + NAME
                  + "['\"]\\s*],?\\s*message: ['\"](Required|Invalid input)"),
          pattern(NAME + "['\"]?: \\[\\s*['\"](Required|Invalid input)"),
          pattern(
              "validation errors? for \\w*(Settings|Config)\\w*\\s+(?<name>\\w+)\\s+field required"),
          pattern("missing `(?<name>secret_key_base)`"));

  private static final Pattern UNNAMED =
      pattern(
          "no application encryption key has been specified|\\bOptionsValidationException\\b|\\bNotPresent\\b");

  private static Pattern pattern(String text) {
    return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
  }

  /** What a text says of a variable; the first sentence that fits counts. */
  static Optional<MissingVariable> in(String text) {
    return SENTENCES.stream()
        .map(it -> it.matcher(text))
        .filter(Matcher::find)
        .map(it -> it.group("name").toUpperCase(Locale.ROOT))
        .findFirst()
        .map(it -> new MissingVariable(Optional.of(it)))
        .or(() ->
            UNNAMED.matcher(text).find()
                ? Optional.of(new MissingVariable(Optional.empty()))
                : Optional.empty());
  }
}
