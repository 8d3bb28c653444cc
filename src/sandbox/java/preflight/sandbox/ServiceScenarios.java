package preflight.sandbox;

import java.util.List;
import preflight.sandbox.Scenario.Root;

/** What can be wrong with the services themselves. */
final class ServiceScenarios {

  /** The last words of a program that dies of an import error. */
  static final String TRACEBACK =
      """
      Traceback (most recent call last):
        File "/app/main.py", line 3, in <module>
          from app.agents.registry import AgentRegistry
      ModuleNotFoundError: No module named 'app.agents.registry'\
      """;

  private ServiceScenarios() {}

  static List<Scenario> all() {
    return List.of(
        faulty(
            "auth-accepts-expired-token",
            "The verifier of auth does not look at when a token expires.",
            Root.code("s2s-auth/services.auth", "TOKEN_WRONGLY_ACCEPTED").in("AUTH"),
            List.of(),
            "auth",
            Fault.EXPIRED_TOKENS_ACCEPTED),
        faulty(
            "auth-refuses-service-secret",
            "The verifier of auth decodes SERVICE_SECRET before it uses it, and refuses everybody.",
            Root.code("s2s-auth/services.auth", "TOKEN_REFUSED").in("AUTH"),
            List.of(),
            "auth",
            Fault.SERVICE_TOKENS_REFUSED),
        faulty(
            "backend-503-from-app",
            "The health handler of backend throws, with everything that it uses well.",
            Root.code("http-health/services.backend.health", "HTTP_APP_ERROR").in("RESPONSE"),
            List.of(),
            "backend",
            Fault.HEALTH_FAILS),
        Scenario.broken(
                "backend-crashes-on-start",
                "The new image of backend dies of an import error before it listens.",
                Root.code("run-revision-ready/services.backend", "RUN_CONTAINER_EXITED"),
                List.of("http-origin/services.backend", "*/services.backend.*"),
                healthy -> healthy.withService("backend", b -> b.withCrash(TRACEBACK)))
            .byImageOf("backend"),
        faulty(
            "certificate-for-another-host",
            "The certificate of frontend is for another host.",
            Root.config("tls-valid/services.frontend", "TLS_WRONG_HOST").in("TLS"),
            List.of("http-origin/services.frontend", "http-health/services.frontend.*"),
            "frontend",
            Fault.CERTIFICATE_FOR_ANOTHER_HOST),
        faulty(
            "clock-skew",
            "The clock of auth is ten minutes late, so every new token is from its future.",
            Root.infra("s2s-clock/services.auth", "CLOCK_SKEW").in("RESPONSE"),
            List.of("s2s-auth/services.auth"),
            "auth",
            Fault.CLOCK_LATE),
        faulty(
            "expired-certificate",
            "The certificate of frontend expired a month ago.",
            Root.config("tls-valid/services.frontend", "TLS_EXPIRED").in("TLS"),
            List.of("http-origin/services.frontend", "http-health/services.frontend.*"),
            "frontend",
            Fault.CERTIFICATE_EXPIRED),
        faulty(
            "health-200-but-degraded",
            "The Redis client of backend is broken; its health says so under a status of 200.",
            Root.code("http-health/services.backend.health", "HTTP_DEGRADED").in("BODY"),
            List.of(),
            "backend",
            Fault.DEGRADED_BEHIND_200),
        faulty(
            "route-missing",
            "The deployed backend did not mount the router of agents.",
            Root.code("http-routes/services.backend", "HTTP_ROUTE_MISSING").in("BODY"),
            List.of("http-health/services.backend.start"),
            "backend",
            Fault.ROUTE_NOT_MOUNTED),
        faulty(
            "sse-buffered",
            "The events of backend leave in bursts.",
            Root.code("sse-first-event/services.backend.events", "SSE_BUFFERED").in("EVENTS"),
            List.of(),
            "backend",
            Fault.EVENTS_BUFFERED),
        faulty(
            "sse-silent",
            "The stream of events of backend opens, and no event comes.",
            Root.code("sse-first-event/services.backend.events", "SSE_SILENT").in("EVENTS"),
            List.of(),
            "backend",
            Fault.EVENTS_NEVER_COME),
        faulty(
            "terraform-drift",
            "Somebody lowered the memory of backend by hand, and Terraform says another one.",
            Root.config("config-drift/services.backend", "CONFIG_DRIFT"),
            List.of(),
            "backend",
            Fault.MEMORY_LOWERED_BY_HAND),
        faulty(
            "undeployed-fix",
            "The backend that serves was built before the commit that repairs its connections.",
            Root.code("deploy-fix/services.backend", "DEPLOY_FIX_MISSING"),
            List.of(),
            "backend",
            Fault.BUILT_BEFORE_FIX),
        faulty(
            "websocket-1011",
            "The chat of backend throws after its first message.",
            Root.code("ws-close-code/services.backend.chat", "WS_CLOSED_BY_APP").in("CLOSE"),
            List.of(),
            "backend",
            Fault.SOCKET_HANDLER_THROWS),
        faulty(
            "websocket-wrong-subprotocol",
            "The chat of backend answers with a subprotocol that nobody offered.",
            Root.code("ws-subprotocol/services.backend.chat", "WS_SUBPROTOCOL").in("HANDSHAKE"),
            List.of(),
            "backend",
            Fault.SOCKET_SUBPROTOCOL));
  }

  private static Scenario faulty(
      String name, String says, Root root, List<String> explains, String service, Fault fault) {
    Scenario scenario =
        Scenario.broken(
            name,
            says,
            root,
            explains,
            healthy -> healthy.withService(service, it -> it.withFault(fault)));
    return fault.ofImage() ? scenario.byImageOf(service) : scenario;
  }
}
