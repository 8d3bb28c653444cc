package preflight.report.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import preflight.report.ReportDocument;
import preflight.report.ReportDocument.CheckInfo;
import preflight.report.comparison.Difference.Answer;
import preflight.report.comparison.Difference.Change;
import preflight.report.comparison.Difference.Kind;
import preflight.report.comparison.Difference.Root;
import preflight.report.comparison.Difference.Side;
import preflight.report.comparison.Difference.Slower;

/**
 * Compares two reports; a pure function.
 *
 * <p>The later one is <em>worse</em> where at least one of these holds:
 *
 * <ul>
 *   <li>its verdict is worse, in the order GO, GO_WITH_WARNINGS, INCONCLUSIVE, NO_GO;
 *   <li>it has a root cause whose check did not fail before, of a severity at least that of the
 *       heaviest root cause before, and at least a warning where there was none;
 *   <li>a check that passed before fails or is unknown now, as a blocker.
 * </ul>
 *
 * A failure that another root explained and that stands alone now is not new, and slowness alone is
 * not worse. A check that was skipped, or not in the earlier report, did not fail there.
 */
public final class Comparison {

  /** The whole time of a check holds its wait for others, which differs from run to run. */
  private static final Slowness IN_ALL = new Slowness(2, Duration.ofSeconds(1));

  private final Slowness slowness;

  public Comparison(Slowness slowness) {
    this.slowness = slowness;
  }

  public Difference between(ReportDocument before, ReportDocument after) {
    Map<String, CheckInfo> old = byId(before);
    Map<String, CheckInfo> now = byId(after);
    List<Change> changes = new ArrayList<>();
    List<Slower> slower = new ArrayList<>();
    for (String id : ids(now, old)) {
      Optional<CheckInfo> was = Optional.ofNullable(old.get(id));
      Optional<CheckInfo> is = Optional.ofNullable(now.get(id));
      kind(was, is)
          .ifPresent(it ->
              changes.add(
                  new Change(id, it, was.map(Comparison::answer), is.map(Comparison::answer))));
      if (passed(was) && passed(is)) {
        slower(was.orElseThrow(), is.orElseThrow(), slower);
      }
    }
    List<Root> newRoots = roots(after, before, old);
    List<String> reasons = Deterioration.reasons(before, after, newRoots, changes);
    return new Difference(
        Difference.SCHEMA_VERSION,
        side(before),
        side(after),
        !reasons.isEmpty(),
        reasons,
        caveats(before, after),
        newRoots,
        roots(before, after, now),
        changes,
        slower);
  }

  private static Map<String, CheckInfo> byId(ReportDocument report) {
    Map<String, CheckInfo> byId = new LinkedHashMap<>();
    report.checks().forEach(it -> byId.putIfAbsent(it.id(), it));
    return byId;
  }

  private static Set<String> ids(Map<String, CheckInfo> now, Map<String, CheckInfo> old) {
    Set<String> ids = new LinkedHashSet<>(now.keySet());
    ids.addAll(old.keySet());
    return ids;
  }

  private static Optional<Kind> kind(Optional<CheckInfo> was, Optional<CheckInfo> is) {
    boolean wrong = wrong(was);
    return Optional.ofNullable(
        switch (is.map(CheckInfo::outcome).orElse("SKIPPED")) {
          case "FAILED" -> wrong ? changed(was, is) : Kind.NEW;
          case "UNKNOWN" -> wrong ? changed(was, is) : Kind.UNANSWERED;
          case "PASSED" -> wrong ? Kind.RECOVERED : null;
          default -> wrong ? Kind.GONE : passed(was) ? Kind.UNASKED : null;
        });
  }

  private static @Nullable Kind changed(Optional<CheckInfo> was, Optional<CheckInfo> is) {
    return was.map(Comparison::essence).equals(is.map(Comparison::essence)) ? null : Kind.CHANGED;
  }

  private static List<Object> essence(CheckInfo check) {
    return List.of(
        check.outcome(), check.reason(), check.signal(), check.failureClass(), check.severity());
  }

  private static boolean wrong(Optional<CheckInfo> check) {
    return check
        .filter(it -> it.outcome().equals("FAILED") || it.outcome().equals("UNKNOWN"))
        .isPresent();
  }

  private static boolean passed(Optional<CheckInfo> check) {
    return check.filter(it -> it.outcome().equals("PASSED")).isPresent();
  }

  private void slower(CheckInfo was, CheckInfo is, List<Slower> found) {
    is.timingsMs()
        .forEach((part, millis) -> {
          Double earlier = was.timingsMs().get(part);
          if (earlier != null && slowness.between(earlier, millis)) {
            found.add(new Slower(is.id(), part, earlier, millis));
          }
        });
    if (IN_ALL.between((double) was.durationMs(), (double) is.durationMs())) {
      found.add(new Slower(is.id(), "in all", (double) was.durationMs(), (double) is.durationMs()));
    }
  }

  /** Root causes of one report that are none of the other. */
  private static List<Root> roots(
      ReportDocument of, ReportDocument other, Map<String, CheckInfo> checksOfOther) {
    Set<String> known = new LinkedHashSet<>();
    other.rootCauses().forEach(it -> known.add(it.id()));
    return of.rootCauses().stream()
        .filter(it -> !known.contains(it.id()))
        .map(it ->
            new Root(
                it.id(),
                it.severity(),
                it.failureClass(),
                it.summary(),
                it.explains().size(),
                Optional.ofNullable(checksOfOther.get(it.id()))
                    .filter(at -> at.outcome().equals("FAILED"))
                    .isPresent()))
        .toList();
  }

  private static Answer answer(CheckInfo check) {
    return new Answer(
        check.outcome(),
        check.reason(),
        check.signal(),
        check.failureClass(),
        check.severity(),
        check.explainedBy(),
        check.observed());
  }

  private static Side side(ReportDocument report) {
    return new Side(
        report.run().environment(),
        report.run().startedAt(),
        report.verdict().value(),
        report.verdict().exitCode());
  }

  private static List<String> caveats(ReportDocument before, ReportDocument after) {
    List<String> caveats = new ArrayList<>();
    if (!before.run().environment().equals(after.run().environment())) {
      caveats.add(
          "the reports are of two environments: %s and %s"
              .formatted(before.run().environment(), after.run().environment()));
    } else if (!before.run().profileDigest().equals(after.run().profileDigest())) {
      caveats.add("the profile or a pack changed in between");
    }
    if (!before.run().vantage().equals(after.run().vantage())) {
      caveats.add(
          "the probes started from different places: %s and %s"
              .formatted(before.run().vantage(), after.run().vantage()));
    }
    after.weakenings().stream()
        .filter(it ->
            before.weakenings().stream()
                .noneMatch(was ->
                    was.kind().equals(it.kind())
                        && was.subject().equals(it.subject())
                        && was.change().equals(it.change())))
        .forEach(it ->
            caveats.add(
                "only the second is %s: %s: %s (%s)"
                    .formatted(
                        it.kind().replace('-', ' '), it.subject(), it.change(), it.origin())));
    if (before.run().startedAt().compareTo(after.run().startedAt()) > 0) {
      caveats.add("the first report is the later one");
    }
    return caveats;
  }
}
