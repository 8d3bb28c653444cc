package preflight.catalog;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import preflight.check.Check;
import preflight.check.Outcome;
import preflight.check.plan.Asker;
import preflight.check.plan.PlannedCheck;

/** The checks of one run, and where they look from. */
public final class LiveChecks implements Asker {

  private final Map<Class<?>, Check<?, ?>> checks;
  private final Viewpoint viewpoint;
  private final Addresses addresses;

  public LiveChecks(Ports ports, Viewpoint viewpoint) {
    this.checks = Catalog.checks(ports);
    this.viewpoint = viewpoint;
    this.addresses = new Addresses(ports.platform().run());
  }

  @Override
  public Outcome ask(PlannedCheck check, Consumer<Outcome> soFar) throws InterruptedException {
    Check<?, ?> asked = Objects.requireNonNull(checks.get(check.definition().type()));
    return addresses.ask(check, it -> viewpoint.judge(it.ask(asked, soFar), it.target()));
  }
}
