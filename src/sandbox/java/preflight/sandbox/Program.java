package preflight.sandbox;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the programs of all services have in common: their environment, and small answers. */
record Program(
    Service service,
    SequencedMap<String, String> environment,
    ExecutorService threads,
    Clock machine) {

  private static final Duration LATE = Duration.ofMinutes(10);

  boolean has(Fault fault) {
    return service.fault().equals(Optional.of(fault));
  }

  /** Empty where the variable is not set, as in many a program. */
  String value(String name) {
    return environment.getOrDefault(name, "");
  }

  Clock clock() {
    return has(Fault.CLOCK_LATE) ? Clock.offset(machine, LATE.negated()) : machine;
  }

  Health health(List<Supplier<Component>> questions) {
    return new Health(service.commit().substring(0, 7), threads, questions, service.fault());
  }

  /** Lets those in whom the tokens name; the others learn only that they may not. */
  HttpService withToken(Tokens tokens, Function<String, HttpResponse> then) {
    return (_, request) -> admitted(tokens, request).map(then).orElseGet(Program::unauthorised);
  }

  /** Nobody should have the key that opens this way in. */
  private Optional<String> admitted(Tokens tokens, HttpRequest request) {
    String bypass = value("E2E_BYPASS_KEY");
    if (!bypass.isEmpty() && bypass.equals(request.headers().get("x-e2e-bypass", ""))) {
      return Optional.of("e2e");
    }
    return tokens.subject(request.headers().get(HttpHeaderNames.AUTHORIZATION, ""));
  }

  private static HttpResponse unauthorised() {
    return status(HttpStatus.UNAUTHORIZED, "Not authenticated");
  }

  static HttpResponse status(HttpStatus status, String detail) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(status.isSuccess() ? "status" : "detail", detail);
    return Web.json(status, body);
  }

  static HttpResponse subject(String name) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("subject", name);
    return Web.json(HttpStatus.OK, body);
  }

  /** Dates every answer with the clock that the program has. */
  void date(ServerBuilder server) {
    if (has(Fault.CLOCK_LATE)) {
      server.disableDateHeader();
      server.decorator((inner, context, request) -> {
        context.setAdditionalResponseHeader(
            HttpHeaderNames.DATE,
            DateTimeFormatter.RFC_1123_DATE_TIME.format(clock().instant().atZone(ZoneOffset.UTC)));
        return inner.serve(context, request);
      });
    }
  }
}
