package preflight.probe.log;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** A sentence by which one knows in a log why a service fails. */
public record LogSignature(
    @Field(value = "What it is called", example = "ledger-locked", min = 1, grammar = Grammar.NAME)
        String name,
    @Field(
            value =
                "A regular expression in the syntax of RE2, which knows no lookaround; a group"
                    + " `(?P<variable>…)` names the variable that is missing",
            example = "\"ledger .* is locked\"",
            min = 1)
        String regex,
    @Field(value = "What kind of cause it tells of", example = "dependency") Cause cause,
    @Field(
            value = "What it means, as the end of a sentence",
            example = "another process holds the ledger",
            min = 1,
            grammar = Grammar.LINE)
        String means) {

  /** What a sentence blames. */
  public enum Cause {
    /** The code, or the image that holds it. */
    CODE,
    /** A variable that is missing or invalid. */
    VARIABLE,
    /** A store or another service. */
    DEPENDENCY,
    /** A database that lacks what the code asks for. */
    SCHEMA,
    /** A role of the service's own account. */
    DENIED,
    /** The memory that the container may have. */
    MEMORY,
    /** A port on which nobody listens. */
    PORT,
    /** Nothing: the process ended. */
    EXITED
  }

  public LogSignature {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "the regular expression of '%s' is wrong: %s: `%s`"
              .formatted(name, e.getDescription(), e.getPattern()));
    }
  }
}
