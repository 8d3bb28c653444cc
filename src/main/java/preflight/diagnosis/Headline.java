package preflight.diagnosis;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.CheckId;
import preflight.check.FailureClass;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Severity;
import preflight.check.plan.Deployment;
import preflight.check.signal.Clue;
import preflight.check.signal.Family;
import preflight.diagnosis.standing.Standing;
import preflight.text.Listing;
import preflight.text.Plural;

/**
 * The first two lines of a report.
 *
 * @param verdict for example {@code NO-GO · configuration, not code}
 * @param cause what is wrong, in one or two sentences; empty where all is well
 */
public record Headline(String verdict, String cause) {

  /** Both in one line, for the person on call. */
  public String line() {
    String rest = cause.startsWith("The ") ? "the " + cause.substring(4) : cause;
    return cause.isEmpty() ? verdict : verdict + ": " + rest;
  }

  /** Both lines as the report prints them. */
  public String text() {
    return cause.isEmpty() ? verdict : verdict + "\n" + cause;
  }

  static Headline of(
      Verdict verdict,
      List<RootCause> roots,
      List<Diagnosed> checks,
      boolean interrupted,
      Optional<Deployment> deployment) {
    Headline of = of(verdict, roots, checks, interrupted);
    if (deployment.filter(it -> it.services().isEmpty()).isPresent() && !interrupted) {
      return new Headline(
          of.verdict(),
          "%s%sWhat is deployed is not known, so the environment was judged as it is; name it with --deploying or --manifest."
              .formatted(of.cause(), of.cause().isEmpty() ? "" : " "));
    }
    return deployment.filter(it -> !it.services().isEmpty()).isEmpty() || interrupted
        ? of
        : new Headline(
            verdict == Verdict.GO ? ahead(verdict, deployment.get()) : of.verdict(),
            String.join(
                " ",
                Stream.of(
                        verdict == Verdict.GO ? "" : of.cause(),
                        stays(roots, deployment.get()),
                        told(roots, Standing.REPLACED, "Broken now, and about to be replaced"),
                        told(roots, Standing.BROUGHT, "Missing now, and coming with it"),
                        told(roots, Standing.ELSEWHERE, "Broken, and not a part of this"))
                    .filter(it -> !it.isEmpty())
                    .toList()));
  }

  private static String ahead(Verdict verdict, Deployment deployment) {
    return "%s · nothing blocks the deployment of %s".formatted(verdict.words(), names(deployment));
  }

  private static String names(Deployment deployment) {
    return Sentences.and(
        deployment.services().stream().map(it -> it.isJob() ? it.told() : it.name()).toList());
  }

  /** That somebody deploys to repair what is broken, and will not by that. */
  private static String stays(List<RootCause> roots, Deployment deployment) {
    Set<String> deployed =
        deployment.services().stream().map(Deployment.Change::service).collect(Collectors.toSet());
    return roots.stream()
        .filter(it -> it.standing() == Standing.COUNTS && it.severity() == Severity.BLOCKER)
        // What the deployment itself breaks, it does not repair either: that goes without saying.
        .filter(it -> !it.failed().clues().contains(Clue.BY_DEPLOYMENT))
        // Nor does it repair the source that it is made of.
        .filter(it -> it.failed().signal().family().filter(of -> of == Family.SOURCE).isEmpty())
        .flatMap(it -> Stream.concat(Stream.of(it.id()), it.explains().stream()))
        .map(CheckId::resource)
        .filter(it -> deployed.stream().anyMatch(at -> it.equals(at) || it.startsWith(at + ".")))
        .map(it -> Sentences.capital("deploying " + it.split("\\.", -1)[1]))
        .findFirst()
        .map(it -> it + " does not repair this.")
        .orElse("");
  }

  private static String told(List<RootCause> roots, Standing standing, String words) {
    List<RootCause> told = roots.stream().filter(it -> it.standing() == standing).toList();
    return told.isEmpty()
        ? ""
        : "%s: %s%s."
            .formatted(
                words,
                told.getFirst().sentence(),
                told.size() == 1 ? "" : ", and " + (told.size() - 1) + " more");
  }

  private static Headline of(
      Verdict verdict, List<RootCause> roots, List<Diagnosed> checks, boolean interrupted) {
    return switch (verdict) {
      case GO -> passed(checks);
      case GO_WITH_WARNINGS -> warned(verdict.words(), weighing(roots, Severity.WARNING), checks);
      case INCONCLUSIVE -> interrupted ? interrupted(checks) : undecided(checks);
      case NO_GO -> {
        List<RootCause> blocking = weighing(roots, Severity.BLOCKER);
        yield new Headline(verdict.words() + " · " + whose(blocking), failed(blocking));
      }
    };
  }

  /** What fails at severity info stops nothing, and is not in order. */
  private static Headline passed(List<Diagnosed> checks) {
    List<Diagnosed> failed =
        checks.stream().filter(it -> it.result().outcome() instanceof Failed).toList();
    List<Diagnosed> open = open(checks, Severity.INFO);
    if (failed.isEmpty() && open.isEmpty()) {
      return new Headline("GO · everything that was checked is in order", "");
    }
    List<String> parts = new ArrayList<>();
    if (!failed.isEmpty()) {
      parts.add(
          "%s failed at severity info: %s."
              .formatted(Plural.of(failed.size(), "check"), others(failed)));
    }
    if (!open.isEmpty()) {
      parts.add("%s could not be checked, at severity info.".formatted(others(open)));
    }
    return new Headline("GO · nothing that blocks or warns failed", String.join(" ", parts));
  }

  private static Headline warned(String verdict, List<RootCause> warnings, List<Diagnosed> checks) {
    List<Diagnosed> open = open(checks, Severity.WARNING);
    if (open.isEmpty()) {
      return new Headline(verdict + " · nothing blocks", failed(warnings));
    }
    long known =
        checks.stream()
            .filter(it ->
                it.result().outcome() instanceof Passed || it.result().outcome() instanceof Failed)
            .count();
    return new Headline(
        "%s · no check that ran blocks; %d of %d checks could not run"
            .formatted(verdict, open.size(), known + open.size()),
        warnings.isEmpty() ? notChecked(open) + inTheDark(open, checks) : failed(warnings));
  }

  /** Resources with blocking checks of which no check at all was answered. */
  private static String inTheDark(List<Diagnosed> open, List<Diagnosed> checks) {
    Set<String> dark = new LinkedHashSet<>();
    open.stream()
        .filter(it -> it.result().planned().severity() == Severity.BLOCKER)
        .forEach(it -> dark.add(it.id().resource()));
    checks.stream()
        .filter(it ->
            it.result().outcome() instanceof Passed || it.result().outcome() instanceof Failed)
        .forEach(it -> dark.remove(it.id().resource()));
    List<String> names = new ArrayList<>(dark.stream().limit(3).toList());
    if (dark.size() > names.size()) {
      names.add((dark.size() - names.size()) + " more");
    }
    return names.isEmpty() ? "" : " Nothing is known of %s.".formatted(Sentences.and(names));
  }

  private static List<RootCause> weighing(List<RootCause> roots, Severity least) {
    return roots.stream().filter(it -> it.severity().compareTo(least) >= 0).toList();
  }

  private static String whose(List<RootCause> roots) {
    Set<FailureClass> classes =
        roots.stream()
            .map(RootCause::to)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(FailureClass.class)));
    boolean undetermined = classes.remove(FailureClass.UNDETERMINED);
    if (classes.isEmpty()) {
      return "class undetermined";
    }
    String words = Sentences.and(classes.stream().map(FailureClass::word).toList());
    if (undetermined) {
      return words + ", the rest undetermined";
    }
    if (!classes.contains(FailureClass.CODE)) {
      return words + ", not code";
    }
    return classes.size() == 1 ? words + ", not infrastructure" : words;
  }

  private static String failed(List<RootCause> roots) {
    String first = Sentences.capital(roots.getFirst().sentence()) + ".";
    if (roots.size() == 1) {
      String explains = Sentences.explains(roots.getFirst());
      return explains.isEmpty() ? first : "%s One root cause %s.".formatted(first, explains);
    }
    String follow = Sentences.follow(roots);
    return "%s %d root causes in all%s."
        .formatted(first, roots.size(), follow.isEmpty() ? "" : "; " + follow);
  }

  private static Headline interrupted(List<Diagnosed> checks) {
    return new Headline(
        "%s · interrupted with %d of %s unanswered; a run to its end decides"
            .formatted(
                Verdict.INCONCLUSIVE.words(),
                open(checks, Severity.INFO).size(),
                Plural.of(checks.size(), "check")),
        "");
  }

  /** What could not be checked, and what would decide it. */
  private static Headline undecided(List<Diagnosed> checks) {
    List<Diagnosed> open = open(checks, Severity.BLOCKER);
    if (open.isEmpty()) {
      open = open(checks, Severity.INFO);
    }
    if (open.isEmpty()) {
      return new Headline(
          Verdict.INCONCLUSIVE.words() + " · nothing was checked",
          "No check of the plan applies to what this profile declares.");
    }
    String which = others(open);
    return new Headline(
        "%s · %s could not be checked; to decide: %s"
            .formatted(Verdict.INCONCLUSIVE.words(), which, Unanswered.decides(open.getFirst())),
        obstacle(open.getFirst()));
  }

  private static String notChecked(List<Diagnosed> open) {
    return open.isEmpty()
        ? ""
        : "%s could not be checked. %s".formatted(others(open), obstacle(open.getFirst()));
  }

  private static String others(List<Diagnosed> open) {
    return Listing.line(open.stream().map(Diagnosed::id).toList(), 1);
  }

  private static String obstacle(Diagnosed open) {
    return "Reason: %s.".formatted(Unanswered.obstacle(open));
  }

  private static List<Diagnosed> open(List<Diagnosed> checks, Severity least) {
    return new Unanswered(checks).of(least);
  }
}
