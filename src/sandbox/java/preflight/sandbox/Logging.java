package preflight.sandbox;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Emulates the reading half of Cloud Logging v2: what services wrote. */
final class Logging {

  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 1000;

  private final World world;

  Logging(World world) {
    this.world = world;
  }

  void routes(ServerBuilder server) {
    JsonApi.on(server).route(HttpMethod.POST, "/v2/entries:list", this::list);
  }

  private ObjectNode list(JsonApi.Question question) {
    JsonNode asked = question.body();
    JsonNode project = asked.path("resourceNames").path(0);
    ResourceName.project(project.asString(""), "logging.logEntries.list");
    Predicate<JsonNode> filter = LogFilter.of(asked.path("filter").asString(""));
    List<ObjectNode> found = LogEntries.of(world).stream().filter(filter).toList();
    if (!asked.path("orderBy").asString("").equals("timestamp desc")) {
      found = found.reversed();
    }
    int size = asked.path("pageSize").asInt(0);
    int page = size <= 0 ? USUAL_PAGE : Math.min(size, LARGEST_PAGE);
    String token = asked.path("pageToken").asString("");
    int from = token.isEmpty() ? 0 : Math.min(found.size(), Integer.parseInt(token));
    int to = Math.min(found.size(), from + page);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (from < to) {
      answer.putArray("entries").addAll(found.subList(from, to));
    }
    return to < found.size() ? answer.put("nextPageToken", Integer.toString(to)) : answer;
  }
}
