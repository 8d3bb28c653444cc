package preflight.report.explanation;

import java.util.Arrays;
import java.util.List;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.CommonRemedies;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.signal.Signal;
import preflight.resource.Kind;
import preflight.resource.field.FieldDoc;

/**
 * All that is said of a check: {@code docs/checks.md} and {@code preflight explain} show the same.
 *
 * @param on the kind of resource that it looks at, as a profile writes it
 * @param about ground, planned or running: what that means for a deployment is in {@code
 *     docs/deployments.md}
 * @param needs ids of the checks that must pass first
 * @param detail what exactly fails, in Markdown; empty where the rest says it
 * @param example lines of code that fail, and their repair; empty where there are none
 * @param thresholds what {@code with} of a pack may set
 */
public record CheckPage(
    String id,
    String expects,
    String why,
    String detail,
    String on,
    String about,
    List<String> needs,
    List<Permission> permissions,
    List<Signal> signals,
    List<Repair> repairs,
    List<String> example,
    List<FieldDoc> thresholds) {

  /**
   * One remedy.
   *
   * @param on the signals that it is for; empty where it is for all others
   */
  public record Repair(List<Signal> on, String text, List<String> commands) {}

  public static CheckPage of(CheckDefinition check) {
    CheckDoc doc = check.doc();
    return new CheckPage(
        doc.id(),
        doc.expects() + ".",
        doc.why().strip(),
        doc.detail().strip(),
        Kind.of(doc.on()).map(Kind::key).orElse(doc.on().getSimpleName()),
        doc.about().word(),
        Arrays.stream(doc.needs()).map(it -> CheckDefinition.of(it).id()).toList(),
        List.of(doc.permissions()),
        List.copyOf(check.looksAt()),
        CommonRemedies.of(check).stream().map(it -> repair(check, it)).toList(),
        doc.example().stripTrailing().lines().toList(),
        FieldDoc.of(check.thresholds()));
  }

  private static Repair repair(CheckDefinition check, Remedy remedy) {
    return new Repair(
        CommonRemedies.signals(check, remedy),
        remedy.text().strip()
            + (remedy.asked().isEmpty()
                ? ""
                : " Where no command can make the value: "
                    + remedy
                        .asked()
                        .replace("{new-value}", "the one that the report names")
                        .strip())
            + (remedy.here().isEmpty() ? "" : " On this machine: " + remedy.here().strip())
            + (remedy.redeploys() ? " Then deploy each service that reads it at its start." : ""),
        CommonRemedies.commands(remedy));
  }
}
