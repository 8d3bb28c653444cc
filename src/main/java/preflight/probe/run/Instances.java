package preflight.probe.run;

import preflight.probe.google.ApiAnswer;
import preflight.resource.Service;

/** Knows how many instances of a service the platform may start. */
public interface Instances {

  /** Absent where the platform sets no limit, or does not run the service. */
  ApiAnswer<Integer> most(Service service) throws InterruptedException;
}
