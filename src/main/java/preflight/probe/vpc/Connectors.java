package preflight.probe.vpc;

import preflight.probe.google.ApiAnswer;

/** Tells of connectors. */
public interface Connectors {

  /** Asks once a run for each. */
  ApiAnswer<ConnectorState> find(ConnectorName name) throws InterruptedException;
}
