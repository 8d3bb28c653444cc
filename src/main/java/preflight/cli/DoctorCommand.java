package preflight.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import preflight.check.ExitCode;
import preflight.check.command.TerminalText;
import preflight.cli.gate.Gate;
import preflight.cli.gate.TrustOptions;
import preflight.probe.google.GoogleApis;
import preflight.probe.run.OwnNetwork;
import preflight.profile.Profile;
import preflight.profile.reading.Mode;
import preflight.profile.reading.Profiles;
import preflight.resource.Gcp;
import preflight.text.Listing;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Show what Preflight has to work with: its own state, the credentials that it finds, where it"
            + " would look from. Asks no API, and never shows a token.",
    footer = {"", "Example: preflight doctor staging"})
final class DoctorCommand implements Callable<Integer> {

  private static final int SHOWN = 20;
  private static final int MEBIBYTE = 1 << 20;

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "ENV|FILE",
      description = "The environment, or the file of its profile.")
  private @Nullable String environment;

  @Mixin private TrustOptions trust = new TrustOptions();

  @Mixin private FormatOption output = new FormatOption();

  DoctorCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Profile> profile = Optional.empty();
    if (environment != null) {
      profile =
          gate.read(environment, Mode.RUN, shell.environment(), trust.trusted(), Clock.systemUTC());
      if (profile.isEmpty()) {
        return ExitCode.INVALID.code();
      }
    }
    Map<String, String> found = new LinkedHashMap<>();
    found.put("preflight", Version.text() + ", " + shell.installation().home());
    found.put("java", System.getProperty("java.version") + ", " + System.getProperty("java.home"));
    found.put("fast start", fastStart(shell.installation().build()));
    found.put("profile", profile.map(this::shown).orElseGet(this::profiles));
    Gcp gcp = profile.map(it -> it.environment().gcp()).orElse(Gcp.NONE);
    found.put("project", gcp.project().orElse("none: the profile names none"));
    found.put("region", gcp.region().orElse("none: the profile names none"));
    found.put("endpoints", endpoints(gcp));
    found.put("credentials", credentials(gcp));
    found.put("looks from", vantage());
    found.put("clock", Instant.now().truncatedTo(ChronoUnit.SECONDS) + " (UTC, of this machine)");
    switch (output.format()) {
      case HUMAN -> {
        int width = found.keySet().stream().mapToInt(String::length).max().orElse(0);
        found.forEach((name, text) ->
            shell
                .out()
                .println(
                    name + " ".repeat(width - name.length()) + "  " + TerminalText.line(text)));
      }
      case JSON -> {
        var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        shell.out().print(mapper.writeValueAsString(found));
        shell.out().println();
      }
    }
    return ExitCode.GO.code();
  }

  /** The cache from which the JVM starts, in a checkout and in an unpacked archive. */
  private static String fastStart(Path build) {
    for (Path cache :
        List.of(build.resolve("launcher/preflight.aot"), build.resolve("preflight.aot"))) {
      if (Files.isRegularFile(cache)) {
        return "yes, AOT cache of %d MiB, %s".formatted(cache.toFile().length() / MEBIBYTE, cache);
      }
    }
    return "no AOT cache beside the jars: each start takes a second longer";
  }

  private String shown(Profile profile) {
    return "%s, %d checks".formatted(profile.file(), profile.plan().checks().size());
  }

  private String profiles() {
    List<String> names = new Profiles(shell.directory(), shell.installation().home()).names();
    return names.isEmpty()
        ? "none found; preflight init writes the first"
        : "none named; there are " + Listing.line(names, SHOWN);
  }

  private static String endpoints(Gcp gcp) {
    Map<String, URI> others = new TreeMap<>(gcp.endpoints());
    return others.isEmpty()
        ? "Google's"
        : others.entrySet().stream()
            .map(it -> it.getKey() + " " + it.getValue())
            .collect(Collectors.joining(", "));
  }

  private String credentials(Gcp gcp) throws InterruptedException {
    try (var apis = new GoogleApis(gcp, trust.trusted())) {
      return apis.identity()
          .orElse(
              "none on this machine; gcloud auth application-default login makes some for a person,"
                  + " docs/ci.md shows how a pipeline gets them");
    }
  }

  private String vantage() {
    return OwnNetwork.isOnCloudRun(shell.environment())
        ? "Cloud Run; a run asks whether this revision or execution is attached to a VPC"
        : "outside the VPC, as nothing says otherwise; --from inside says otherwise";
  }
}
