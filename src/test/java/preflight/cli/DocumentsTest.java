package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.check.signal.Signal;

/** What a document names exists: checks, signals, flags and files. */
class DocumentsTest {

  private static final Pattern CHECK_OF_A_RESOURCE =
      Pattern.compile(
          "(?<![\\w/.-])([a-z0-9]+-[a-z0-9-]+)/(?:secrets|redis|postgres|services|connectors)[.]");
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Pattern OURS = Pattern.compile("(?m)^(?:\\$ )?(?:scripts/)?preflight .*$");

  /** Words of profiles and libraries that look like a check or a signal. */
  private static final Set<String> OTHER_WORDS =
      Set.of(
          "run-by",
          "deploy-with-preflight",
          "deploy-cloudrun",
          "grpc-okhttp",
          "secret-manager",
          "SECRET_ACCESS",
          "REDIS_HOST",
          "REDIS_PASSWORD",
          "REDIS_URL");

  private static final Set<String> CHECKS =
      Catalog.definitions().stream()
          .map(CheckDefinition::id)
          .collect(Collectors.toCollection(TreeSet::new));
  private static final Set<String> SIGNALS =
      Stream.of(Signal.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new));

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md").map(Path::of),
              docs.filter(it -> it.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void checks(Path document) throws IOException {
    String text = Files.readString(document);
    List<String> named = new ArrayList<>();
    CHECK_OF_A_RESOURCE.matcher(text).results().forEach(it -> named.add(it.group(1)));
    Set<String> families = CHECKS.stream().map(DocumentsTest::family).collect(Collectors.toSet());
    spans(text)
        .filter(it -> it.matches("[a-z0-9]+(-[a-z0-9]+)+") && families.contains(family(it)))
        .forEach(named::add);
    named.removeAll(OTHER_WORDS);
    assertThat(CHECKS).containsAll(named);
  }

  private static String family(String check) {
    return check.split("-", 2)[0];
  }

  @ParameterizedTest
  @MethodSource("documents")
  void signals(Path document) throws IOException {
    Set<String> families =
        SIGNALS.stream().map(it -> it.split("_", 2)[0]).collect(Collectors.toSet());
    assertThat(SIGNALS)
        .containsAll(
            spans(Files.readString(document))
                .filter(it -> it.matches("[A-Z0-9]+(_[A-Z0-9]+)+"))
                .filter(it -> families.contains(it.split("_", 2)[0]))
                .filter(it -> !OTHER_WORDS.contains(it))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void flags(Path document) throws IOException {
    CommandLine all = Commands.of(Invocation.shell(Map.of()).shell());
    Set<String> known = new TreeSet<>(Set.of("--help", "--version"));
    all.getSubcommands()
        .values()
        .forEach(it -> known.addAll(it.getCommandSpec().optionsMap().keySet()));
    String text = Files.readString(document);
    List<String> ours =
        Stream.concat(
                spans(text).filter(it -> it.startsWith("--") || it.contains("preflight ")),
                OURS.matcher(text).results().map(it -> it.group()))
            // What stands behind it is a command of somebody else.
            .map(it -> it.replaceFirst(" (?:--|[|#]) .*", ""))
            .flatMap(it -> FLAG.matcher(it).results().map(flag -> flag.group()))
            .toList();
    assertThat(known).containsAll(ours);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void files(Path document) throws IOException {
    Path beside = Path.of("").resolve(document).toAbsolutePath();
    assertThat(LINK.matcher(Files.readString(document)).results().map(it -> it.group(1)))
        .allSatisfy(it -> assertThat(beside.resolveSibling(it)).exists());
    assertThat(
            spans(Files.readString(document))
                .filter(it -> it.matches("(docs|scripts|checks|env-profiles)/[\\w.-]+")))
        .allSatisfy(it -> assertThat(Path.of(it)).exists());
  }

  private static Stream<String> spans(String text) {
    return SPAN.matcher(text.replaceAll("(?s)```.*?```", "")).results().map(it -> it.group(1));
  }
}
