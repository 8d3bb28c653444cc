package preflight.sandbox;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;

/** The program of backend: agents, a chat, events, and health over gRPC. */
final class BackendProgram {

  private BackendProgram() {}

  static void routes(Program program, ServerBuilder server) {
    var uses = new Dependencies(program.environment());
    Tokens tokens =
        new Tokens(program.value("JWT_SECRET"), Tokens.ISSUER, Tokens.AUDIENCE, program.clock());
    server
        .service(
            "/health",
            program.health(
                List.of(uses::postgres, uses::redis, () -> uses.service("auth", "AUTH_URL"))))
        .route()
        .get("/api/me")
        .build(program.withToken(tokens, Program::subject));
    if (!program.has(Fault.ROUTE_NOT_MOUNTED)) {
      server
          .route()
          .post("/api/agents/start")
          .build(program.withToken(tokens, _ -> Program.status(HttpStatus.ACCEPTED, "started")));
    }
    server
        .service("/openapi.json", (_, _) -> Web.json(HttpStatus.OK, OpenApi.backend(program)))
        .service("/api/events/stream", new Events(program.service().fault()))
        .service("/ws", Chat.service(program.service().fault()))
        .service(
            GrpcService.builder()
                // Armeria's own waits for the start of a server, which has long been when a new
                // revision takes over.
                .addService(new HealthStatusManager().getHealthService())
                .build())
        .decorator(
            CorsService.builder(program.value("WEB_ORIGIN"))
                .allowRequestMethods(HttpMethod.GET, HttpMethod.POST)
                .allowRequestHeaders("authorization", "content-type")
                .newDecorator());
  }
}
