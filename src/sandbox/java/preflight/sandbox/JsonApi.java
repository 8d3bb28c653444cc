package preflight.sandbox;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An API of Google that exists as JSON over HTTP only, and errors in Google's form. */
record JsonApi(ServerBuilder server) {

  /** One request: what its path names, what its query says, and its body. */
  record Question(ServiceRequestContext context, AggregatedHttpRequest request) {

    String name(String parameter) {
      return Optional.ofNullable(context.pathParam(parameter)).orElse("");
    }

    Optional<String> query(String parameter) {
      return Optional.ofNullable(context.queryParam(parameter));
    }

    JsonNode body() {
      return KnativeTemplates.read(request.contentUtf8());
    }
  }

  static JsonApi on(ServerBuilder server) {
    return new JsonApi(server);
  }

  JsonApi route(HttpMethod method, String path, Function<Question, ObjectNode> answer) {
    server
        .route()
        .methods(method)
        .path(path)
        .build((context, request) ->
            HttpResponse.of(
                request.aggregate().thenCompose(it -> answer(new Question(context, it), answer))));
    return this;
  }

  private static CompletableFuture<HttpResponse> answer(
      Question question, Function<Question, ObjectNode> answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            for (String parameter : List.of("project", "namespace")) {
              String project = question.name(parameter);
              if (!project.isEmpty()) {
                ResourceName.project("projects/" + project, "resourcemanager.projects.get");
              }
            }
            return Web.json(HttpStatus.OK, answer.apply(question));
          } catch (StatusRuntimeException e) {
            return GoogleJsonErrors.of(e);
          }
        },
        question.context().blockingTaskExecutor());
  }
}
