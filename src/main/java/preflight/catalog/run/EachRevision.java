package preflight.catalog.run;

import java.util.ArrayList;
import java.util.List;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.check.Outcome;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.resource.Service;
import preflight.resource.Target;

/** Judges each of the revisions by which a service is judged, and tells the worst. */
final class EachRevision {

  private final JudgedRevisions revisions;

  EachRevision(JudgedRevisions revisions) {
    this.revisions = revisions;
  }

  /** What to say of one. */
  interface Judge {
    Outcome of(RevisionState revision);
  }

  Outcome judge(Target<Service> target, String expected, Judge judge) throws InterruptedException {
    return NotDeployed.orJudge(
        revisions.of(target.resource()),
        target.resource(),
        target.environment(),
        expected,
        judged -> {
          var outcomes = new ArrayList<Outcome>();
          for (RevisionState revision : judged) {
            outcomes.add(judge.of(revision));
          }
          return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed(expected));
        });
  }

  /** The container that requests go to. */
  static Container main(RevisionState revision) {
    List<Container> all = revision.containers();
    return all.stream().filter(it -> it.port().isPresent()).findFirst().orElse(all.getFirst());
  }
}
