package preflight.sandbox;

import java.io.PrintStream;

/** The lines by which a sandbox says where its parts are, and that all of them run. */
final class Announcement {

  private Announcement() {}

  static void print(Sandbox sandbox, PrintStream out) {
    Blueprint blueprint = sandbox.blueprint();
    Ports ports = blueprint.ports();
    out.println("secret-manager 127.0.0.1:" + ports.api());
    out.println("cloud-run 127.0.0.1:" + ports.api());
    out.println("redis 127.0.0.1:" + ports.redis());
    out.println("postgres 127.0.0.1:" + ports.postgres());
    blueprint.services().forEach(service -> out.println(service.name() + " " + service.url()));
    Exports.of(sandbox).forEach((name, value) -> out.println("export " + name + "=" + value));
    out.println("ready");
    out.flush();
  }
}
