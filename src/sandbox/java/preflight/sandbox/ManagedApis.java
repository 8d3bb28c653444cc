package preflight.sandbox;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Emulates what of Serverless VPC Access, Memorystore, the Cloud SQL Admin API and Service Usage
 * the gate and gcloud ask. An API can be enabled, at once; nothing else changes here, since no
 * request can start a server that a scenario holds back.
 */
final class ManagedApis {

  private static final String LOCATION = "/v1/projects/{project}/locations/{location}";
  private static final String CONNECTOR = "sandbox-connector";
  private static final String REDIS = "cache-sandbox";
  private static final String SQL = "main-sandbox";
  private static final String VPC_ACCESS = "vpcaccess.googleapis.com";
  private static final String MEMORYSTORE = "redis.googleapis.com";
  private static final String SQL_ADMIN = "sqladmin.googleapis.com";
  private static final String NETWORK =
      "projects/%s/global/networks/%s".formatted(Blueprint.PROJECT, Managed.NETWORK);

  private final World world;

  ManagedApis(World world) {
    this.world = world;
  }

  void routes(ServerBuilder server) {
    JsonApi api = JsonApi.on(server);
    api.route(
            HttpMethod.GET,
            LOCATION + "/connectors/{connector}",
            on(VPC_ACCESS, it -> named(it, "connector", CONNECTOR, connector())))
        .route(
            HttpMethod.GET,
            LOCATION + "/connectors",
            on(VPC_ACCESS, _ -> list("connectors", connector())))
        .route(
            HttpMethod.GET,
            LOCATION + "/instances/{instance}",
            on(MEMORYSTORE, it -> named(it, "instance", REDIS, redis())))
        .route(
            HttpMethod.GET,
            LOCATION + "/instances",
            on(MEMORYSTORE, _ -> list("instances", redis())))
        .route(
            HttpMethod.GET,
            "regex:^/v1/projects/(?<project>[^/]+)/services:batchGet$",
            this::states)
        .route(
            HttpMethod.POST,
            "regex:^/v1/projects/(?<project>[^/]+)/services/(?<service>[^/:]+):enable$",
            this::enable);
    // The gate asks v1, and gcloud v1beta4.
    for (String root : List.of("/v1", "/sql/v1beta4")) {
      String instances = root + "/projects/{project}/instances";
      api.route(
              HttpMethod.GET,
              instances + "/{instance}",
              on(SQL_ADMIN, it -> named(it, "instance", SQL, sql())))
          .route(HttpMethod.GET, instances, on(SQL_ADMIN, _ -> list("items", sql())));
    }
  }

  private Function<JsonApi.Question, ObjectNode> on(
      String api, Function<JsonApi.Question, ObjectNode> answer) {
    return question -> {
      if (world.managed().disabled().contains(api)) {
        throw GoogleStatus.serviceDisabled(api);
      }
      return answer.apply(question);
    };
  }

  private static ObjectNode named(
      JsonApi.Question question, String parameter, String name, ObjectNode found) {
    String location = question.name("location");
    if (!question.name(parameter).equals(name)
        || !(location.isEmpty() || location.equals(Blueprint.REGION))) {
      throw GoogleStatus.notFound("Requested entity was not found.");
    }
    return found;
  }

  private ObjectNode connector() {
    return object()
        .put("name", CloudRunMessages.PARENT + "/connectors/" + CONNECTOR)
        .put("network", world.managed().network())
        .put("ipCidrRange", "10.8.0.0/28")
        .put("state", world.managed().connector())
        .put("minThroughput", 200)
        .put("maxThroughput", 300)
        .put("machineType", "e2-micro")
        .put("minInstances", 2)
        .put("maxInstances", 3);
  }

  private ObjectNode redis() {
    return object()
        .put("name", CloudRunMessages.PARENT + "/instances/" + REDIS)
        .put("tier", "STANDARD_HA")
        .put("memorySizeGb", 1)
        .put("redisVersion", "REDIS_6_X")
        .put("host", "127.0.0.1")
        .put("port", world.ports().redis())
        .put("state", world.managed().redis())
        .put("authorizedNetwork", NETWORK)
        .put("connectMode", "PRIVATE_SERVICE_ACCESS")
        .put("authEnabled", true)
        .put("transitEncryptionMode", "DISABLED");
  }

  private ObjectNode sql() {
    ObjectNode instance =
        object()
            .put("kind", "sql#instance")
            .put("name", SQL)
            .put("project", Blueprint.PROJECT)
            .put("region", Blueprint.REGION)
            .put("state", world.managed().sql())
            .put("databaseVersion", "POSTGRES_16")
            .put("instanceType", "CLOUD_SQL_INSTANCE")
            .put("backendType", "SECOND_GEN")
            .put("connectionName", "%s:%s:%s".formatted(Blueprint.PROJECT, Blueprint.REGION, SQL));
    instance
        .putArray("ipAddresses")
        .addObject()
        .put("type", "PRIVATE")
        .put("ipAddress", "127.0.0.1");
    instance
        .putObject("settings")
        .put("tier", "db-custom-1-3840")
        .put("activationPolicy", world.managed().activation())
        .putObject("ipConfiguration")
        .put("ipv4Enabled", false)
        .put("sslMode", "ALLOW_UNENCRYPTED_AND_ENCRYPTED")
        .put("privateNetwork", NETWORK);
    return instance;
  }

  private ObjectNode states(JsonApi.Question question) {
    ObjectNode answer = object();
    var services = answer.putArray("services");
    for (String name : question.context().queryParams().getAll("names")) {
      String api = name.substring(name.lastIndexOf('/') + 1);
      services
          .addObject()
          .put("name", "projects/%s/services/%s".formatted(Blueprint.PROJECT_NUMBER, api))
          .put("parent", "projects/" + Blueprint.PROJECT_NUMBER)
          .put("state", world.managed().disabled().contains(api) ? "DISABLED" : "ENABLED");
    }
    return answer;
  }

  private ObjectNode enable(JsonApi.Question question) {
    world.manage(it -> it.with(question.name("service")));
    return object().put("name", "operations/noop.DONE_OPERATION").put("done", true);
  }

  private static ObjectNode list(String name, ObjectNode item) {
    ObjectNode list = object();
    list.putArray(name).add(item);
    return list;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
