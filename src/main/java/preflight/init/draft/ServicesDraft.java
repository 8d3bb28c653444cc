package preflight.init.draft;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import preflight.file.PackedTable;
import preflight.init.found.FoundService;
import preflight.init.found.FoundService.Build;
import preflight.init.found.Given;
import preflight.init.found.Inventory;
import preflight.init.writing.Node;
import preflight.init.writing.Node.Line;
import preflight.probe.inventory.PlainValue;
import preflight.probe.run.DeclaredService.Access;
import preflight.probe.run.DeclaredService.HealthProbe;
import preflight.resource.field.Grammar;

/** Services with what they use, what they must be given, and what they answer. */
final class ServicesDraft {

  private static final Set<String> ENVIRONMENT =
      Set.copyOf(PackedTable.lines(ServicesDraft.class, "environment-names.txt"));

  private static final Pattern QUERY = Pattern.compile("(?s)(?:[?#;]|%3[Ff]).*");
  private static final String LEFT_OUT = "; its query is left out, since it may hold a secret";

  private final Inventory inventory;
  private final ServiceNames names;
  private final Map<String, List<String>> stores;
  private final boolean common;
  private final Map<String, String> expected;

  /**
   * @param stores what each service uses of them, by its name in the profile
   */
  ServicesDraft(Inventory inventory, ServiceNames names, Map<String, List<String>> stores) {
    this.inventory = inventory;
    this.names = names;
    this.stores = stores;
    List<FoundService> services = inventory.services();
    this.common = services.size() > 1 && services.stream().allMatch(FoundService::onCloudRun);
    this.expected = new TreeMap<>();
    if (common) {
      expected.putAll(expect(services.getFirst()));
      services.forEach(it -> expected.entrySet().retainAll(expect(it).entrySet()));
    }
  }

  Node.Mapping node() {
    return new Node.Mapping(inventory.services().stream().map(this::line).toList());
  }

  /** What all of them have in common, where there are several. */
  Node.Mapping defaults() {
    List<Line> fields = new ArrayList<>();
    rule().ifPresent(it -> fields.add(Line.of("cloud-run", it)));
    account().ifPresent(it -> fields.add(Line.of("account", it)));
    if (!expected.isEmpty()) {
      fields.add(Line.of("env", Node.Mapping.of(Line.of("expect", texts(expected)))));
    }
    return new Node.Mapping(fields);
  }

  /** How names on Cloud Run are made of those of the profile. */
  private Optional<String> rule() {
    return names.rule().filter(_ -> common);
  }

  private Optional<String> account() {
    List<Optional<String>> all =
        inventory.services().stream().map(FoundService::account).distinct().toList();
    return all.size() == 1
        ? all.getFirst().filter(_ -> common).filter(Grammar.SERVICE_ACCOUNT::fits)
        : Optional.empty();
  }

  private Line line(FoundService service) {
    List<Line> fields = new ArrayList<>();
    String name = names.of(service);
    if (service.onCloudRun()
        && rule()
            .filter(it -> Words.filled(it, name, names.environment()).equals(service.name()))
            .isEmpty()) {
      fields.add(Line.of("cloud-run", service.name()));
    }
    Optional<String> url = service.url().filter(ServicesDraft::isUrl);
    url.ifPresent(it -> fields.add(Line.of("url", it)));
    List<String> uses = uses(service);
    if (!uses.isEmpty()) {
      fields.add(Line.of("uses", Node.Items.of(uses)));
    }
    service
        .account()
        .filter(Grammar.SERVICE_ACCOUNT::fits)
        .filter(_ -> account().isEmpty())
        .ifPresent(it -> fields.add(Line.of("account", it)));
    env(service).ifPresent(it -> fields.add(Line.of("env", it)));
    boolean reached = url.isPresent();
    if (service.access() == Access.INVOKERS_ONLY && reached) {
      fields.add(Line.of("id-token", new Node.Bare("true")).beside("not everyone may call it"));
    }
    service
        .image()
        .map(it -> {
          Line image = Line.of("image", image(it));
          return it.guessed() ? image.beside("guessed from its place") : image;
        })
        .ifPresent(fields::add);
    if (reached || service.onCloudRun() || service.health().isPresent()) {
      fields.add(endpoints(service, reached));
    }
    return Line.of(name, new Node.Mapping(fields));
  }

  private static boolean isUrl(String text) {
    try {
      var url = URI.create(text);
      return url.getHost() != null
          && Set.of("http", "https").contains(String.valueOf(url.getScheme()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Line endpoints(FoundService service, boolean reached) {
    Optional<HealthProbe> probe =
        service
            .health()
            .map(ServicesDraft::withoutQuery)
            .filter(it -> it.get().filter(at -> !Grammar.URL_PATH.fits(at)).isEmpty());
    String left = probe.equals(service.health()) || probe.isEmpty() ? "" : LEFT_OUT;
    if (probe.isPresent() && reached) {
      HealthProbe it = probe.get();
      Line ask =
          it.get()
              .map(path -> Line.of("get", path))
              .orElseGet(() -> Line.of("grpc", it.grpc().orElse("")));
      return Line.of("endpoints", Node.Mapping.of(Line.of("health", Node.Mapping.of(ask))))
          .beside(
              "guessed from the "
                  + (it.kind().equals("health check") ? it.kind() : it.kind() + " probe")
                  + left);
    }
    String path = probe.flatMap(HealthProbe::get).orElse("/health");
    String lacking = reached ? "" : "url: https://…, and ";
    return comment(
        probe.isPresent()
            ? "not known: where it is reached. Add %sendpoints: { health: { get: %s } }%s"
                .formatted(lacking, path, left)
            : "not known: a path that tells whether it is well. Add %sendpoints: { health: { get: %s } }"
                .formatted(lacking, path));
  }

  /** A query may hold a key, which belongs in no profile. */
  private static HealthProbe withoutQuery(HealthProbe probe) {
    return new HealthProbe(
        probe.kind(),
        probe
            .get()
            .map(it -> QUERY.matcher(it).replaceFirst(""))
            .map(it -> it.isEmpty() ? "/" : it),
        probe.grpc());
  }

  static Line comment(String text) {
    return new Line("", new Node.Bare(""), List.of(text), Optional.empty());
  }

  private List<String> uses(FoundService service) {
    Set<String> uses = new TreeSet<>(stores.getOrDefault(names.of(service), List.of()));
    for (FoundService other : inventory.services()) {
      if (!other.equals(service) && calls(service, other)) {
        uses.add("services." + names.of(other));
      }
    }
    return List.copyOf(uses);
  }

  private static boolean calls(FoundService service, FoundService other) {
    boolean told =
        service.variables().values().stream()
            .map(Given::open)
            .filter(PlainValue.Address.class::isInstance)
            .map(PlainValue.Address.class::cast)
            .filter(it -> it.scheme().matches("https?|wss?|grpcs?"))
            .anyMatch(it ->
                (!other.onCloudRun() && it.host().equals(other.name()))
                    || other.url().filter(at -> origin(at).equals(web(it))).isPresent());
    return told || service.needs().contains(other.name());
  }

  private static String origin(String url) {
    return url.replaceFirst("^(https?://[^/]*).*$", "$1");
  }

  private static String web(PlainValue.Address address) {
    return address.origin().replaceFirst("^ws", "http");
  }

  private Optional<Node> env(FoundService service) {
    Map<String, String> expect = expect(service);
    Set<String> require = new TreeSet<>();
    Set<String> files = new TreeSet<>();
    service
        .variables()
        .forEach((name, given) -> {
          boolean plain = given instanceof Given.Plain || given instanceof Given.Unknown;
          if (service.onCloudRun()
              && plain
              && Grammar.VARIABLE.fits(name)
              && !expect.containsKey(name)) {
            require.add(name);
          }
          if (given instanceof Given.InFile(String file, String key, _) && key.equals(name)) {
            files.add(file);
          }
        });
    expect.entrySet().removeAll(expected.entrySet());
    List<Line> parts = new ArrayList<>();
    if (!expect.isEmpty()) {
      parts.add(Line.of("expect", texts(expect)));
    }
    if (!require.isEmpty()) {
      parts.add(Line.of("require", Node.Items.of(require)));
    }
    if (!files.isEmpty()) {
      parts.add(Line.of("files", Node.Items.of(files)));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Node.Mapping(parts));
  }

  private static Map<String, String> expect(FoundService service) {
    Map<String, String> expect = new TreeMap<>();
    service
        .variables()
        .forEach((name, given) -> {
          if (service.onCloudRun()
              && ENVIRONMENT.contains(name)
              && given instanceof Given.Plain(PlainValue.Setting(String text))) {
            expect.put(name, text);
          }
        });
    return expect;
  }

  private static Node.Mapping texts(Map<String, String> texts) {
    return new Node.Mapping(
        texts.entrySet().stream().map(it -> Line.of(it.getKey(), it.getValue())).toList());
  }

  private static Node image(Build build) {
    List<Line> fields = new ArrayList<>();
    if (!build.dockerfile().equals("Dockerfile")) {
      fields.add(Line.of("dockerfile", build.dockerfile()));
    }
    if (!build.context().equals(".")) {
      fields.add(Line.of("context", build.context()));
    }
    build.target().ifPresent(it -> fields.add(Line.of("target", it)));
    return fields.isEmpty()
        ? Node.Mapping.of(Line.of("dockerfile", "Dockerfile"))
        : new Node.Mapping(fields);
  }
}
