package preflight.sandbox;

import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

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

  /** Starts what Cloud Run would have at the URL of this service. */
  Web start(Blueprint blueprint, Service service) throws IOException {
    Consumer<ServerBuilder> routes =
        switch (Rollout.of(blueprint, service)) {
          case Rollout.Serving serving ->
              routes(new Program(service, serving.environment(), threads, clock));
          case Rollout.SecretUnavailable _, Rollout.ContainerExited _ ->
              server -> server.serviceUnder("/", (_, _) -> FrontEndPage.unavailable());
        };
    Optional<Fault> certificate = service.fault().filter(Fault::ofCertificate);
    return certificate.isPresent()
        ? Web.startTls(service.port(), certificates.issue(certificate.get()), routes)
        : Web.start(service.port(), routes);
  }

  private static Consumer<ServerBuilder> routes(Program program) {
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
