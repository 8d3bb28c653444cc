package preflight.probe.run;

import java.util.List;

/** What Cloud Run has told of revisions in answer to earlier questions; asks nobody. */
public interface SeenRevisions {

  /**
   * A revision that somebody asked about.
   *
   * @param of what it is a revision of
   */
  record Seen(Workload of, RevisionState revision) {}

  /** Sorted by service and revision. */
  List<Seen> seen();
}
