package preflight.sandbox;

import java.io.IOException;
import java.time.Clock;

/** Blueprints for tests. */
final class Blueprints {

  private Blueprints() {}

  static Blueprint of(String scenario) throws IOException {
    return Sandbox.blueprint(Scenarios.named(scenario).orElseThrow(), Clock.systemUTC());
  }

  static Blueprint healthy() throws IOException {
    return of("healthy");
  }
}
