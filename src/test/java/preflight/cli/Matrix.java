package preflight.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import preflight.probe.network.HeldPort;

/** Small environments on loopback, one for every way in which a run can end. */
final class Matrix implements AutoCloseable {

  static final String CREDENTIAL = "Kq7vTz3mXw9pLr2sNd8fGh4jBc6yEa5u";

  private final Path folder;
  private final ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final HttpServer broken =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  /** In a folder that the test takes away. */
  Matrix(Path folder) throws IOException {
    this.folder = folder;
    broken.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(500, -1);
          exchange.close();
        });
    broken.start();
    Files.writeString(
        folder.resolve("pack-blocker.yaml"), rules("severity: blocker, timeout: 30s"));
    Files.writeString(
        folder.resolve("pack-warning.yaml"), rules("severity: warning, timeout: 30s"));
  }

  private static String rules(String how) {
    return """
    version: 1
    rules:
      - { check: secret-exists, on: secrets, %1$s }
      - { check: redis-reachable, on: redis, %1$s }
      - { check: http-health, on: endpoints, %1$s }
    """
        .formatted(how);
  }

  /** A way to end. */
  enum Ending {
    GO(0, "pack-blocker.yaml"),
    INFRA(10, "pack-blocker.yaml"),
    CONFIG(11, "pack-blocker.yaml"),
    CODE(12, "pack-blocker.yaml"),
    SEVERAL(13, "pack-blocker.yaml"),
    WARNING(0, "pack-warning.yaml"),
    FAIL_ON_WARNING(14, "pack-warning.yaml", "--fail-on", "warning"),
    UNKNOWN(20, "pack-blocker.yaml"),
    ALLOWED_UNKNOWN(0, "pack-blocker.yaml", "--allow-unknown"),
    UNKNOWN_WARNING(0, "pack-warning.yaml"),
    NOTHING_SELECTED(78, "pack-blocker.yaml", "--only", "postgres");

    final int exitCode;
    private final String pack;

    // A copy that nobody can change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> flags;

    Ending(int exitCode, String pack, String... flags) {
      this.exitCode = exitCode;
      this.pack = pack;
      this.flags = List.of(flags);
    }
  }

  /** The profile of an environment that ends so. */
  Path profile(Ending ending) throws IOException {
    String secret = "secrets: { TOKEN_SECRET: { source: env } }";
    String away = "secrets: { OTHER_SECRET: { source: env } }";
    String refused =
        "redis: { cache: { host: 127.0.0.1, port: %d } }".formatted(HeldPort.CLOSED.number());
    String crashed =
        "services: { back: { url: \"http://127.0.0.1:%d\", endpoints: { health: { get: /health } } } }"
            .formatted(broken.getAddress().getPort());
    // Nobody answers there, and no credentials of this machine are looked for.
    String nobody =
        """
        gcp: { project: acme-test, region: us-central1, endpoints: { secretmanager: "http://127.0.0.1:%d" } }
        secrets: { OTHER_SECRET: { id: other } }
        """
            .formatted(HeldPort.CLOSED.number());
    return write(
        ending.name(),
        ending.pack,
        switch (ending) {
          case GO, NOTHING_SELECTED -> secret;
          case INFRA -> secret + "\n" + refused;
          case CONFIG, WARNING, FAIL_ON_WARNING -> away;
          case CODE -> secret + "\n" + crashed;
          case SEVERAL -> away + "\n" + refused;
          case UNKNOWN -> nobody;
          // Where nothing is known, nothing passes, whatever is allowed.
          case ALLOWED_UNKNOWN, UNKNOWN_WARNING ->
              nobody.replace("{ OTHER", "{ TOKEN_SECRET: { source: env }, OTHER");
        });
  }

  /** A Redis that accepts, and never says a word. */
  Path hanging() throws IOException {
    return write(
        "hanging",
        "pack-blocker.yaml",
        """
        secrets: { TOKEN_SECRET: { source: env } }
        redis: { cache: { host: 127.0.0.1, port: %d } }
        services: { back: { url: "http://127.0.0.1:%d", endpoints: { health: { get: / } } } }
        """
            .formatted(silent.getLocalPort(), silent.getLocalPort()));
  }

  private Path write(String name, String pack, String resources) throws IOException {
    return Files.writeString(
        folder.resolve(name.toLowerCase(java.util.Locale.ROOT) + ".yaml"),
        "version: 1\nenvironment: %s\npacks: { only: [%s] }\n%s\n"
            .formatted(name.toLowerCase(java.util.Locale.ROOT), pack, resources));
  }

  /** What the process must have in its environment. */
  static Map<String, String> variables() {
    return new HashMap<>(Map.of("TOKEN_SECRET", CREDENTIAL));
  }

  List<String> command(Ending ending, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of("run", profile(ending).toString()));
    command.addAll(ending.flags);
    command.addAll(List.of(more));
    return command;
  }

  @Override
  public void close() throws IOException {
    silent.close();
    broken.stop(0);
  }
}
