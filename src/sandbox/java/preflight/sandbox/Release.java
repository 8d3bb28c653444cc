package preflight.sandbox;

import com.google.cloud.run.v2.Revision;

/** One revision of a service, and what became of it. */
record Release(Revision declared, Rollout rollout) {

  /** {@code backend-sandbox-00002-5ee}. */
  String name() {
    return ResourceName.part(declared.getName(), "revisions");
  }

  boolean ready() {
    return rollout instanceof Rollout.Serving;
  }

  boolean pending() {
    return rollout instanceof Rollout.Pending;
  }
}
