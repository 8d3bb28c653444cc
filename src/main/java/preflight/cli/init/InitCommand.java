package preflight.cli.init;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.check.ExitCode;
import preflight.cli.Shell;
import preflight.cli.UsageMistake;
import preflight.cli.Version;
import preflight.cli.gate.Gate;
import preflight.cli.gate.TrustOptions;
import preflight.init.draft.Dockerfiles;
import preflight.init.draft.ProfileDraft;
import preflight.init.found.Inventory;
import preflight.init.source.LiveProject;
import preflight.init.source.NamedFile;
import preflight.init.source.Source;
import preflight.init.source.SourceReading;
import preflight.init.source.Sources;
import preflight.probe.google.GoogleApis;
import preflight.profile.Linted;
import preflight.profile.Profile;
import preflight.profile.reading.Mistake;
import preflight.resource.Gcp;
import preflight.resource.field.Grammar;

@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Write a first profile from what is there: Cloud Run and Secret Manager of a project, a"
          + " manifest of Cloud Run, a Compose file, or what terraform show -json prints.",
      "Only reads. Writes no value of a secret and replaces no file. Comments in the profile say"
          + " what is guessed and what is not known."
    },
    footer = {
      "",
      "Example: preflight init staging --project acme-staging --region us-central1",
      "From files: preflight init local --from docker-compose.yml"
    })
public final class InitCommand implements Callable<Integer> {

  private static final String FOLDER = "env-profiles";
  private static final String STDOUT = "-";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern CALLERS = Pattern.compile("\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)}");

  private final Gate gate;
  private final Shell shell;

  @Parameters(paramLabel = "ENV", description = "Name of the environment, such as staging.")
  private String environment = "";

  @Option(names = "--project", paramLabel = "ID", description = "Project to look into.")
  private @Nullable String project;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Region of its Cloud Run services.")
  private @Nullable String region;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "File to read: service.yaml, docker-compose.yml, or the output of terraform show -json."
              + " Repeatable; of what several sources know, the first is believed.")
  private List<String> from = new ArrayList<>();

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description =
          "Source tree of the services. A Dockerfile in the folder of a service is taken for its"
              + " image, and its code is checked.")
  private @Nullable String source;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "File to write (default: env-profiles/ENV.yaml); - is stdout.")
  private @Nullable String to;

  @Option(names = "--force", description = "Replace the file.")
  private boolean force;

  @Option(
      names = "--endpoint",
      paramLabel = "API[,API…]=URL",
      description =
          "Ask APIs elsewhere than at Google, as gcp.endpoints of a profile does. Repeatable.")
  private List<String> endpoints = new ArrayList<>();

  @Mixin private TrustOptions trust = new TrustOptions();

  public InitCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!NAME.matcher(environment).matches() || environment.matches(".*\\.ya?ml")) {
      throw new UsageMistake(
          "'%s' is not the name of an environment, such as staging; --to names the file"
              .formatted(environment));
    }
    if (project == null && region == null && from.isEmpty()) {
      throw new UsageMistake("nothing to read: give --project and --region, or --from FILE");
    }
    boolean stdout = STDOUT.equals(to);
    Path target = target(stdout);
    Map<String, String> asked = endpoints();
    try (var apis = new GoogleApis(gcp(asked), trust.trusted())) {
      List<Source> sources = sources(apis, target);
      if (!stdout && !force && Files.exists(target)) {
        throw new UsageMistake("%s is there; --force replaces it".formatted(target));
      }
      return switch (Sources.read(sources)) {
        case SourceReading.Unanswered(String why, List<String> then) -> {
          shell.err().println("preflight: " + why);
          then.forEach(it -> shell.err().println("  " + it));
          yield ExitCode.INCONCLUSIVE.code();
        }
        case SourceReading.Invalid(List<Mistake> mistakes) -> {
          mistakes.forEach(shell.err()::println);
          yield ExitCode.INVALID.code();
        }
        case SourceReading.Read(Inventory inventory) -> written(inventory, asked, target, stdout);
      };
    }
  }

  private Path target(boolean stdout) {
    return path("--to", to == null || stdout ? FOLDER + "/" + environment + ".yaml" : to);
  }

  private Optional<Dockerfiles> tree(Path target) {
    if (source == null) {
      return Optional.empty();
    }
    Path root = path("--source", source);
    if (!Files.isDirectory(root)) {
      throw new UsageMistake("--source", "--source: %s is no folder".formatted(source));
    }
    return Optional.of(new Dockerfiles(root, base(target)));
  }

  private Path path(String flag, String text) {
    try {
      return shell.directory().resolve(text);
    } catch (InvalidPathException _) {
      throw new UsageMistake(flag, "%s: '%s' is not a path".formatted(flag, text));
    }
  }

  private static Path base(Path target) {
    return Optional.ofNullable(target.getParent()).orElse(Path.of(""));
  }

  private List<Source> sources(GoogleApis apis, Path target) {
    List<Source> sources = new ArrayList<>();
    if (project != null || region != null) {
      sources.add(live(apis));
    }
    from.forEach(
        it -> sources.add(new NamedFile(path("--from", it), base(target), shell.environment())));
    return sources;
  }

  private Source live(GoogleApis apis) {
    if (project == null || region == null) {
      throw new UsageMistake(
          project == null ? "--region needs --project" : "--project needs --region");
    }
    if (!Grammar.PROJECT.fits(project)) {
      throw new UsageMistake("--project", "--project: " + Grammar.PROJECT.expected());
    }
    if (!Grammar.REGION.fits(region)) {
      throw new UsageMistake("--region", "--region: " + Grammar.REGION.expected());
    }
    return new LiveProject(apis, project, region);
  }

  /** As the caller wrote them, variables included. */
  private Map<String, String> endpoints() {
    Map<String, String> named = new LinkedHashMap<>();
    for (String each : endpoints) {
      int equals = each.indexOf('=');
      List<String> apis = List.of((equals < 0 ? each : each.substring(0, equals)).split(",", -1));
      if (equals < 0 || !apis.stream().allMatch(Grammar.API::fits)) {
        throw new UsageMistake(
            "--endpoint",
            "--endpoint: '%s' is not API=URL, where API is %s".formatted(each, Grammar.API.rule()));
      }
      apis.forEach(it -> named.put(it, each.substring(equals + 1)));
    }
    return named;
  }

  private Gcp gcp(Map<String, String> asked) {
    Map<String, URI> filled = new LinkedHashMap<>();
    asked.forEach((api, text) -> {
      Matcher names = CALLERS.matcher(text);
      String url =
          names.replaceAll(
              it -> Matcher.quoteReplacement(shell.environment().getOrDefault(it.group(1), "")));
      URI endpoint = uri(url);
      boolean plain = "http".equals(endpoint.getScheme());
      if (endpoint.getHost() == null || (!plain && !trust.trusted().mayHaveCredentials(endpoint))) {
        throw new UsageMistake(
            "--endpoint",
            ("--endpoint: %s is no URL that may get Google credentials; --trust-endpoint HOST"
                    + " allows it")
                .formatted(api));
      }
      filled.put(api, endpoint);
    });
    return new Gcp(
        Optional.ofNullable(project), Optional.ofNullable(region), filled, Optional.empty());
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException _) {
      return URI.create("");
    }
  }

  private int written(Inventory inventory, Map<String, String> asked, Path target, boolean stdout) {
    if (inventory.isEmpty()) {
      shell
          .err()
          .println(
              "preflight: there is no service and no store in %s; nothing was written"
                  .formatted(String.join(", ", inventory.sources())));
      return ExitCode.INVALID.code();
    }
    if (inventory.regions().size() > 1 || inventory.projects().size() > 1) {
      throw new UsageMistake(
          "a profile has one project and one region, and these are of %s; run init once for each"
              .formatted(
                  String.join(
                      " and ",
                      inventory.regions().size() > 1
                          ? inventory.regions()
                          : inventory.projects())));
    }
    ProfileDraft draft = ProfileDraft.of(environment, inventory, tree(target), asked);
    draft.gaps().forEach(it -> shell.err().println("not known: " + it));
    if (stdout) {
      draft.text().lines().forEach(shell.out()::println);
      return ExitCode.GO.code();
    }
    try {
      write(draft.text(), target);
    } catch (IOException e) {
      shell
          .err()
          .println(
              "preflight: cannot write %s (%s)".formatted(target, e.getClass().getSimpleName()));
      return ExitCode.UNWRITTEN.code();
    }
    return told(target);
  }

  /** All of it or nothing, and only with leave over what is there. */
  private void write(String text, Path target) throws IOException {
    Path folder = Optional.ofNullable(target.toAbsolutePath().getParent()).orElse(Path.of(""));
    Files.createDirectories(folder);
    Path temporary =
        folder.resolve(".%s.%d.tmp".formatted(target.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
      if (force) {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(temporary, target);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** It is linted at once: what it holds is not the caller's doing. */
  private int told(Path target) {
    String file = target.toString();
    return switch (gate.lint(file, shell.environment(), trust.trusted(), Clock.systemUTC())) {
      case Linted.Sound(Profile profile) -> {
        shell
            .out()
            .println("%s: %d checks".formatted(profile.file(), profile.plan().checks().size()));
        shell.out().println("next: preflight run " + (to == null ? environment : profile.file()));
        yield ExitCode.GO.code();
      }
      case Linted.Pack _, Linted.Invalid _ -> ExitCode.INVALID.code();
    };
  }
}
