package preflight.probe.vpc;

import java.net.InetAddress;
import preflight.resource.Setting;
import preflight.resource.Target;

/** Tells where a store is, as services are told it; asks no resolver. */
public interface StoreHosts {

  /** What stands under {@code host}. */
  sealed interface StoreHost {

    record Address(InetAddress address) implements StoreHost {}

    /** A path, which leads through no network of the service's own. */
    record Socket() implements StoreHost {}

    /** A name, which may lead anywhere. */
    record Name() implements StoreHost {}

    /** A secret holds it, and does not tell it. */
    record Withheld() implements StoreHost {}
  }

  StoreHost of(Target<?> store, Setting<String> host) throws InterruptedException;
}
