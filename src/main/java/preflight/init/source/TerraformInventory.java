package preflight.init.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import preflight.init.found.FoundService;
import preflight.init.found.FoundStore;
import preflight.init.found.Inventory;
import preflight.probe.run.DeclaredService;
import preflight.probe.run.DeclaredService.Access;
import preflight.probe.run.DeclaredService.HealthProbe;
import preflight.probe.terraform.TerraformService;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The JSON of {@code terraform show -json}, of a state or of a plan: "Values Representation" in
 * Terraform's documentation. What is not known before a plan is applied is absent.
 */
final class TerraformInventory {

  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  private final String told;
  private final List<JsonNode> resources = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final Set<String> projects = new TreeSet<>();
  private final Set<String> regions = new TreeSet<>();

  TerraformInventory(JsonNode root, String told) {
    this.told = told;
    collect(
        (root.has("values") ? root.path("values") : root.path("planned_values"))
            .path("root_module"));
  }

  private void collect(JsonNode module) {
    module
        .path("resources")
        .forEach(it -> {
          if (it.path("mode").asString("managed").equals("managed")) {
            resources.add(it);
          }
        });
    module.path("child_modules").forEach(this::collect);
  }

  Inventory inventory() {
    List<FoundService> services = new ArrayList<>();
    of("google_cloud_run_v2_service")
        .forEach(it -> service(it, TerraformService.Type.SECOND).ifPresent(services::add));
    of("google_cloud_run_service")
        .forEach(it -> service(it, TerraformService.Type.FIRST).ifPresent(services::add));
    var connectors = new TreeMap<>(DeclaredServices.connectors(services));
    of("google_vpc_access_connector")
        .forEach(it ->
            text(it, "name")
                .ifPresent(name -> connectors.put(name, text(it, "network").map(Gcp::shortName))));
    var ids = new TreeSet<String>();
    of("google_secret_manager_secret").forEach(it -> text(it, "secret_id").ifPresent(ids::add));
    return new Inventory(
        List.of(told),
        projects,
        regions,
        services,
        stores(),
        connectors,
        ids,
        Optional.empty(),
        gaps);
  }

  private Stream<JsonNode> of(String type) {
    return resources.stream()
        .filter(it -> it.path("type").asString("").equals(type))
        .map(it -> it.path("values"));
  }

  private Optional<FoundService> service(JsonNode values, TerraformService.Type type) {
    Optional<String> name = text(values, "name");
    var revision = new TerraformService(values, NOTHING, type).revision();
    if (name.isEmpty() || revision.isEmpty()) {
      gaps.add(
          "the service %s: its template is not known before the plan is applied"
              .formatted(name.orElse("without a name")));
      return Optional.empty();
    }
    text(values, "project").ifPresent(projects::add);
    text(values, "location").ifPresent(regions::add);
    boolean first = type == TerraformService.Type.FIRST;
    JsonNode template = values.path("template").path(0);
    JsonNode spec = first ? template.path("spec").path(0) : template;
    return Optional.of(
        DeclaredServices.found(
            new DeclaredService(
                name.get(),
                first ? text(values.path("status").path(0), "url") : text(values, "uri"),
                revision.get(),
                first ? annotated(template) : volumes(template),
                health(spec),
                access(name.get()))));
  }

  private static List<String> annotated(JsonNode template) {
    return text(
            template.path("metadata").path(0).path("annotations"),
            "run.googleapis.com/cloudsql-instances")
        .map(it -> List.of(it.split(",", -1)))
        .orElse(List.of());
  }

  private static List<String> volumes(JsonNode template) {
    List<String> found = new ArrayList<>();
    template
        .path("volumes")
        .forEach(it ->
            it.path("cloud_sql_instance")
                .path(0)
                .path("instances")
                .forEach(at -> found.add(at.asString(""))));
    return found;
  }

  private static Optional<HealthProbe> health(JsonNode spec) {
    for (JsonNode container : spec.path("containers")) {
      if (spec.path("containers").size() > 1 && container.path("ports").isEmpty()) {
        continue;
      }
      int port = container.path("ports").path(0).path("container_port").asInt(0);
      for (String kind : List.of("startup", "liveness")) {
        JsonNode probe = container.path(kind + "_probe").path(0);
        JsonNode http = probe.path("http_get").path(0);
        if (http.isObject() && own(http, port)) {
          return Optional.of(
              new HealthProbe(
                  kind, text(http, "path").or(() -> Optional.of("/")), Optional.empty()));
        }
        JsonNode grpc = probe.path("grpc").path(0);
        if (grpc.isObject() && own(grpc, port)) {
          return Optional.of(
              new HealthProbe(
                  kind, Optional.empty(), Optional.of(text(grpc, "service").orElse(""))));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean own(JsonNode action, int port) {
    int asked = action.path("port").asInt(0);
    return asked == 0 || asked == port;
  }

  private Access access(String service) {
    return Stream.of(
                "google_cloud_run_v2_service_iam_member", "google_cloud_run_service_iam_member")
            .flatMap(this::of)
            .anyMatch(it ->
                text(it, it.has("name") ? "name" : "service")
                        .map(Gcp::shortName)
                        .or(() -> text(it, "service"))
                        .filter(service::equals)
                        .isPresent()
                    && text(it, "role").filter("roles/run.invoker"::equals).isPresent()
                    && text(it, "member").filter("allUsers"::equals).isPresent())
        ? Access.EVERYONE
        : Access.UNKNOWN;
  }

  private List<FoundStore> stores() {
    List<FoundStore> stores = new ArrayList<>();
    of("google_redis_instance")
        .forEach(it -> text(it, "name").ifPresent(name -> stores.add(redis(it, name))));
    of("google_sql_database_instance")
        .filter(
            it -> text(it, "database_version").filter(v -> v.startsWith("POSTGRES")).isPresent())
        .forEach(it -> text(it, "name").ifPresent(name -> stores.add(postgres(it, name))));
    return stores;
  }

  private static FoundStore redis(JsonNode values, String name) {
    Optional<String> host = text(values, "host");
    JsonNode port = values.path("port");
    boolean tls =
        text(values, "transit_encryption_mode")
            .filter(it -> it.equals("SERVER_AUTHENTICATION"))
            .isPresent();
    return new FoundStore(
        Kind.REDIS,
        name,
        host.map(Set::of).orElse(Set.of()),
        host,
        port.isNumber() ? Optional.of(String.valueOf(port.asInt())) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        values.path("auth_enabled").asBoolean(false),
        tls,
        tls,
        text(values, "redis_version")
            .filter(it -> it.matches("REDIS_[0-9_X]+"))
            .map(it -> it.substring("REDIS_".length()).replace("_X", "").replace('_', '.')),
        Optional.of(Gcp.shortName(name)),
        Optional.empty());
  }

  private FoundStore postgres(JsonNode values, String name) {
    Map<String, String> addresses = new LinkedHashMap<>();
    values
        .path("ip_address")
        .forEach(it ->
            text(it, "ip_address")
                .ifPresent(at -> addresses.put(it.path("type").asString(""), at)));
    Optional<String> host =
        Optional.ofNullable(addresses.get("PRIVATE"))
            .or(() -> text(values, "private_ip_address"))
            .or(() -> Optional.ofNullable(addresses.get("PRIMARY")));
    Optional<String> connection = text(values, "connection_name");
    Set<String> known = new TreeSet<>(addresses.values());
    host.ifPresent(known::add);
    connection.ifPresent(it -> known.add("/cloudsql/" + it));
    return new FoundStore(
        Kind.POSTGRES,
        name,
        known,
        host,
        Optional.of("5432"),
        Optional.empty(),
        only("google_sql_database", name),
        only("google_sql_user", name),
        Optional.empty(),
        true,
        false,
        false,
        text(values, "database_version")
            .filter(it -> it.matches("POSTGRES_[0-9_]+"))
            .map(it -> it.substring("POSTGRES_".length()).replace('_', '.')),
        Optional.of(name),
        connection);
  }

  /** The only database, or user, of an instance; of several, nobody knows which is meant. */
  private Optional<String> only(String type, String instance) {
    List<String> names =
        of(type)
            .filter(
                it -> text(it, "instance").map(Gcp::shortName).filter(instance::equals).isPresent())
            .flatMap(it -> text(it, "name").stream())
            .filter(it -> !it.equals("postgres"))
            .toList();
    return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
  }

  private static Optional<String> text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    return value.isString() && !value.asString().isEmpty()
        ? Optional.of(value.asString())
        : Optional.empty();
  }
}
