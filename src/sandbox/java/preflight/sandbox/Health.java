package preflight.sandbox;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /health}: asks every dependency at once, and is 503 if one of them is not well. */
final class Health implements HttpService {

  private final String version;
  private final List<Supplier<Component>> questions;
  private final ExecutorService threads;
  private final Optional<Fault> fault;

  Health(
      String version,
      ExecutorService threads,
      List<Supplier<Component>> questions,
      Optional<Fault> fault) {
    this.version = version;
    this.threads = threads;
    this.questions = List.copyOf(questions);
    this.fault = fault;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return Web.later(threads, this::answer);
  }

  private HttpResponse answer() {
    if (fault.equals(Optional.of(Fault.HEALTH_FAILS))) {
      return Program.status(
          HttpStatus.SERVICE_UNAVAILABLE,
          "AttributeError: 'AgentRegistry' has no attribute 'size'");
    }
    List<Component> components =
        questions.stream()
            .map(question -> CompletableFuture.supplyAsync(question, threads))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .map(this::seen)
            .toList();
    boolean healthy = components.stream().allMatch(component -> component.error().isEmpty());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    boolean lenient = fault.equals(Optional.of(Fault.DEGRADED_BEHIND_200));
    body.put("status", healthy ? "healthy" : lenient ? "degraded" : "unhealthy");
    body.put("version", version);
    ObjectNode checks = body.putObject("checks");
    for (Component component : components) {
      ObjectNode check = checks.putObject(component.name());
      check.put("status", component.error().isEmpty() ? "healthy" : "unhealthy");
      component.error().ifPresent(error -> check.put("error", error));
    }
    components.stream()
        .flatMap(component -> component.error().map(e -> component.name() + ": " + e).stream())
        .findFirst()
        .ifPresent(error -> body.put("error", error));
    return Web.json(healthy || lenient ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
  }

  /** A broken client fails whatever it is the client of. */
  private Component seen(Component component) {
    return fault.equals(Optional.of(Fault.DEGRADED_BEHIND_200)) && component.name().equals("redis")
        ? Component.unhealthy("redis", "AttributeError: 'NoneType' object has no attribute 'ping'")
        : component;
  }
}
