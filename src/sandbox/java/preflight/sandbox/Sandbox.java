package preflight.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Every part of one environment, running; closing it leaves neither process nor file. */
public final class Sandbox implements AutoCloseable {

  private static final String CLOSED = "The sandbox was closed while it started";
  private static final Duration STOP = Duration.ofSeconds(5);

  private final Blueprint blueprint;
  private final HeldPorts ports;
  private final Leash leash;
  private final ExecutorService threads = Web.threads();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  private Sandbox(Blueprint blueprint, HeldPorts ports, Leash leash) {
    this.blueprint = blueprint;
    this.ports = ports;
    this.leash = leash;
  }

  /** A sandbox that has its ports, and of which nothing runs yet. */
  public static Sandbox of(Blueprint blueprint) throws IOException {
    HeldPorts ports = HeldPorts.hold(blueprint.ports().all());
    try {
      return new Sandbox(blueprint, ports, Leash.open());
    } catch (IOException e) {
      ports.close();
      throw e;
    }
  }

  /** The healthy environment with this scenario's change. */
  public static Blueprint blueprint(Scenario scenario, Clock clock) throws IOException {
    return scenario
        .change()
        .apply(new HealthyEnvironment(clock.instant(), Ports.free()).blueprint());
  }

  public Blueprint blueprint() {
    return blueprint;
  }

  /** Where its servers keep their data. */
  public Path directory() {
    return leash.directory();
  }

  /**
   * Starts all parts at once.
   *
   * @throws IOException where one of them does not start; the sandbox is closed then
   */
  public void start() throws IOException, InterruptedException {
    var stores = new Stores(blueprint, Binaries.cached(leash.directory()), leash);
    var world = World.of(blueprint, Clock.systemUTC());
    var sites =
        new Sites(
            new Applications(threads, Clock.systemUTC(), new Certificates(leash.directory())));
    List<Callable<Void>> starts = new ArrayList<>();
    starts.add(() -> keep(sites));
    starts.add(() -> {
      SourceFiles.write(
          blueprint.source(), blueprint.history(), SourceFiles.directory(leash.directory()));
      TerraformState.write(blueprint, leash.directory());
      return null;
    });
    starts.add(() -> keep(stores.redis()));
    starts.add(() -> keep(stores.postgres()));
    starts.add(() -> keep(GoogleApi.start(blueprint.ports().api(), world, sites)));
    starts.add(() -> keep(GcloudProxy.start(blueprint.ports().gcloud(), blueprint.ports().api())));
    for (Service service : blueprint.services()) {
      Deployed deployed = world.service(service.cloudRun()).orElseThrow();
      starts.add(() -> {
        sites.start(service, deployed);
        return null;
      });
    }
    try {
      for (Future<Void> start : threads.invokeAll(starts)) {
        start.get();
      }
      WarmUp.of(blueprint, threads);
    } catch (ExecutionException e) {
      if (closed()) {
        throw new IOException(CLOSED, e);
      }
      close();
      throw new IOException("A part of the sandbox did not start: " + e.getCause(), e);
    } catch (CancellationException e) {
      throw new IOException(CLOSED, e);
    }
  }

  private synchronized boolean closed() {
    return closed;
  }

  private synchronized Void keep(AutoCloseable part) throws Exception {
    if (closed) {
      part.close();
    } else {
      parts.push(part);
    }
    return null;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    threads.shutdownNow();
    closeParts();
    awaitStarts();
    leash.close();
    ports.close();
  }

  /** What is interrupted may still write to the directory until it notices. */
  private void awaitStarts() {
    try {
      threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeParts() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("A part of the sandbox did not stop", e);
      }
    }
  }
}
