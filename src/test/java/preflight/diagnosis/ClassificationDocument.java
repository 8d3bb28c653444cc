package preflight.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import preflight.check.signal.Signal;
import preflight.check.signal.Symptom;
import preflight.diagnosis.attribution.Cause;
import preflight.diagnosis.attribution.Compatibility;

/** Renders the decision table and the compatibility matrix as {@code docs/classification.md}. */
public final class ClassificationDocument {

  private static final String INTRODUCTION =
      """
      # From a failure to its class and its root cause

      Derived from the code; do not edit. A test says when it is out of date, and
      `-Dgolden.update` writes it anew.

      ## The decision table

      Rows are ordered: the first that matches a failure gives its class. What a check could not
      find out is UNKNOWN and never comes here. A pack or profile may override the class of a
      check, with a reason.

      """;

  private static final String MATRIX =
      """

      ## Which failure can explain which

      A failure is explained by another one that it depends on, directly or through others, if

      - the one can cause what the other looks like (the matrix below),
      - it is not more than a minute younger, where both times are known,
      - nothing else gets through it at the same time, such as a second store behind the same
        connector.

      Of several, the deepest explains, then the surest; the others contribute. What no other
      failure explains is a root cause. Where something below could not be checked and could be
      the cause, the class is UNDETERMINED, and the report names the check that decides.

      """;

  private ClassificationDocument() {}

  public static String markdown() {
    var text = new StringBuilder(INTRODUCTION);
    text.append(DecisionTable.text());
    text.append(MATRIX).append(head());
    for (Cause cause : Cause.values()) {
      text.append(row(cause));
    }
    text.append("\nSignals that look like each:\n\n");
    for (Symptom symptom : Symptom.values()) {
      text.append("- *%s*: %s\n".formatted(word(symptom), signals(symptom)));
    }
    text.append(
        """

        These start-up failures name their cause and take no other:

        """);
    Compatibility.narrowed()
        .forEach((signal, causes) ->
            text.append(
                "- `%s`: %s\n"
                    .formatted(
                        signal,
                        causes.stream().map(Cause::says).collect(Collectors.joining("; ")))));
    text.append(
        """

        What many checks meet is one root cause: an API that is off, a closed account, a policy, a
        service that does not exist. A closed account also explains that no instance starts.

        A handler that throws (1011) while some health endpoint of the service passes and none fails
        is the application's own. A revision that never started explains nothing that an older one
        answers, and a wrong clock only what its own service refuses. Findings in the source are
        never the cause of a failure at run time.

        Failures of one secret that have one origin are one root cause, the first of these that
        failed: %s.
        """
            .formatted(
                Compatibility.oneOrigin().stream()
                    .map("`%s`"::formatted)
                    .collect(Collectors.joining(", "))));
    return text.toString();
  }

  private static String signals(Symptom symptom) {
    return Arrays.stream(Signal.values())
        .filter(it -> it.symptom().filter(symptom::equals).isPresent())
        .map("`%s`"::formatted)
        .collect(Collectors.joining(" "));
  }

  private static String head() {
    List<String> words = Arrays.stream(Symptom.values()).map(ClassificationDocument::word).toList();
    return "| can cause | %s |\n|%s\n"
        .formatted(String.join(" | ", words), " --- |".repeat(words.size() + 1));
  }

  private static String row(Cause cause) {
    return "| %s | %s |\n"
        .formatted(
            cause.says(),
            Arrays.stream(Symptom.values())
                .map(it -> cause.explains(it) ? "**yes**" : "no")
                .collect(Collectors.joining(" | ")));
  }

  private static String word(Symptom symptom) {
    return symptom.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
