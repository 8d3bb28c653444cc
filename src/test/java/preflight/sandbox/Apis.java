package preflight.sandbox;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** The emulated APIs without any store, and without any service behind them where none is asked. */
final class Apis implements Ingress {

  private static final String NOWHERE = "http://127.0.0.1:1";

  private Apis() {}

  static GoogleApi start(Blueprint blueprint) {
    return GoogleApi.start(
        blueprint.ports().api(), World.of(blueprint, Clock.systemUTC()), new Apis());
  }

  static AutoCloseable startWithServices(Blueprint blueprint) throws Exception {
    return startWithServices(blueprint, Fleet.PACE);
  }

  /** With the programs of the services, which find no store. */
  static AutoCloseable startWithServices(Blueprint blueprint, UnaryOperator<Executor> pace)
      throws Exception {
    World world = World.of(blueprint, Clock.systemUTC());
    Leash leash = Leash.open();
    var threads = Web.threads();
    var sites =
        new Sites(
            new Applications(threads, Clock.systemUTC(), new Certificates(leash.directory())));
    for (Service service : blueprint.services()) {
      sites.start(service, world.service(service.cloudRun()).orElseThrow());
    }
    GoogleApi api = GoogleApi.start(blueprint.ports().api(), world, sites, pace);
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    parts.push(leash);
    parts.push(threads::shutdownNow);
    parts.push(sites);
    parts.push(api);
    return () -> {
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
    };
  }

  @Override
  public String open(String service) {
    return NOWHERE;
  }

  @Override
  public String open(String service, String tag) {
    return NOWHERE;
  }

  @Override
  public void route(Deployed service) {}

  @Override
  public void close(String service) {}
}
