package preflight.sandbox;

import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;

/** The programs of backend, auth and frontend: what each answers while its process runs. */
final class Applications {

  private final ExecutorService threads;
  private final Clock clock;
  private final Certificates certificates;

  Applications(ExecutorService threads, Clock clock, Certificates certificates) {
    this.threads = threads;
    this.clock = clock;
    this.certificates = certificates;
  }

  KeyManagerFactory certificate(Fault fault) throws IOException {
    return certificates.issue(fault);
  }

  /** A new process of this program. */
  Consumer<ServerBuilder> routes(Rollout.Serving serving) {
    var program = new Program(serving.program(), serving.environment(), threads, clock);
    return server -> {
      switch (program.service().name()) {
        case "backend" -> BackendProgram.routes(program, server);
        case "auth" -> AuthProgram.routes(program, server);
        case "frontend" -> FrontendProgram.routes(program, server);
        default -> throw new IllegalArgumentException("No program: " + program.service().name());
      }
      program.date(server);
    };
  }
}
