package preflight.probe.instance;

import preflight.probe.google.ApiAnswer;

/** Tells of instances of Cloud SQL. */
public interface SqlInstances {

  /** Asks once a run for each. */
  ApiAnswer<SqlInstanceState> find(InstanceName name) throws InterruptedException;
}
