package preflight.sandbox;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** The program of auth: knows users by their tokens, and other services by the service secret. */
final class AuthProgram {

  private AuthProgram() {}

  static void routes(Program program, ServerBuilder server) {
    var uses = new Dependencies(program.environment());
    var users =
        new Tokens(program.value("JWT_SECRET"), Tokens.ISSUER, Tokens.AUDIENCE, program.clock());
    Tokens services = services(program);
    byte[] expected = program.value("SERVICE_SECRET").getBytes(StandardCharsets.UTF_8);
    server
        .service("/health", program.health(List.of(uses::postgres, uses::redis)))
        .route()
        .post("/auth/verify")
        .build(program.withToken(users, _ -> Program.status(HttpStatus.OK, "valid")))
        .route()
        .get("/internal/me")
        .build(program.withToken(services, Program::subject))
        .route()
        .post("/internal/validate")
        .build((_, request) -> {
          byte[] given =
              request.headers().get("x-service-secret", "").getBytes(StandardCharsets.UTF_8);
          return expected.length > 0 && MessageDigest.isEqual(given, expected)
              ? Program.status(HttpStatus.OK, "valid")
              : Program.status(HttpStatus.FORBIDDEN, "Service authentication failed");
        });
  }

  private static Tokens services(Program program) {
    String secret = program.value("SERVICE_SECRET");
    byte[] key =
        program.has(Fault.SERVICE_TOKENS_REFUSED)
            ? HexFormat.of().parseHex(secret)
            : secret.getBytes(StandardCharsets.UTF_8);
    var tokens =
        new Tokens(key, Tokens.SERVICE_ISSUER, Tokens.SERVICE_AUDIENCE, program.clock(), true);
    return program.has(Fault.EXPIRED_TOKENS_ACCEPTED) ? tokens.withoutExpiry() : tokens;
  }
}
