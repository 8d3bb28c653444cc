package preflight;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.Source;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.check.Check;
import preflight.check.CheckDoc;

/** The dependency table of the design, and who may touch what. */
@AnalyzeClasses(packages = "preflight", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** Package, and which others it may use; {@code cli} may use all. */
  private static final String TABLE =
      """
      check:
      file:
      resource:
      text:
      probe:     resource file
      source:    file resource text
      catalog:   check resource probe source file text
      profile:   check resource file text
      engine:    check resource text
      diagnosis: check resource engine text
      deployment: check resource file probe profile text
      init:      check resource file probe profile deployment text
      report:    check resource engine diagnosis file text
      sandbox:   resource
      """;

  @ArchTest
  static void each_package_uses_only_what_the_table_allows(JavaClasses all) {
    for (String row : TABLE.lines().toList()) {
      String name = row.substring(0, row.indexOf(':'));
      String[] allowed =
          Stream.concat(
                  Stream.of(name),
                  Arrays.stream(row.substring(row.indexOf(':') + 1).strip().split(" +"))
                      .filter(it -> !it.isEmpty()))
              .map(it -> "preflight." + it + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("preflight." + name + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("preflight..").and(resideOutsideOfPackages(allowed)))
          .allowEmptyShould(true)
          .check(all);
    }
  }

  @ArchTest
  static void every_package_stands_in_the_table(JavaClasses all) {
    Set<String> known =
        TABLE
            .lines()
            .map(it -> it.substring(0, it.indexOf(':')))
            .collect(Collectors.toCollection(TreeSet::new));
    known.add("cli");
    Set<String> found = new TreeSet<>();
    for (JavaClass each : all) {
      List<String> parts = List.of(each.getPackageName().split("\\.", 3));
      found.add(parts.size() > 1 ? parts.get(1) : "");
    }
    assertThat(known).containsAll(found);
  }

  /** Who looks for a type reads a page of names, not two. */
  @ArchTest
  static void no_package_has_more_than_25_files(JavaClasses all) {
    Map<String, Set<String>> files = new TreeMap<>();
    for (JavaClass each : all) {
      each.getSource()
          .flatMap(Source::getFileName)
          .ifPresent(
              it -> files.computeIfAbsent(each.getPackageName(), _ -> new TreeSet<>()).add(it));
    }
    files.remove("preflight.sandbox");
    assertThat(files).allSatisfy((name, in) -> assertThat(in).as(name).hasSizeLessThan(26));
  }

  @ArchTest
  static final ArchRule packages_do_not_depend_on_each_other_in_circles =
      slices().matching("preflight.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_probe_and_sandbox_touch_the_network =
      noClasses()
          .that()
          .resideOutsideOfPackages("preflight.probe..", "preflight.sandbox..", "preflight.cli..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.net.http..",
                      "java.sql..",
                      "javax.sql..",
                      "javax.net..",
                      "okhttp3..",
                      "redis.clients..",
                      "org.postgresql..",
                      "com.google..",
                      "io.grpc..",
                      "com.linecorp..",
                      "io.netty..")
                  // Regular expressions.
                  .and(resideOutsideOfPackages("com.google.re2j.."))
                  .or(describe("open sockets", ArchitectureTest::opensSockets)));

  @ArchTest
  static final ArchRule cli_opens_no_connection_of_its_own =
      noClasses()
          .that()
          .resideInAPackage("preflight.cli..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net.http..", "java.sql..", "redis.clients..")
                  .or(describe("open sockets", ArchitectureTest::opensSockets)));

  @ArchTest
  static final ArchRule only_probe_and_sandbox_resolve_names =
      noClasses()
          .that()
          .resideOutsideOfPackages("preflight.probe..", "preflight.sandbox..")
          .should()
          .callMethodWhere(
              call("java.net.InetAddress", "getByName")
                  .or(call("java.net.InetAddress", "getAllByName"))
                  .or(call("java.net.InetAddress", "getLocalHost"))
                  .or(call("java.net.URL", "openConnection"))
                  .or(call("java.net.URL", "openStream")));

  @ArchTest
  static final ArchRule only_cli_touches_picocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("preflight.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule only_the_main_classes_exit =
      noClasses()
          .that(resideOutsideOfPackages("preflight.cli..").and(notMainOfSandbox()))
          .should()
          .callMethodWhere(
              call("java.lang.System", "exit")
                  .or(call("java.lang.Runtime", "exit"))
                  .or(call("java.lang.Runtime", "halt")));

  @ArchTest
  static final ArchRule the_time_comes_from_a_clock_that_is_handed_in =
      noClasses()
          .that()
          .resideOutsideOfPackage("preflight.cli..")
          .should()
          .callMethodWhere(
              describe(
                  "asks the machine for the time",
                  it ->
                      (it.getTargetOwner().getPackageName().equals("java.time")
                              && it.getTarget().getName().equals("now")
                              && it.getTarget().getRawParameterTypes().isEmpty())
                          || call("java.lang.System", "currentTimeMillis").test(it)))
          .orShould()
          .callConstructor(Date.class);

  @ArchTest
  static final ArchRule only_the_main_classes_make_a_clock =
      noClasses()
          .that()
          .resideOutsideOfPackages("preflight.cli..", "preflight.sandbox..")
          .should()
          .callMethodWhere(
              call("java.time.Clock", "systemUTC")
                  .or(call("java.time.Clock", "systemDefaultZone")));

  @ArchTest
  static final ArchRule only_probe_reveals_a_secret =
      noClasses()
          .that()
          .resideOutsideOfPackage("preflight.probe..")
          .should()
          .callMethod("preflight.probe.SecretValue", "reveal");

  /** Whoever shows what a peer said gets it from {@code Redaction}. */
  @ArchTest
  static final ArchRule only_probe_reads_the_words_of_a_peer =
      noClasses()
          .that()
          .resideOutsideOfPackage("preflight.probe..")
          .should()
          .callMethodWhere(
              call("preflight.probe.PeerText", "raw").or(call("preflight.probe.PeerText", "map")));

  /** Records of {@code probe} with bare texts, and why none of these is what a peer said. */
  private static final String BARE_TEXTS =
      """
      Absent Claims Compared Destination Digest Elsewhere Fingerprint Hosted Tag StoredValue HttpRequest Ladder Login Match Places Response TlsTerms what we asked for, or where
      Address DeclaredService HealthProbe Setting names and addresses for a first profile; PlainValue lets no credential pass
      Account ResponseHeaders Rows names of fields, which are looked up and not shown; their values are PeerText
      ApiDisabled BillingDisabled ClosedFile CredentialsRefused Forbidden Throttled Unavailable Undeclared names of the profile and words of a closed list
      Broken Failed Refused Strength SecretFacts our words, and the address that was dialled
      Fine MissingVariable Refusal TextForm raw words on their way into PeerText
      Finding Hit FilePrint Unsearched a fingerprint, our words, and names that become PeerText
      Assignment Sighting WebToken what a file says, looked at and not shown; the name becomes PeerText
      Form LogSignature Looks Published our words, and those of the team
      Open OpenFile Read our words, and names of variables, which are looked up
      Plain what the profile tells itself
      Container FromSecret Mount Network RevisionState Seen ServiceState Condition names that are asked about again; LastLook reads them
      Hello GrpcQuestion Wanted the profile's words
      Provenance Mark Commit UnknownCommit Ambiguous digits of a commit, by their form, and names of our own table
      Listed Invokers names that Google's grammar admits; members of a policy are compared and not shown
      ConnectorName InstanceName what we asked for, or the name by which Cloud Run tells where to ask
      NetworkName nothing but a name of the form that Google gives to networks
      Workload what we asked for: a kind, and the name that the profile or the deployment gives
      Minted Shown an account, of the form that Google gives them
      NoServiceAccount our words
      NotServing Status names of an enumeration of gRPC
      Script MigrationTool Repository files of the repository, which is the team's code; words of our own
      OtherForm RedisError our words of what a document or a password looks like
      Applied ChangeRefused Implausible NotStarted Malformed Missing Inactive PayloadForbidden OverBudget Unfit our words
      SqlError five characters, or none
      Timing the name of a step
      Tls the version of the protocol, as the JDK names it
      """;

  @ArchTest
  static void no_answer_of_a_probe_carries_the_words_of_a_peer_as_a_bare_text(JavaClasses all) {
    Set<String> explained = new TreeSet<>(List.of(BARE_TEXTS.split("\\s+", -1)));
    Set<String> bare = new TreeSet<>();
    for (JavaClass each : all) {
      if (each.getPackageName().startsWith("preflight.probe")
          && each.isRecord()
          && !each.getModifiers().contains(JavaModifier.PRIVATE)
          && each.getFields().stream()
              .filter(it -> !it.getModifiers().contains(JavaModifier.STATIC))
              .anyMatch(it ->
                  it.getType().getAllInvolvedRawTypes().stream()
                      .anyMatch(at -> at.isEquivalentTo(String.class)))) {
        bare.add(each.getSimpleName());
      }
    }
    bare.removeAll(explained);
    assertThat(bare).isEmpty();
  }

  @ArchTest
  static final ArchRule a_check_is_final_and_documented_and_has_only_final_fields =
      classes()
          .that()
          .implement(Check.class)
          .should()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .beAnnotatedWith(CheckDoc.class)
          .andShould()
          .haveOnlyFinalFields()
          .andShould()
          .resideInAPackage("preflight.catalog..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nothing_static_changes =
      fields()
          .that()
          .areStatic()
          .and(describe("are written by hand", it -> !it.getName().startsWith("$")))
          .should()
          .beFinal()
          .andShould(notBeArrays());

  @ArchTest
  static final ArchRule only_cli_and_the_sandbox_s_main_class_print =
      noClasses()
          .that(resideOutsideOfPackages("preflight.cli..").and(notMainOfSandbox()))
          .should()
          .accessFieldWhere(
              describe(
                  "is a stream of the process",
                  it ->
                      it.getTargetOwner().isEquivalentTo(System.class)
                          && Set.of("in", "out", "err").contains(it.getTarget().getName())))
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  @ArchTest
  static final ArchRule what_is_written_for_people_and_logs_passes_one_writer =
      noClasses()
          .that(
              resideOutsideOfPackages("preflight.sandbox..")
                  .and(simpleName("TerminalWriter").negate()))
          .should()
          .callConstructor(PrintWriter.class, Writer.class)
          .orShould()
          .callConstructor(PrintWriter.class, Writer.class, boolean.class)
          .orShould()
          .callConstructor(PrintWriter.class, OutputStream.class)
          .orShould()
          .callConstructor(PrintWriter.class, OutputStream.class, boolean.class)
          .orShould()
          .callConstructor(PrintWriter.class, OutputStream.class, boolean.class, Charset.class);

  /** {@code SecretManager} is the name of a product. */
  @ArchTest
  static final ArchRule names_say_what_a_class_is =
      noClasses()
          .that(simpleName("SecretManager").negate())
          .should()
          .haveNameMatching(".*(Utils?|Helpers?|Managers?)");

  @ArchTest
  static final ArchRule nobody_can_make_a_class_of_functions =
      constructors()
          .that()
          .areDeclaredInClassesThat(
              describe("have only static members", ArchitectureTest::onlyFunctions))
          .should()
          .bePrivate();

  private static boolean opensSockets(JavaClass it) {
    return Set.of(
                "java.net.Socket",
                "java.net.ServerSocket",
                "java.net.DatagramSocket",
                "java.net.URLConnection",
                "java.net.HttpURLConnection")
            .contains(it.getName())
        || (it.getPackageName().equals("java.nio.channels")
            && it.getSimpleName().contains("Socket"));
  }

  private static DescribedPredicate<JavaClass> notMainOfSandbox() {
    return describe(
        "are not the sandbox's main class", it -> !it.getName().equals("preflight.sandbox.Main"));
  }

  private static <T extends JavaAccess<?>> DescribedPredicate<T> call(String type, String method) {
    return describe(
        "calls %s.%s".formatted(type, method),
        it ->
            it.getTargetOwner().getName().equals(type) && it.getTarget().getName().equals(method));
  }

  private static ArchCondition<JavaField> notBeArrays() {
    return new ArchCondition<>("not be arrays, whose elements change") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        if (field.getRawType().isArray()) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is an array"));
        }
      }
    };
  }

  private static boolean onlyFunctions(JavaClass it) {
    return !it.isEnum()
        && !it.isInterface()
        && !it.isRecord()
        && !it.isAnonymousClass()
        && it.getInterfaces().isEmpty()
        && it.getRawSuperclass().filter(at -> at.isEquivalentTo(Object.class)).isPresent()
        && it.getFields().stream().allMatch(at -> at.getModifiers().contains(JavaModifier.STATIC))
        && !it.getMethods().isEmpty()
        && it.getMethods().stream().allMatch(at -> at.getModifiers().contains(JavaModifier.STATIC));
  }
}
