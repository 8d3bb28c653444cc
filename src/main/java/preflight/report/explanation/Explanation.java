package preflight.report.explanation;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import preflight.check.Permission;
import preflight.check.signal.Signal;
import preflight.diagnosis.DecisionTable;
import preflight.diagnosis.Rule;
import preflight.resource.field.FieldDoc;

/** What {@code preflight explain} prints of a check, a signal, a rule, and of the report itself. */
public final class Explanation {

  /** The rule for whatever no other rule decides says nothing about a signal. */
  private static final String LAST = "51";

  private final PrintWriter out;

  public Explanation(PrintWriter out) {
    this.out = out;
  }

  public void check(CheckPage page) {
    out.println(page.id());
    say("");
    say("  " + page.expects());
    say("");
    page.why().lines().forEach(it -> say("  " + it.strip()));
    if (!page.detail().isEmpty()) {
      say("");
      page.detail().lines().forEach(it -> say("  " + it));
    }
    say("");
    say("  looks at    " + page.on() + ", " + page.about());
    if (!page.needs().isEmpty()) {
      say("  needs       " + String.join(", ", page.needs()));
    }
    for (Permission permission : page.permissions()) {
      say("  permission  %s (%s)".formatted(permission.permissions(), permission.role()));
      say("              " + permission.grant().template());
    }
    if (!page.signals().isEmpty()) {
      say("");
      say("  signals");
      page.signals().forEach(it -> say("    %s: %s%s".formatted(it, it.meaning(), classes(it))));
    }
    for (CheckPage.Repair repair : page.repairs()) {
      say("");
      say("  repair" + on(repair.on()));
      repair.text().lines().forEach(it -> say("    " + it.strip()));
      repair.commands().forEach(it -> say("      " + it));
    }
    if (!page.example().isEmpty()) {
      say("");
      say("  example");
      page.example().forEach(it -> say("    " + it));
    }
    if (!page.thresholds().isEmpty()) {
      say("");
      say("  thresholds (`with` of a rule in a pack)");
      page.thresholds().forEach(it -> say("    " + threshold(it)));
    }
  }

  private static String on(List<Signal> signals) {
    return signals.isEmpty()
        ? ""
        : signals.stream().map(Enum::name).collect(Collectors.joining(", ", " after ", ""));
  }

  private static String threshold(FieldDoc field) {
    String without = field.without().equals(FieldDoc.REQUIRED) ? "" : "default ";
    return "%s: %s%s%s%s"
        .formatted(
            field.key(),
            field.meaning(),
            field.meaning().isEmpty() ? field.type() : " (" + field.type() + ")",
            field.without().isEmpty() ? "" : ", " + without + field.without(),
            field.example().isEmpty() ? "" : ", such as " + field.example());
  }

  /**
   * What it means and of which class it can be.
   *
   * @param reporters ids of the checks that can report it
   */
  public void signal(Signal signal, List<String> reporters) {
    out.println(signal);
    say("");
    say("  " + signal.meaning() + ".");
    say("");
    rules(signal).forEach(it -> say("  " + line(it)));
    say("");
    reporters.forEach(it -> say("  reported by " + it));
  }

  public void rule(Rule rule) {
    out.println("rule " + rule.id());
    say("");
    say("  " + line(rule));
    say("");
    say(
        rule.id().equals(LAST)
            ? "  for every failure that no other rule matches"
            : "  for " + rule.signals().stream().map(Enum::name).sorted().toList());
    say("  the first rule that matches a failure gives its class: docs/classification.md");
  }

  /** The labels of a report, then the words that it uses. */
  public void report() {
    out.println("report");
    say("");
    say("  What the labels of a report mean.");
    say("");
    Glossary.LABELS.forEach(it -> say("  %-11s %s".formatted(it.word(), it.meaning())));
    say("");
    say("  What its words mean.");
    say("");
    Glossary.TERMS.forEach(it -> say("  %-11s %s".formatted(it.word(), it.meaning())));
  }

  private static String line(Rule rule) {
    String confidence =
        rule.confidence() == 0
            ? ""
            : String.format(Locale.ROOT, ", confidence %.2f", rule.confidence());
    return "%s (rule %s%s): %s%s"
        .formatted(
            rule.to(),
            rule.id(),
            confidence,
            rule.condition().isEmpty() ? "" : "if " + rule.condition() + ": ",
            rule.because());
  }

  private static List<Rule> rules(Signal signal) {
    return DecisionTable.rows().stream()
        .filter(it -> it.signals().contains(signal) && !it.id().equals(LAST))
        .toList();
  }

  private static String classes(Signal signal) {
    List<String> classes = rules(signal).stream().map(it -> it.to().name()).distinct().toList();
    return classes.isEmpty() ? "" : " (" + String.join(" or ", classes) + ")";
  }

  private void say(String line) {
    out.println(line);
  }
}
