package preflight.sandbox;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document that backend publishes. */
final class OpenApi {

  private OpenApi() {}

  static ObjectNode backend(Program program) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", program.service().name())
        .put("version", program.service().commit().substring(0, 7));
    ObjectNode paths = document.putObject("paths");
    operation(paths, "/health", "get", "200");
    operation(paths, "/api/me", "get", "200");
    if (!program.has(Fault.ROUTE_NOT_MOUNTED)) {
      operation(paths, "/api/agents/start", "post", "202");
    }
    operation(paths, "/api/events/stream", "get", "200");
    return document;
  }

  private static void operation(ObjectNode paths, String path, String method, String status) {
    paths
        .putObject(path)
        .putObject(method)
        .putObject("responses")
        .putObject(status)
        .put("description", "");
  }
}
