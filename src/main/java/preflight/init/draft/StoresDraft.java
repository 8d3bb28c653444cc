package preflight.init.draft;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import preflight.init.draft.StoreVariable.Part;
import preflight.init.found.FoundService;
import preflight.init.found.FoundStore;
import preflight.init.found.Given;
import preflight.init.found.Inventory;
import preflight.probe.inventory.PlainValue;
import preflight.resource.Kind;

/**
 * Which stores there are: what the variables of services lead to, and what a source declares
 * itself.
 */
final class StoresDraft {

  private static final Map<String, Kind> SCHEMES =
      Map.of(
          "redis", Kind.REDIS,
          "rediss", Kind.REDIS,
          "valkey", Kind.REDIS,
          "valkeys", Kind.REDIS,
          "postgres", Kind.POSTGRES,
          "postgresql", Kind.POSTGRES,
          "postgis", Kind.POSTGRES);

  /** Drivers of Laravel, Django, TypeORM and others that mean Postgres. */
  private static final String POSTGRES_DRIVER = "(?i).*(postgres|pgsql|postgis|^pg$).*";

  /** One variable and what it is given. */
  record Told(String variable, Given given) {}

  /**
   * A store on its way.
   *
   * @param parts what variables tell of it
   * @param declared what a source declares
   * @param users names of services in the profile
   * @param guessed the variables by whose names alone it was taken for one of its kind
   */
  record Store(
      Kind kind,
      Map<Part, Told> parts,
      Optional<FoundStore> declared,
      Set<String> users,
      Set<String> groups,
      Set<String> guessed,
      Set<String> connectors) {

    static Store of(Kind kind, Optional<FoundStore> declared) {
      return new Store(
          kind,
          new EnumMap<>(Part.class),
          declared,
          new TreeSet<>(),
          new TreeSet<>(),
          new TreeSet<>(),
          new TreeSet<>());
    }
  }

  /** The variables of one service that begin alike. */
  private record Group(Kind kind, boolean certain, String name, Map<Part, Told> parts) {}

  private final Inventory inventory;
  private final ServiceNames names;
  private final Map<String, Store> stores = new LinkedHashMap<>();
  private final Set<String> gaps = new TreeSet<>();

  StoresDraft(Inventory inventory, ServiceNames names) {
    this.inventory = inventory;
    this.names = names;
    inventory.stores().forEach(it -> stores.put(key(it), Store.of(it.kind(), Optional.of(it))));
    inventory.services().forEach(this::service);
  }

  /** The stores by the names that the profile gives them. */
  Map<String, Store> of(Kind kind) {
    List<Store> own = stores.values().stream().filter(it -> it.kind() == kind).toList();
    Map<String, Store> named = new LinkedHashMap<>();
    own.forEach(it -> {
      String usual = kind == Kind.REDIS ? "cache" : "main";
      String name = own.size() == 1 ? usual : name(it, usual);
      String free = name;
      for (int i = 2; named.containsKey(free); i++) {
        free = name + "-" + i;
      }
      named.put(free, it);
    });
    return named;
  }

  /** Of several, what their variables begin with beside the word for the kind. */
  private static String name(Store store, String usual) {
    Optional<String> declared =
        store.declared().map(FoundStore::name).filter(it -> it.matches("[A-Za-z0-9_-]+"));
    String word =
        store.groups().stream()
            .map(it ->
                Words.kebab(
                    it.replaceAll(
                            "(^|_)(REDIS|VALKEY|POSTGRES|POSTGRESQL|PG|DATABASE|DB|SQL)(?=_|$)", "")
                        .replaceAll("^_|_$", "")))
            .filter(it -> !it.isEmpty())
            .findFirst()
            .orElse(usual);
    return declared.orElse(word);
  }

  List<String> gaps() {
    return List.copyOf(gaps);
  }

  private static String key(FoundStore store) {
    return "declared " + store.kind() + " " + store.name();
  }

  private void service(FoundService service) {
    List<Group> groups = groups(service);
    Set<String> led = new TreeSet<>();
    for (Group group : groups) {
      lead(group, service)
          .ifPresent(key -> {
            led.add(key);
            Store store =
                stores.computeIfAbsent(key, _ -> Store.of(group.kind(), Optional.empty()));
            group.parts().forEach(store.parts()::putIfAbsent);
            store.users().add(names.of(service));
            store.groups().add(group.name());
            service.network().connector().ifPresent(store.connectors()::add);
            if (!group.certain()) {
              group.parts().values().forEach(it -> store.guessed().add(it.variable()));
            }
          });
    }
    cloudSql(groups, service, led);
    orphans(groups, service, led);
    service.needs().stream()
        .flatMap(need -> declared(need).stream())
        .forEach(it -> at(key(it)).users().add(names.of(service)));
  }

  /** A password or a user whose variable names no host belongs to the only store of its kind. */
  private void orphans(List<Group> groups, FoundService service, Set<String> led) {
    for (Group group : groups) {
      List<Store> own = led.stream().map(this::at).filter(it -> it.kind() == group.kind()).toList();
      if (lead(group, service).isEmpty() && own.size() == 1) {
        group.parts().forEach(own.getFirst().parts()::putIfAbsent);
      }
    }
  }

  /** Whoever is attached to an instance uses it, under whatever variables. */
  private void cloudSql(List<Group> groups, FoundService service, Set<String> led) {
    boolean known = led.stream().anyMatch(it -> at(it).kind() == Kind.POSTGRES);
    for (String connection : service.cloudSql()) {
      Optional<FoundStore> declared =
          inventory.stores().stream()
              .filter(it -> it.socket().filter(connection::equals).isPresent())
              .findFirst();
      declared.ifPresent(it -> {
        Store store = at(key(it));
        store.users().add(names.of(service));
        service.network().connector().ifPresent(store.connectors()::add);
        led.add(key(it));
      });
      List<Group> told = groups.stream().filter(it -> it.kind() == Kind.POSTGRES).toList();
      if (declared.isEmpty() && !known && told.size() == 1) {
        String key = "socket " + connection;
        Store store = stores.computeIfAbsent(key, _ -> Store.of(Kind.POSTGRES, Optional.empty()));
        var directory = new PlainValue.Setting("/cloudsql/" + connection);
        store.parts().put(Part.HOST, new Told("", new Given.Plain(directory)));
        store.users().add(names.of(service));
        led.add(key);
      } else if (declared.isEmpty() && !known) {
        gaps.add(
            "the database behind the Cloud SQL instance %s, to which %s is attached"
                .formatted(connection, names.of(service)));
      }
    }
  }

  private Store at(String key) {
    return Objects.requireNonNull(stores.get(key));
  }

  private Optional<FoundStore> declared(String host) {
    return inventory.stores().stream().filter(it -> it.known().contains(host)).findFirst();
  }

  private List<Group> groups(FoundService service) {
    Map<String, Group> groups = new TreeMap<>();
    service
        .variables()
        .forEach((variable, given) -> {
          Optional<Kind> scheme = scheme(given);
          Optional<StoreVariable> name = StoreVariable.of(variable);
          if (given.open() instanceof PlainValue.Address address && scheme.isEmpty()) {
            // Another kind of store, or a service: of the former, we can say so.
            if (name.filter(it -> it.part() == Part.URL).isPresent()
                && !address.scheme().startsWith("http")) {
              gaps.add(
                  "whether the %s of %s works (%s): Preflight has no checks of its own for it"
                      .formatted(address.scheme(), names.of(service), variable));
            }
            return;
          }
          if (scheme.isPresent()) {
            add(
                groups,
                new Group(
                    scheme.get(), true, variable, Map.of(Part.URL, new Told(variable, given))));
          } else if (name.isPresent() && name.get().kind().isPresent()) {
            StoreVariable it = name.get();
            add(
                groups,
                new Group(
                    it.kind().get(),
                    it.certain(),
                    it.group(),
                    Map.of(it.part(), new Told(variable, given))));
          }
        });
    return groups.values().stream().filter(StoresDraft::ours).toList();
  }

  private static void add(Map<String, Group> groups, Group more) {
    groups.merge(
        more.name(),
        more,
        (one, two) -> {
          Map<Part, Told> parts = new EnumMap<>(one.parts());
          two.parts().forEach(parts::putIfAbsent);
          return new Group(one.kind(), one.certain() || two.certain(), one.name(), parts);
        });
  }

  /** Where a driver or a port says so, it is a database of another kind. */
  private static boolean ours(Group group) {
    boolean driver =
        text(group.parts().get(Part.DRIVER)).filter(it -> !it.matches(POSTGRES_DRIVER)).isPresent();
    boolean port =
        text(group.parts().get(Part.PORT))
            .filter(it -> Set.of("3306", "1433", "1521", "27017").contains(it))
            .isPresent();
    return group.kind() != Kind.POSTGRES || !(driver || port);
  }

  static Optional<String> text(@org.jspecify.annotations.Nullable Told told) {
    return told != null && told.given().open() instanceof PlainValue.Setting(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /** Of {@code db:5432}, the host. */
  static Optional<String> host(@org.jspecify.annotations.Nullable Told told) {
    return text(told).map(it -> it.matches("[^:]+:[0-9]{1,5}") ? it.replaceFirst(":.*", "") : it);
  }

  /** Of {@code db:5432}, the port. */
  static Optional<String> port(@org.jspecify.annotations.Nullable Told told) {
    return text(told)
        .filter(it -> it.matches("[^:]+:[0-9]{1,5}"))
        .map(it -> it.replaceFirst(".*:", ""));
  }

  static Optional<PlainValue.Address> address(@org.jspecify.annotations.Nullable Told told) {
    return told != null && told.given().open() instanceof PlainValue.Address it
        ? Optional.of(it)
        : Optional.empty();
  }

  private static Optional<Kind> scheme(Given given) {
    return given.open() instanceof PlainValue.Address it
        ? Optional.ofNullable(SCHEMES.get(it.scheme().replaceFirst("\\+.*", "")))
        : Optional.empty();
  }

  /** What tells one store from the others; empty where nothing says where it is. */
  private Optional<String> lead(Group group, FoundService service) {
    Told url = group.parts().get(Part.URL);
    Told host = group.parts().get(Part.HOST);
    Optional<String> at =
        address(url).map(PlainValue.Address::host).or(() -> host(host)).filter(it -> !it.isEmpty());
    Optional<FoundStore> declared =
        at.flatMap(this::declared).filter(it -> it.kind() == group.kind());
    if (declared.isPresent()) {
      return declared.map(StoresDraft::key);
    }
    if (at.isPresent()) {
      String usual = group.kind() == Kind.REDIS ? "6379" : "5432";
      String port =
          address(url)
              .flatMap(PlainValue.Address::port)
              .or(() -> text(group.parts().get(Part.PORT)))
              .or(() -> port(host))
              .orElse(usual);
      // A database is a store of its own, a logical database of Redis is not.
      String database =
          group.kind() == Kind.POSTGRES
              ? address(url)
                  .flatMap(PlainValue.Address::path)
                  .map(it -> it.replaceFirst("^/", ""))
                  .or(() -> text(group.parts().get(Part.DATABASE)))
                  .orElse("")
              : "";
      return Optional.of("%s %s:%s %s".formatted(group.kind(), at.get(), port, database).strip());
    }
    Told led = url == null ? host : url;
    return Optional.ofNullable(led)
        .flatMap(it ->
            switch (it.given()) {
              case Given.FromSecret(String id, _) -> Optional.of("secret " + id);
              case Given.InFile(String file, String key, _) -> Optional.of(file + " " + key);
              case Given.Plain _, Given.Unknown _ -> {
                gaps.add(
                    "the store of %s in %s: the value of %s is not open"
                        .formatted(group.name(), names.of(service), it.variable()));
                yield Optional.empty();
              }
            })
        .map(it -> group.kind() + " " + it);
  }

  List<Store> all() {
    return new ArrayList<>(stores.values());
  }
}
