package preflight.init.draft;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import preflight.init.found.FoundService;
import preflight.init.found.Inventory;
import preflight.init.writing.Document;
import preflight.init.writing.Node;
import preflight.init.writing.Node.Line;
import preflight.resource.Kind;
import preflight.resource.field.Grammar;
import preflight.text.Plural;

/**
 * A profile of what was found, and what could not be known for it.
 *
 * @param text of the file
 * @param gaps what nobody could read, each as a sentence without a full stop
 */
public record ProfileDraft(String text, List<String> gaps) {

  /** As many ids as a comment names. */
  private static final int NAMED = 12;

  private static final Pattern OF_PROJECT =
      Pattern.compile("[^@]+@([a-z][a-z0-9-]+)\\.iam\\.gserviceaccount\\.com");

  public ProfileDraft {
    gaps = List.copyOf(gaps);
  }

  /**
   * The profile of an environment.
   *
   * @param tree of which the images of services are built
   * @param endpoints where an API is asked instead of at Google, as the caller wrote it
   */
  public static ProfileDraft of(
      String environment,
      Inventory inventory,
      Optional<Dockerfiles> tree,
      Map<String, String> endpoints) {
    var names = new ServiceNames(inventory.services(), environment);
    return of(environment, tree.map(it -> it.in(inventory, names)).orElse(inventory), endpoints);
  }

  private static ProfileDraft of(
      String environment, Inventory inventory, Map<String, String> endpoints) {
    var names = new ServiceNames(inventory.services(), environment);
    var secrets = new SecretsDraft(inventory, names);
    var stores = new StoresDraft(inventory, names);
    List<String> gaps = new ArrayList<>(inventory.gaps());
    gaps.addAll(stores.gaps());
    Map<String, List<String>> uses = new TreeMap<>();
    Map<Kind, List<Line>> written = new LinkedHashMap<>();
    for (Kind kind : List.of(Kind.REDIS, Kind.POSTGRES)) {
      List<Line> lines = new ArrayList<>();
      stores
          .of(kind)
          .forEach((name, store) -> {
            var node = new StoreNode(store, secrets);
            if (node.missing().isEmpty()) {
              lines.add(node.line(name));
              store
                  .users()
                  .forEach(it ->
                      uses.computeIfAbsent(it, _ -> new ArrayList<>()).add(kind + "." + name));
            } else {
              gaps.add(
                  "%s.%s is not declared: Preflight does not know %s"
                      .formatted(kind, name, String.join(", ", node.missing())));
            }
          });
      written.put(kind, lines);
    }
    var services = new ServicesDraft(inventory, names, uses);

    List<Line> root = new ArrayList<>();
    root.add(Line.of("version", new Node.Bare("1")));
    root.add(Line.of("environment", environment));
    gcp(inventory, endpoints).ifPresent(it -> root.add(Line.of("gcp", it)));
    defaults(secrets, services).ifPresent(it -> root.add(Line.of("defaults", it)));
    section(root, "secrets", secrets.node());
    section(root, "connectors", connectors(inventory, stores));
    written.forEach((kind, lines) -> section(root, kind.key(), new Node.Mapping(lines)));
    inventory
        .root()
        .ifPresent(it ->
            root.add(Line.of("source", Node.Mapping.of(Line.of("root", it.isEmpty() ? "." : it)))));
    section(root, "services", services.node());
    return new ProfileDraft(
        Document.of(head(inventory, secrets, gaps), new Node.Mapping(root)), gaps);
  }

  private static void section(List<Line> root, String key, Node.Mapping node) {
    if (!node.lines().isEmpty()) {
      root.add(Line.of(key, node));
    }
  }

  private static List<String> head(Inventory inventory, SecretsDraft secrets, List<String> gaps) {
    List<String> unused = secrets.unused(inventory);
    List<String> head = new ArrayList<>();
    head.add(
        "What preflight init found in %s. Check what is guessed, and add what is not known."
            .formatted(String.join(", ", inventory.sources())));
    gaps.stream().map("not known: "::concat).forEach(head::add);
    if (!unused.isEmpty()) {
      head.add(
          "not declared: %s that no service receives: %s"
              .formatted(
                  Plural.of(unused.size(), "secret"),
                  unused.stream().limit(NAMED).collect(Collectors.joining(", "))
                      + (unused.size() > NAMED ? ", …" : "")));
    }
    return head;
  }

  private static Optional<Node> gcp(Inventory inventory, Map<String, String> endpoints) {
    List<Line> fields = new ArrayList<>();
    boolean onCloudRun = inventory.services().stream().anyMatch(FoundService::onCloudRun);
    Optional<String> told = inventory.projects().stream().findFirst().filter(Grammar.PROJECT::fits);
    Optional<String> guessed = told.isPresent() ? Optional.empty() : ofAccounts(inventory);
    told.ifPresent(it -> fields.add(Line.of("project", it)));
    guessed.ifPresent(
        it -> fields.add(Line.of("project", it).beside("guessed from the service accounts")));
    if (onCloudRun && told.isEmpty() && guessed.isEmpty()) {
      fields.add(ServicesDraft.comment("not known: the project. Add project: ID"));
    }
    inventory.regions().stream()
        .findFirst()
        .filter(Grammar.REGION::fits)
        .ifPresent(it -> fields.add(Line.of("region", it)));
    if (onCloudRun && inventory.regions().isEmpty()) {
      fields.add(ServicesDraft.comment("not known: the region. Add region: NAME"));
    }
    if (!endpoints.isEmpty()) {
      fields.add(
          Line.of(
              "endpoints",
              new Node.Mapping(
                  new TreeMap<>(endpoints)
                      .entrySet().stream()
                          .map(it -> Line.of(it.getKey(), it.getValue()))
                          .toList())));
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(new Node.Mapping(fields));
  }

  /** Accounts are mostly of the project that their services are in. */
  private static Optional<String> ofAccounts(Inventory inventory) {
    List<String> projects =
        inventory.services().stream()
            .flatMap(it -> it.account().stream())
            .map(OF_PROJECT::matcher)
            .filter(Matcher::matches)
            .map(it -> it.group(1))
            .distinct()
            .toList();
    return projects.size() == 1
        ? Optional.of(projects.getFirst()).filter(Grammar.PROJECT::fits)
        : Optional.empty();
  }

  private static Optional<Node> defaults(SecretsDraft secrets, ServicesDraft services) {
    List<Line> fields = new ArrayList<>();
    secrets
        .rule()
        .ifPresent(it -> fields.add(Line.of("secrets", Node.Mapping.of(Line.of("id", it)))));
    if (!services.defaults().lines().isEmpty()) {
      fields.add(Line.of("services", services.defaults()));
    }
    return fields.isEmpty() ? Optional.empty() : Optional.of(new Node.Mapping(fields));
  }

  /** Those that lead to a store. */
  private static Node.Mapping connectors(Inventory inventory, StoresDraft stores) {
    return new Node.Mapping(
        inventory.connectors().entrySet().stream()
            .filter(it -> Grammar.CONNECTOR.fits(it.getKey()))
            .filter(it ->
                stores.all().stream()
                    .anyMatch(store -> store.connectors().equals(java.util.Set.of(it.getKey()))))
            .map(it ->
                Line.of(
                    it.getKey(),
                    it.getValue()
                        .filter(Grammar.NETWORK::fits)
                        .map(network -> Node.Mapping.of(Line.of("network", network)))
                        .orElseGet(() -> new Node.Mapping(List.of()))))
            .toList());
  }
}
