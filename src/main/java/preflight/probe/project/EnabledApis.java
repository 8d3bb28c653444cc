package preflight.probe.project;

import java.util.Set;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;

/** Tells which APIs a project has turned on. */
public interface EnabledApis {

  /**
   * What became of a question about some APIs.
   *
   * @param disabled those that are off
   * @param unclear those of which no state is told
   */
  record Finding(Set<Api> disabled, Set<Api> unclear) {
    public Finding {
      disabled = Set.copyOf(disabled);
      unclear = Set.copyOf(unclear);
    }
  }

  /** Asks once a run for the same ones. */
  ApiAnswer<Finding> find(String project, Set<Api> needed) throws InterruptedException;
}
