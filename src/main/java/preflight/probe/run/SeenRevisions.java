package preflight.probe.run;

import java.util.List;

/** What Cloud Run has told of revisions in answer to earlier questions; asks nobody. */
public interface SeenRevisions {

  /**
   * A revision that somebody asked about.
   *
   * @param service its name on Cloud Run
   */
  record Seen(String service, RevisionState revision) {}

  /** Sorted by service and revision. */
  List<Seen> seen();
}
