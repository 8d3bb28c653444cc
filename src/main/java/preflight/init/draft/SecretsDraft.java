package preflight.init.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.init.found.FoundService;
import preflight.init.found.FoundStore;
import preflight.init.found.Given;
import preflight.init.found.Inventory;
import preflight.init.writing.Node;
import preflight.init.writing.Node.Line;
import preflight.probe.inventory.PlainValue;
import preflight.resource.field.Grammar;
import preflight.resource.field.Keys;
import preflight.resource.service.DotenvDialect;

/** Secrets by the names that applications know, each with those who receive it. */
final class SecretsDraft {

  /** So many that follow one rule make a default; with fewer, the rule is longer than they are. */
  private static final int A_RULE = 3;

  /**
   * Where a secret is kept.
   *
   * @param file empty for Secret Manager
   */
  record Kept(Optional<String> file, String id) {}

  /**
   * One secret of the profile.
   *
   * @param aliases other variables that carry it in the same services
   * @param users names of services in the profile
   * @param path where services see it as a file
   */
  private record Drafted(
      String name,
      Kept kept,
      Optional<String> version,
      List<String> aliases,
      Set<String> users,
      Optional<String> path,
      List<String> comments) {}

  /** What frameworks pack into the pages that everybody gets. */
  private static final Pattern PUBLISHED =
      Pattern.compile("(NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|VITE|PUBLIC)_.*");

  private final ServiceNames names;
  private final Map<String, Drafted> drafted = new LinkedHashMap<>();
  private final Map<String, Map<Kept, String>> byVariable = new TreeMap<>();
  private final Map<Kept, Set<String>> versions = new LinkedHashMap<>();
  private final Map<String, DotenvDialect> dialects;
  private Optional<String> rule = Optional.empty();

  SecretsDraft(Inventory inventory, ServiceNames names) {
    this.names = names;
    this.dialects = inventory.dialects();
    Map<Kept, Map<String, Set<String>>> receivers = new LinkedHashMap<>();
    for (FoundService service : inventory.services()) {
      service
          .variables()
          .forEach((variable, given) ->
              kept(given)
                  .filter(_ -> Grammar.VARIABLE.fits(variable))
                  .ifPresent(it -> {
                    receivers
                        .computeIfAbsent(it, _ -> new TreeMap<>())
                        .computeIfAbsent(variable, _ -> new TreeSet<>())
                        .add(names.of(service));
                    if (given instanceof Given.FromSecret(_, String version)) {
                      versions.computeIfAbsent(it, _ -> new TreeSet<>()).add(version);
                    }
                  }));
    }
    inventory.stores().forEach(it -> it.password().ifPresent(at -> ofStore(receivers, at)));
    rule =
        Words.commonest(
                receivers.entrySet().stream()
                    .filter(it -> it.getKey().file().isEmpty())
                    .flatMap(it ->
                        Words.template(
                            primary(it.getKey(), it.getValue().keySet()), it.getKey().id())
                            .stream()))
            .map(it -> Words.general(it, names.environment()));
    receivers.forEach(this::draft);
    files(inventory, receivers.keySet());
  }

  private static void ofStore(
      Map<Kept, Map<String, Set<String>>> receivers, Given.InFile password) {
    receivers
        .computeIfAbsent(
            new Kept(Optional.of(password.file()), password.key()), _ -> new TreeMap<>())
        .computeIfAbsent(password.key(), _ -> new TreeSet<>());
  }

  /** Where something is kept that nobody may see. */
  private static Optional<Kept> kept(Given given) {
    return switch (given) {
      case Given.FromSecret(String id, _) when Grammar.SECRET_ID.fits(id) ->
          Optional.of(new Kept(Optional.empty(), id));
      case Given.InFile(String file, String key, PlainValue value)
          when confidential(value)
              && Grammar.SECRET_ID.fits(key)
              && !PUBLISHED.matcher(key).matches() ->
          Optional.of(new Kept(Optional.of(file), key));
      case Given _ -> Optional.empty();
    };
  }

  private static boolean confidential(PlainValue value) {
    return switch (value) {
      case PlainValue.Hidden(boolean credential) -> credential;
      case PlainValue.Address it -> it.password();
      case PlainValue.Setting _, PlainValue.Nothing() -> false;
    };
  }

  /** The variable whose name its id bears; else the first by alphabet. */
  private static String primary(Kept kept, Set<String> variables) {
    return variables.stream()
        .filter(it -> Words.template(it, kept.id()).isPresent())
        .max(Comparator.comparingInt(String::length))
        .orElseGet(() -> variables.iterator().next());
  }

  /**
   * An alias must be there in each service that receives the secret; others are secrets of their
   * own.
   */
  private void draft(Kept kept, Map<String, Set<String>> variables) {
    Map<Set<String>, Set<String>> bySet = new LinkedHashMap<>();
    variables.forEach(
        (name, users) -> bySet.computeIfAbsent(users, _ -> new TreeSet<>()).add(name));
    bySet.forEach((users, carried) -> {
      String first = primary(kept, carried);
      boolean taken = drafted.containsKey(first);
      String name = taken ? free(Words.upper(users.iterator().next()) + "_" + first) : first;
      List<String> aliases = carried.stream().filter(it -> !it.equals(first)).toList();
      drafted.put(
          name,
          new Drafted(
              name,
              kept,
              version(kept),
              taken ? List.of() : aliases,
              taken ? Set.of() : users,
              Optional.empty(),
              taken
                  ? List.of(
                      "%s receives it as %s; %s is another secret"
                          .formatted(String.join(" and ", users), first, first))
                  : List.of()));
      carried.forEach(
          it -> byVariable.computeIfAbsent(it, _ -> new LinkedHashMap<>()).put(kept, name));
    });
  }

  private Optional<String> version(Kept kept) {
    Set<String> all = versions.getOrDefault(kept, Set.of());
    return all.size() == 1
        ? Optional.of(all.iterator().next())
            .filter(it -> !it.equals("latest") && Grammar.SECRET_VERSION.fits(it))
        : Optional.empty();
  }

  /** Those that services see as files only have no variable to be called by. */
  private void files(Inventory inventory, Set<Kept> known) {
    Map<String, Set<String>> users = new TreeMap<>();
    Map<String, String> paths = new TreeMap<>();
    for (FoundService service : inventory.services()) {
      for (FoundService.SecretFile file : service.files()) {
        if (!known.contains(new Kept(Optional.empty(), file.id()))
            && Grammar.SECRET_ID.fits(file.id())) {
          users.computeIfAbsent(file.id(), _ -> new TreeSet<>()).add(names.of(service));
          paths.putIfAbsent(file.id(), file.path());
        }
      }
    }
    users.forEach((id, services) -> {
      String name = free(ofId(id));
      drafted.put(
          name,
          new Drafted(
              name,
              new Kept(Optional.empty(), id),
              Optional.empty(),
              List.of(),
              services,
              Optional.ofNullable(paths.get(id)),
              List.of()));
    });
  }

  /** The name from which the rule of the others makes the id. */
  private String ofId(String id) {
    String affix =
        rule.orElse("").replace("{environment}", names.environment()).replaceAll("\\{[a-z]+}", "");
    String bare =
        rule.orElse("").startsWith("{") && id.endsWith(affix)
            ? id.substring(0, id.length() - affix.length())
            : id.startsWith(affix) ? id.substring(affix.length()) : id;
    String upper = Words.upper(bare);
    return Grammar.VARIABLE.fits(upper) ? upper : "SECRET_" + upper;
  }

  private String free(String wanted) {
    return Stream.concat(
            Stream.of(wanted), Stream.iterate(2, it -> it + 1).map(it -> wanted + "_" + it))
        .filter(it -> !drafted.containsKey(it))
        .findFirst()
        .orElseThrow();
  }

  /** The secret of the profile that a variable is given. */
  Optional<String> of(String variable, Given given) {
    return kept(given)
        .flatMap(it ->
            Optional.ofNullable(byVariable.getOrDefault(variable, Map.of()).get(it))
                .or(() ->
                    drafted.values().stream()
                        .filter(at -> at.kept().equals(it))
                        .map(Drafted::name)
                        .findFirst()));
  }

  /** The secret that holds the password of a store that a file declares. */
  Optional<String> of(FoundStore store) {
    return store.password().flatMap(it -> of(it.key(), it));
  }

  boolean isEmpty() {
    return drafted.isEmpty();
  }

  /** What a default says of the id of each, where it pays. */
  Optional<String> rule() {
    boolean elsewhere = drafted.values().stream().anyMatch(it -> it.kept().file().isPresent());
    return rule.filter(it ->
        !elsewhere && drafted.values().stream().filter(at -> follows(at, it)).count() >= A_RULE);
  }

  private boolean follows(Drafted secret, String rule) {
    return secret.kept().file().isEmpty()
        && Words.filled(rule, secret.name(), names.environment()).equals(secret.kept().id());
  }

  /** Ids of Secret Manager that no service receives. */
  List<String> unused(Inventory inventory) {
    Set<String> used = new TreeSet<>();
    drafted.values().forEach(it -> used.add(it.kept().id()));
    return inventory.secretIds().stream().filter(it -> !used.contains(it)).toList();
  }

  Node.Mapping node() {
    return new Node.Mapping(
        drafted.values().stream()
            .sorted(Comparator.comparing(Drafted::name))
            .map(this::line)
            .toList());
  }

  private Line line(Drafted secret) {
    List<Line> fields = new ArrayList<>();
    Optional<String> made = rule().map(it -> Words.filled(it, secret.name(), names.environment()));
    if (secret.kept().file().isPresent()) {
      fields.add(Line.of("source", "file:" + secret.kept().file().get()));
      Optional.ofNullable(dialects.get(secret.kept().file().get()))
          .ifPresent(it -> fields.add(Line.of("dialect", Keys.of(it))));
    }
    if (!secret.kept().id().equals(made.orElse(secret.name()))) {
      fields.add(Line.of("id", secret.kept().id()));
    }
    secret.version().ifPresent(it -> fields.add(Line.of("version", it)));
    if (!secret.aliases().isEmpty()) {
      fields.add(Line.of("aliases", Node.Items.of(secret.aliases())));
    }
    if (!secret.users().isEmpty()) {
      fields.add(Line.of("used-by", Node.Items.of(secret.users())));
    }
    Optional<String> path = secret.path();
    path.filter(it -> it.endsWith(".pem")).ifPresent(_ -> fields.add(Line.of("kind", "pem")));
    path.filter(it -> it.endsWith(".json")).ifPresent(_ -> fields.add(Line.of("kind", "json")));
    Line line = Line.of(secret.name(), new Node.Mapping(fields)).under(secret.comments());
    return path.map(it -> line.beside("a file, " + it)).orElse(line);
  }
}
