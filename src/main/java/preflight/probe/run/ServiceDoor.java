package preflight.probe.run;

import java.util.Optional;
import preflight.resource.service.ServiceIngress;

/**
 * What stands before all revisions of a service.
 *
 * @param ingress from where requests may reach it; empty where the platform says none of the known
 * @param defaultUrlOff whether its URL on {@code run.app} is switched off
 * @param checksInvokers whether Cloud Run asks who calls; without it, everybody may
 * @param iap whether Identity-Aware Proxy decides who may call
 * @param minInstances of the service as a whole; 0 where it says none
 * @param maxInstances of the service as a whole; 0 where it says none
 * @param manualInstances how many there are where nobody scales it; empty where it scales by itself
 */
public record ServiceDoor(
    Optional<ServiceIngress> ingress,
    boolean defaultUrlOff,
    boolean checksInvokers,
    boolean iap,
    int minInstances,
    int maxInstances,
    Optional<Integer> manualInstances) {

  /** As Cloud Run makes it by itself. */
  public static final ServiceDoor USUAL =
      new ServiceDoor(Optional.of(ServiceIngress.ALL), false, true, false, 0, 0, Optional.empty());
}
