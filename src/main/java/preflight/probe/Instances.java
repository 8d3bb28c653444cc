package preflight.probe;

import java.util.Optional;
import preflight.resource.Service;
import preflight.resource.Target;

/** Knows how many instances of a service the platform may start. */
public interface Instances {

  /** Empty where the platform does not say. */
  Optional<Integer> most(Target<Service> service) throws InterruptedException;
}
