package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.catalog.Catalog;
import preflight.catalog.http.HttpOrigin;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CommonRemedies;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.signal.Signal;
import preflight.diagnosis.DecisionTable;
import preflight.file.PackedTable;
import preflight.profile.ProfileReader;
import preflight.profile.Reading;
import preflight.profile.reading.Mode;
import preflight.resource.Kind;

/**
 * What must be true of every check there is, so that no single check has to be looked at for it.
 */
class CatalogTest {

  private static final List<CheckDefinition> CATALOGUE = Catalog.definitions();
  private static final JavaClasses WRITTEN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("preflight");
  private static final Path SOURCES = Path.of("src/main/java/preflight");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z-]*)[:}]");

  /** Names of facts stand before their values. */
  private static final Pattern FACT = Pattern.compile("\"([a-z][a-z-]*)\",");

  private static final Set<String> OF_THE_ENVIRONMENT = Set.of("environment", "project", "region");

  static List<CheckDefinition> catalogue() {
    return CATALOGUE;
  }

  @Test
  void it_lists_every_check_that_is_written() {
    Set<String> written =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("preflight")
                .stream()
                .filter(it -> it.isAssignableTo(Check.class) && !it.isInterface())
                .filter(it -> !it.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(CATALOGUE.stream().map(it -> it.type().getName()))
        .containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void it_is_sorted_and_no_two_checks_share_an_id() {
    assertThat(CATALOGUE).extracting(CheckDefinition::id).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void an_id_says_of_what_type_and_what_is_asked(CheckDefinition check) {
    // The name is in profiles already; it means any question, so it has no second word.
    if (!check.id().equals("exec")) {
      assertThat(check.id()).matches("[a-z0-9]+(-[a-z0-9]+)+");
    }
    assertThat(Kind.of(check.doc().on())).as("the kind of %s", check.id()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void its_good_state_is_one_sentence_and_its_reason_is_given(CheckDefinition check) {
    assertThat(check.doc().expects()).matches("[A-Z].*[^.\\s]").doesNotContain("\n");
    assertThat(check.doc().why().strip()).endsWith(".").hasSizeGreaterThan(20);
  }

  /** What a server says and nobody here has seen before is of no class: the last row. */
  private static final Set<Signal> OPEN =
      EnumSet.of(
          Signal.GRPC_FAILED,
          Signal.POSTGRES_ERROR,
          Signal.REDIS_ERROR,
          Signal.RUN_REVISION_FAILED);

  @ParameterizedTest
  @MethodSource("catalogue")
  void every_signal_of_a_check_has_a_row_that_gives_it_a_class(CheckDefinition check) {
    Set<Signal> decided =
        DecisionTable.rows().stream()
            .filter(it -> !it.id().equals("51"))
            .flatMap(it -> it.signals().stream())
            .collect(Collectors.toSet());
    assertThat(check.looksAt())
        .as("signals of %s", check.id())
        .allMatch(it -> decided.contains(it) != OPEN.contains(it));
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void every_signal_of_a_check_has_a_remedy_with_something_to_do(CheckDefinition check) {
    List<Remedy> remedies = CommonRemedies.of(check);
    for (Signal signal : check.looksAt()) {
      Stream<Remedy> matching =
          remedies.stream()
              .filter(
                  it -> it.on().length == 0 || CommonRemedies.signals(check, it).contains(signal));
      assertThat(matching)
          .as("%s after %s", check.id(), signal)
          .anyMatch(it -> !it.text().isBlank() || it.commands().length > 0);
    }
    assertThat(remedies.stream().flatMap(it -> CommonRemedies.signals(check, it).stream()))
        .as("remedies of %s are for its own signals, one each", check.id())
        .doesNotHaveDuplicates()
        .isSubsetOf(check.looksAt());
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void what_a_check_shares_with_others_is_not_repaired_as_what_it_asks_itself(
      CheckDefinition check) {
    List<Remedy> remedies = CommonRemedies.of(check);
    List<Signal> named =
        remedies.stream().flatMap(it -> CommonRemedies.signals(check, it).stream()).toList();
    List<Signal> rest = check.looksAt().stream().filter(it -> !named.contains(it)).toList();
    assertThat(rest)
        .as("left to the remedy of %s that names no signal", check.id())
        .doesNotContainAnyElementsOf(CommonRemedies.shared());
    assertThat(rest.isEmpty() || remedies.stream().anyMatch(it -> it.on().length == 0))
        .as("%s has a remedy for the rest", check.id())
        .isTrue();
    assertThat(remedies.stream().filter(it -> it.on().length == 0))
        .as("%s has no remedy that is never shown", check.id())
        .hasSizeLessThanOrEqualTo(rest.isEmpty() ? 0 : 1);
  }

  /** What a command may do beyond the repair is said before it. */
  @ParameterizedTest
  @MethodSource("catalogue")
  void the_sentence_of_a_remedy_carries_the_caveat_of_its_commands(CheckDefinition check) {
    Map<String, String> caveats =
        Map.of(
            "allUsers", "everyone on the internet",
            "--ingress=all", "whole internet",
            "--database-flags", "restarts the instance and clears every flag",
            "--database-version", "the instance is down meanwhile",
            "redis instances upgrade", "export its data first",
            "--size=", "export its data first",
            "allkeys-lru", "every key may be lost",
            "pg_terminate_backend", "rolled back",
            "secrets versions enable", "why it was disabled");
    for (Remedy remedy : CommonRemedies.of(check)) {
      assertThat(remedy.text().strip()).as("of %s", check.id()).isNotEmpty().endsWith(".");
      caveats.forEach((part, caveat) -> {
        if (String.join("\n", remedy.commands()).contains(part)) {
          assertThat(remedy.text()).as("%s of %s", part, check.id()).contains(caveat);
        }
      });
    }
  }

  /** A line that reads from the terminal would take the next one that was pasted with it. */
  @ParameterizedTest
  @MethodSource("catalogue")
  void no_line_but_the_last_asks_on_the_terminal(CheckDefinition check) {
    for (Remedy remedy : CommonRemedies.of(check)) {
      List<String> lines = List.of(remedy.commands());
      for (String line : lines) {
        boolean asks = line.contains("--prompt-for-password") || line.startsWith("psql ");
        assertThat(asks && (!line.equals(lines.getLast()) || remedy.redeploys()))
            .as("%s of %s", line, check.id())
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void every_placeholder_of_a_remedy_is_a_fact_that_somebody_states(CheckDefinition check)
      throws Exception {
    Set<String> known = new HashSet<>(OF_THE_ENVIRONMENT);
    known.addAll(factsIn(SOURCES.resolve("resource")));
    known.addAll(factsIn(SOURCES.resolve("catalog")));
    known.addAll(factsIn(SOURCES.resolve("diagnosis")));
    for (Remedy remedy : CommonRemedies.of(check)) {
      Stream.concat(Stream.of(remedy.text()), Arrays.stream(remedy.commands()))
          .flatMap(it -> PLACEHOLDER.matcher(it).results())
          .map(it -> it.group(1))
          .forEach(it -> assertThat(known.contains(it)).as("{%s} of %s", it, check.id()).isTrue());
    }
  }

  private static Set<String> factsIn(Path folder) throws Exception {
    Set<String> facts = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        FACT.matcher(Files.readString(file)).results().forEach(it -> facts.add(it.group(1)));
      }
    }
    return facts;
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void what_a_check_needs_is_a_check_of_the_same_kind_that_never_needs_it_back(
      CheckDefinition check) {
    Set<Class<?>> catalogued =
        CATALOGUE.stream().map(CheckDefinition::type).collect(Collectors.toSet());
    assertThat(check.doc().needs()).allMatch(catalogued::contains);
    assertThat(check.doc().needs())
        .allMatch(it -> CheckDefinition.of(it).doc().on() == check.doc().on());
    assertThat(below(check.type())).doesNotContain(check.type());
  }

  private static Set<Class<?>> below(Class<? extends Check<?, ?>> check) {
    Set<Class<?>> seen = new HashSet<>();
    List<Class<? extends Check<?, ?>>> open = new ArrayList<>(List.of(needs(check)));
    while (!open.isEmpty()) {
      Class<? extends Check<?, ?>> next = open.removeLast();
      if (seen.add(next)) {
        open.addAll(List.of(needs(next)));
      }
    }
    return seen;
  }

  private static Class<? extends Check<?, ?>>[] needs(Class<? extends Check<?, ?>> check) {
    return CheckDefinition.of(check).doc().needs();
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void every_signal_that_a_check_looks_for_is_one_that_its_code_can_emit(CheckDefinition check) {
    assertThat(named(check)).containsAll(check.looksAt());
  }

  /** The signals that the code of a check names, with the code of the catalogue that it uses. */
  private static Set<Signal> named(CheckDefinition check) {
    Set<JavaClass> seen = new HashSet<>();
    List<JavaClass> open = new ArrayList<>(List.of(WRITTEN.get(check.type())));
    while (!open.isEmpty()) {
      JavaClass next = open.removeLast();
      if (next.getPackageName().startsWith("preflight.catalog") && seen.add(next)) {
        next.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .filter(it -> !it.isAssignableTo(Check.class))
            .forEach(open::add);
      }
    }
    Set<Signal> named =
        seen.stream()
            .flatMap(it -> it.getFieldAccessesFromSelf().stream())
            .map(JavaFieldAccess::getTarget)
            .filter(it -> it.getOwner().isEquivalentTo(Signal.class))
            .map(it -> Signal.valueOf(it.getName()))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Signal.class)));
    if (seen.stream().anyMatch(it -> it.getName().equals("preflight.catalog.http.Fronts"))) {
      named.addAll(namedByFronts());
    }
    return named;
  }

  /** Whoever answers before an application stands in a table, with its signal. */
  private static Set<Signal> namedByFronts() {
    return PackedTable.lines(HttpOrigin.class, "fronts.tsv").stream()
        .map(it -> Arrays.asList(it.split("\t", -1)).get(3))
        .filter(it -> !it.equals("by-status"))
        .map(Signal::valueOf)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("catalogue")
  void who_asks_google_says_which_right_that_takes(CheckDefinition check) {
    Map<String, Set<Permission>> rights = new TreeMap<>();
    rights.put("preflight.probe.run.CloudRun", Set.of(Permission.RUN_VIEW));
    rights.put("preflight.probe.run.Instances", Set.of(Permission.RUN_VIEW));
    rights.put("preflight.catalog.platform.ServiceVariables", Set.of(Permission.RUN_VIEW));
    rights.put("preflight.catalog.platform.JudgedRevisions", Set.of(Permission.RUN_VIEW));
    rights.put("preflight.probe.SecretBytes", Set.of(Permission.SECRET_ACCESS));
    rights.put("preflight.probe.secret.Secrets", Set.of(Permission.SECRET_ACCESS));
    rights.put(
        "preflight.probe.secret.SecretRegister",
        // Whether a value changed takes reading two of them.
        Set.of(Permission.SECRET_VIEW, Permission.SECRET_POLICY, Permission.SECRET_ACCESS));
    Set<String> asked =
        WRITTEN.get(check.type()).getConstructors().stream()
            .map(JavaConstructor::getRawParameterTypes)
            .flatMap(List::stream)
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    asked.retainAll(rights.keySet());
    for (String port : asked) {
      assertThat(check.doc().permissions())
          .as("%s asks %s", check.id(), port)
          .containsAnyElementsOf(rights.getOrDefault(port, Set.of()));
    }
  }

  @Test
  void every_check_can_be_planned_with_nothing_but_its_defaults(@TempDir Path folder)
      throws Exception {
    String rules =
        CATALOGUE.stream()
            .filter(it -> !it.id().equals("exec"))
            .map(it -> "  - { check: %s, on: %s }\n".formatted(it.id(), kind(it)))
            .collect(Collectors.joining());
    Files.writeString(folder.resolve("pack.yaml"), "version: 1\nrules:\n" + rules);
    Path profile =
        Files.writeString(
            folder.resolve("all.yaml"),
            """
            version: 1
            environment: all
            packs: { only: [pack.yaml] }
            gcp: { project: acme-test, region: us-central1 }
            secrets: { TOKEN: {} }
            connectors: { wire: { network: n, range: 10.1.0.0/28 } }
            redis: { cache: { host: 127.0.0.1, port: 1 } }
            postgres: { main: { host: 127.0.0.1, database: d, user: u } }
            services: { back: { url: "http://127.0.0.1:1", endpoints: { health: { get: /health } } } }
            source: { root: . }
            """);
    Reading reading =
        new ProfileReader(CATALOGUE, Map.of(), LocalDate.of(2026, 3, 1), Path.of(""))
            .read(profile, Mode.RUN);
    assertThat(reading).as(reading.toString()).isInstanceOf(Reading.Read.class);
    var planned = ((Reading.Read) reading).profile().plan().checks();
    assertThat(planned.stream().map(it -> it.id().check()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            CATALOGUE.stream().map(CheckDefinition::id).filter(it -> !it.equals("exec")).toList());
  }

  private static String kind(CheckDefinition check) {
    return Kind.of(check.doc().on()).orElseThrow().key();
  }
}
