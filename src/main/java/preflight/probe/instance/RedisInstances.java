package preflight.probe.instance;

import preflight.probe.google.ApiAnswer;

/** Tells of instances of Memorystore. */
public interface RedisInstances {

  /** Asks once a run for each. */
  ApiAnswer<RedisInstanceState> find(InstanceName name) throws InterruptedException;
}
