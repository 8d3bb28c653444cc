package preflight.init.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.Place;
import preflight.file.PackedTable;
import preflight.file.RegularFile;
import preflight.init.found.FoundService;
import preflight.init.found.FoundService.Build;
import preflight.init.found.FoundService.Network;
import preflight.init.found.FoundStore;
import preflight.init.found.Given;
import preflight.init.found.Inventory;
import preflight.init.source.SourceReading;
import preflight.probe.SecretValue;
import preflight.probe.inventory.PlainValue;
import preflight.probe.run.DeclaredService.Access;
import preflight.probe.run.DeclaredService.HealthProbe;
import preflight.probe.secret.dotenv.DotenvFile;
import preflight.probe.secret.text.Dotenv;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Yaml;
import preflight.resource.Kind;
import preflight.resource.service.DotenvDialect;

/** A Compose file: services on this machine, and the stores beside them. */
public final class ComposeReader {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int LARGEST = 1;
  private static final Pattern REQUIREPASS =
      Pattern.compile("--requirepass[ =]+[\"']?([^\\s\"']+)");

  private static final Map<String, String> IMAGES =
      PackedTable.lines(ComposeReader.class, "images.txt").stream()
          .map(it -> it.split("\\s+", 2))
          .collect(Collectors.toMap(it -> it[0], it -> it[1]));

  private final Path file;
  private final Path base;
  private final Path folder;
  private final String told;
  private final Interpolation variables;
  private final boolean hasDotenv;
  private final Set<String> gaps = new TreeSet<>();
  private final SortedMap<String, DotenvDialect> dialects = new TreeMap<>();

  /**
   * @param base the folder that paths of the profile begin at
   * @param shell the variables of the caller
   */
  public ComposeReader(Path file, Path base, Map<String, String> shell) {
    this.file = file;
    this.base = base.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    this.folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    this.told = String.valueOf(file.getFileName());
    Optional<Map<String, SecretValue>> dotenv = dotenv(folder.resolve(".env"), /* raw= */ false);
    this.hasDotenv = dotenv.isPresent();
    this.variables = new Interpolation(shell, dotenv.orElse(Map.of()));
  }

  public SourceReading read(Yaml.Mapping root) {
    Map<String, Yaml.Mapping> declared = new LinkedHashMap<>();
    root.mapping("services")
        .ifPresent(all ->
            all.entries()
                .forEach((name, entry) -> {
                  if (entry.value() instanceof Yaml.Mapping service) {
                    declared.put(name, Merge.of(service));
                  }
                }));
    if (declared.isEmpty()) {
      return new SourceReading.Invalid(
          List.of(new Mistake(new Place(file.toString(), 1, 1), "the file declares no services")));
    }
    List<FoundService> services = new ArrayList<>();
    List<FoundStore> stores = new ArrayList<>();
    declared.forEach((name, service) -> {
      if (service.value("extends").isPresent()) {
        gaps.add("%s: what %s extends, Preflight does not read".formatted(told, name));
      }
      switch (image(service)) {
        case "redis" -> stores.add(redis(name, service));
        case "postgres" -> stores.add(postgres(name, service));
        case "" -> services.add(service(name, service));
        case String other ->
            gaps.add(
                "%s is %s, of which Preflight has no checks of its own".formatted(name, other));
      }
    });
    if (!hasDotenv && services.stream().anyMatch(it -> reads(it))) {
      gaps.add("%s: there is no .env beside it, which it reads".formatted(told));
    }
    return new SourceReading.Read(
        new Inventory(
            List.of(told),
            Set.of(),
            Set.of(),
            services,
            stores,
            new TreeMap<>(),
            new TreeSet<>(),
            services.stream().anyMatch(it -> it.image().isPresent())
                ? Optional.of(base.relativize(folder).toString().replace('\\', '/'))
                : Optional.empty(),
            List.copyOf(gaps),
            dialects));
  }

  private boolean reads(FoundService service) {
    return service.variables().values().stream()
        .anyMatch(
            it -> it instanceof Given.InFile(String from, _, _) && from.equals(shown(".env")));
  }

  /** What runs in an image that is not the team's; empty for the team's own. */
  private String image(Yaml.Mapping service) {
    if (service.value("build").isPresent()) {
      return "";
    }
    String repository =
        text(service, "image").orElse("").replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
    return IMAGES.getOrDefault(repository.substring(repository.lastIndexOf('/') + 1), "");
  }

  private FoundService service(String name, Yaml.Mapping service) {
    Ports ports = Ports.of(service, variables);
    return new FoundService(
        name,
        false,
        ports.published().stream()
            .findFirst()
            .map(it -> "http://%s:%s".formatted(LOOPBACK, it.host())),
        environment(name, service),
        List.of(),
        Optional.empty(),
        Network.NONE,
        List.of(),
        health(service, ports),
        Access.UNKNOWN,
        build(service),
        needs(service));
  }

  private Optional<HealthProbe> health(Yaml.Mapping service, Ports ports) {
    return service
        .mapping("healthcheck")
        .flatMap(it -> HealthCommand.path(words(it, "test"), ports.inside()))
        .map(it -> new HealthProbe("health check", Optional.of(it), Optional.empty()));
  }

  private List<String> words(Yaml.Mapping node, String key) {
    return switch (node.value(key).orElse(null)) {
      case null -> List.of();
      case Yaml.Scalar(_, String text, _) -> List.of(variables.filled(text));
      case Yaml.Sequence(_, List<Yaml> items) ->
          items.stream()
              .filter(Yaml.Scalar.class::isInstance)
              .map(it -> variables.filled(((Yaml.Scalar) it).text()))
              .toList();
      case Yaml.Mapping _ -> List.of();
    };
  }

  private static Set<String> needs(Yaml.Mapping service) {
    return switch (service.value("depends_on").orElse(null)) {
      case Yaml.Mapping mapping -> mapping.entries().keySet();
      case Yaml.Sequence(_, List<Yaml> items) ->
          items.stream()
              .filter(Yaml.Scalar.class::isInstance)
              .map(it -> ((Yaml.Scalar) it).text())
              .collect(Collectors.toSet());
      case null, default -> Set.of();
    };
  }

  /** Where a Dockerfile lies that is really there; paths begin at the folder of the file. */
  private Optional<Build> build(Yaml.Mapping service) {
    Yaml build = service.value("build").orElse(null);
    Optional<String> context =
        switch (build) {
          case Yaml.Scalar(_, String text, _) -> Optional.of(variables.filled(text));
          case Yaml.Mapping mapping -> text(mapping, "context").or(() -> Optional.of("."));
          case null, default -> Optional.empty();
        };
    Optional<String> dockerfile =
        build instanceof Yaml.Mapping mapping ? text(mapping, "dockerfile") : Optional.empty();
    return context
        .map(it -> folder.resolve(it).normalize())
        .filter(it -> it.startsWith(folder))
        .flatMap(it -> {
          Path path = it.resolve(dockerfile.orElse("Dockerfile")).normalize();
          return java.nio.file.Files.isRegularFile(path) && path.startsWith(folder)
              ? Optional.of(
                  new Build(
                      below(it),
                      below(path),
                      build instanceof Yaml.Mapping mapping
                          ? text(mapping, "target")
                          : Optional.empty(),
                      /* guessed= */ false))
              : Optional.empty();
        });
  }

  private String below(Path path) {
    String relative = folder.relativize(path).toString().replace('\\', '/');
    return relative.isEmpty() ? "." : relative;
  }

  /** The dotenv files of a service, and over them what the file says itself. */
  private Map<String, Given> environment(String service, Yaml.Mapping node) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (EnvFile file : envFiles(node)) {
      String each = file.path();
      Optional<Map<String, SecretValue>> held = dotenv(folder.resolve(each), file.raw());
      if (held.isEmpty()) {
        gaps.add("the variables of %s in %s, which is not there".formatted(service, shown(each)));
      }
      held.ifPresent(values ->
          values.forEach((name, value) ->
              given.put(name, new Given.InFile(shown(each), name, PlainValue.of(name, value)))));
    }
    switch (node.value("environment").orElse(null)) {
      case Yaml.Mapping mapping ->
          Merge.of(mapping)
              .entries()
              .forEach((name, entry) -> {
                if (entry.value() instanceof Yaml.Scalar(_, String text, Yaml.Type type)) {
                  given.put(name, type == Yaml.Type.NULL ? passed(name) : value(name, text));
                }
              });
      case Yaml.Sequence(_, List<Yaml> items) ->
          items.forEach(it -> {
            if (it instanceof Yaml.Scalar(_, String text, _)) {
              int equals = text.indexOf('=');
              String name = equals < 0 ? text : text.substring(0, equals);
              given.put(name, equals < 0 ? passed(name) : value(name, text.substring(equals + 1)));
            }
          });
      case null, default -> {
        // It has no others.
      }
    }
    return given;
  }

  /** A variable without a value is handed on. */
  private Given passed(String name) {
    return new Given.InFile(shown(".env"), name, variables.value(name));
  }

  private Given value(String name, String text) {
    return variables
        .whole(text)
        .<Given>map(it -> new Given.InFile(shown(".env"), it, named(name, it)))
        .orElseGet(
            () -> new Given.Plain(PlainValue.of(name, SecretValue.of(variables.filled(text)))));
  }

  /** What either name hides is hidden. */
  private PlainValue named(String variable, String key) {
    PlainValue value = variables.value(key);
    return value instanceof PlainValue.Setting(String text)
        ? PlainValue.of(variable, SecretValue.of(text))
        : value;
  }

  /**
   * A file of variables.
   *
   * @param raw {@code format: raw}
   */
  private record EnvFile(String path, boolean raw) {}

  private List<EnvFile> envFiles(Yaml.Mapping node) {
    return switch (node.value("env_file").orElse(null)) {
      case Yaml.Scalar(_, String text, _) ->
          List.of(new EnvFile(variables.filled(text), /* raw= */ false));
      case Yaml.Sequence(_, List<Yaml> items) ->
          items.stream()
              .flatMap(it ->
                  switch (it) {
                    case Yaml.Scalar(_, String text, _) ->
                        Stream.of(new EnvFile(variables.filled(text), /* raw= */ false));
                    case Yaml.Mapping mapping ->
                        mapping.scalar("path").stream()
                            .map(path ->
                                new EnvFile(
                                    variables.filled(path.text()),
                                    mapping
                                        .scalar("format")
                                        .filter(as -> as.text().equals("raw"))
                                        .isPresent()));
                    case Yaml.Sequence _ -> Stream.<EnvFile>empty();
                  })
              .toList();
      case null, default -> List.of();
    };
  }

  private FoundStore redis(String name, Yaml.Mapping service) {
    Optional<String> demanded =
        Optional.of(raw(service, "command"))
            .map(REQUIREPASS::matcher)
            .filter(Matcher::find)
            .map(it -> it.group(1))
            .or(() ->
                Optional.ofNullable(environment(name, service).get("REDIS_PASSWORD"))
                    .map(_ -> "${REDIS_PASSWORD}"));
    Optional<Given.InFile> password =
        demanded
            .flatMap(variables::whole)
            .map(it -> new Given.InFile(shown(".env"), it, new PlainValue.Hidden(true)));
    return store(
        Kind.REDIS,
        name,
        service,
        "6379",
        Optional.empty(),
        Optional.empty(),
        password,
        demanded.isPresent());
  }

  private FoundStore postgres(String name, Yaml.Mapping service) {
    Map<String, Given> given = environment(name, service);
    // The image's own defaults.
    Optional<String> user =
        open(given, "POSTGRES_USER", "POSTGRESQL_USERNAME").or(() -> Optional.of("postgres"));
    Optional<String> database = open(given, "POSTGRES_DB", "POSTGRESQL_DATABASE").or(() -> user);
    Given password = given.getOrDefault("POSTGRES_PASSWORD", given.get("POSTGRESQL_PASSWORD"));
    return store(
        Kind.POSTGRES,
        name,
        service,
        "5432",
        database,
        user,
        password instanceof Given.InFile it ? Optional.of(it) : Optional.empty(),
        password != null);
  }

  private FoundStore store(
      Kind kind,
      String name,
      Yaml.Mapping service,
      String port,
      Optional<String> database,
      Optional<String> user,
      Optional<Given.InFile> password,
      boolean hasPassword) {
    Optional<String> published = Ports.of(service, variables).of(port);
    if (published.isEmpty()) {
      gaps.add(
          "where this machine reaches %s, which publishes no port; add ports to it"
              .formatted(name));
    }
    Set<String> known = new TreeSet<>(Set.of(name));
    text(service, "container_name").ifPresent(known::add);
    text(service, "hostname").ifPresent(known::add);
    return new FoundStore(
        kind,
        name,
        known,
        published.map(_ -> LOOPBACK),
        published,
        published.filter(it -> !it.equals(port)).map(_ -> name + ":" + port),
        database,
        user,
        password,
        hasPassword,
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<String> open(Map<String, Given> given, String... names) {
    for (String name : names) {
      Given it = given.get(name);
      if (it != null && it.open() instanceof PlainValue.Setting(String text)) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private static String raw(Yaml.Mapping node, String key) {
    return switch (node.value(key).orElse(null)) {
      case Yaml.Scalar(_, String text, _) -> text;
      case Yaml.Sequence(_, List<Yaml> items) ->
          items.stream()
              .filter(Yaml.Scalar.class::isInstance)
              .map(it -> ((Yaml.Scalar) it).text())
              .collect(Collectors.joining(" "));
      case null, default -> "";
    };
  }

  private Optional<String> text(Yaml.Mapping node, String key) {
    return node.scalar(key).map(it -> variables.filled(it.text())).filter(it -> !it.isEmpty());
  }

  /** A file as the profile names it. */
  private String shown(String path) {
    return shown(folder.resolve(path));
  }

  private String shown(Path path) {
    return base.relativize(path.normalize()).toString().replace('\\', '/');
  }

  /**
   * The variables of a file as Compose reads it. What it refuses still has names.
   *
   * @param raw whether it is not to look at quotes and dollar signs, as {@code docker run} does not
   */
  private Optional<Map<String, SecretValue>> dotenv(Path path, boolean raw) {
    if (!(RegularFile.read(path, LARGEST) instanceof RegularFile.Content.Bytes content)) {
      return Optional.empty();
    }
    DotenvDialect dialect = raw ? DotenvDialect.DOCKER : DotenvDialect.COMPOSE;
    Map<String, SecretValue> plain = Dotenv.parse(content.array());
    return Optional.of(
        switch (DotenvFile.of(content.array(), Optional.of(dialect))) {
          case DotenvFile.Read(Map<String, SecretValue> values) -> {
            if (DotenvFile.matters(content.array(), dialect)) {
              dialects.put(shown(path), dialect);
            }
            yield values;
          }
          case DotenvFile.Refused(String why) -> {
            gaps.add("the values in %s, which Compose refuses: %s".formatted(shown(path), why));
            yield plain;
          }
          case DotenvFile.Open(String why) -> {
            gaps.add("the values in %s: %s".formatted(shown(path), why));
            yield plain;
          }
        });
  }
}
