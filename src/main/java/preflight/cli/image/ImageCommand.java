package preflight.cli.image;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import preflight.check.ExitCode;
import preflight.cli.FormatOption;
import preflight.cli.Shell;
import preflight.cli.UsageMistake;
import preflight.cli.Version;
import preflight.cli.gate.Gate;
import preflight.cli.gate.TrustOptions;
import preflight.profile.Profile;
import preflight.profile.reading.Mode;
import preflight.profile.reading.Suggestions;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.service.ServiceImage;
import preflight.source.image.Build;
import preflight.source.image.Change;
import preflight.source.image.Fate;
import preflight.source.image.ImageContents;
import preflight.source.image.ImageReader;
import preflight.source.image.ignore.CleanPath;
import preflight.source.image.requirement.InstallReader;
import preflight.source.tree.WorkingTree;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "List what a build packs into the image of a service, and why not the rest. Reads files"
            + " only: runs nothing and contacts nothing.",
    footer = {
      "",
      "Example: preflight image staging backend --why backend/app/main.py",
      "Without a profile: preflight image --dockerfile backend/Dockerfile --context ."
    })
public final class ImageCommand implements Callable<Integer> {

  private final Gate gate;
  private final Shell shell;

  @Parameters(
      paramLabel = "ENV SERVICE",
      arity = "0..2",
      description = "An environment and a service in it whose `image` the profile tells.")
  private List<String> what = new ArrayList<>();

  @Option(
      names = "--dockerfile",
      paramLabel = "FILE",
      description = "A Dockerfile in this folder, instead of a profile.")
  private @Nullable String dockerfile;

  @Option(
      names = "--context",
      paramLabel = "DIR",
      description = "The folder that is sent to the builder (default: this folder).")
  private @Nullable String context;

  @Option(
      names = "--target",
      paramLabel = "STAGE",
      description = "The stage that becomes the image (default: the last).")
  private @Nullable String target;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME=VALUE",
      description = "The value of an argument of the build (ARG). May stand several times.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--uploaded",
      description = "gcloud uploads the folder: leave out what .gcloudignore names.")
  private boolean uploaded;

  @Option(
      names = "--why",
      paramLabel = "PATH",
      description = "Say of one file of the source whether it is packed, and why.")
  private @Nullable String why;

  @Mixin private FormatOption output = new FormatOption();

  @Mixin private TrustOptions trust = new TrustOptions();

  public ImageCommand(Gate gate, Shell shell) {
    this.gate = gate;
    this.shell = shell;
  }

  /** What is looked at: a tree, and how it is built. */
  private record Asked(Path root, Build build) {}

  @Override
  public Integer call() {
    if (dockerfile == null) {
      return ofProfile();
    }
    if (!what.isEmpty()) {
      throw new UsageMistake("--dockerfile stands in place of an environment and a service");
    }
    Path root = shell.directory().toAbsolutePath().normalize();
    var build =
        new Build(
            below(root, "--dockerfile", dockerfile),
            context == null ? "" : below(root, "--context", context),
            Optional.ofNullable(target),
            buildArguments(),
            uploaded);
    return show(new Asked(root, build), Optional.empty());
  }

  private Map<String, String> buildArguments() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      String[] halves = argument.split("=", 2);
      if (halves.length < 2 || halves[0].isEmpty()) {
        throw new UsageMistake("--build-arg", "'%s' is not NAME=VALUE".formatted(argument));
      }
      values.put(halves[0], halves[1]);
    }
    return values;
  }

  /** A path as the tree has it. */
  private static String below(Path root, String flag, String text) {
    if (text.contains("://")) {
      throw new UsageMistake(flag, "%s: '%s' is not a file on this machine".formatted(flag, text));
    }
    try {
      Path path = root.resolve(text).normalize();
      if (!path.startsWith(root)) {
        throw new UsageMistake(flag, "%s: '%s' lies outside of this folder".formatted(flag, text));
      }
      return root.relativize(path).toString();
    } catch (InvalidPathException _) {
      throw new UsageMistake(flag, "%s: '%s' is not a path".formatted(flag, text));
    }
  }

  private int ofProfile() {
    if (what.size() != 2) {
      throw new UsageMistake("name an environment and a service, or give --dockerfile");
    }
    if (context != null || target != null || uploaded || !arguments.isEmpty()) {
      throw new UsageMistake(
          "--context, --target, --build-arg and --uploaded belong to --dockerfile; the profile has"
              + " its own");
    }
    Optional<Profile> profile =
        gate.read(
            what.getFirst(), Mode.PLAN, shell.environment(), trust.trusted(), Clock.systemUTC());
    if (profile.isEmpty()) {
      return ExitCode.INVALID.code();
    }
    var environment = profile.get().environment();
    String name = what.get(1).replaceFirst("^services\\.", "");
    Service service = environment.services().get(name);
    if (service == null) {
      throw new UsageMistake(
          "%s has no service '%s'%s"
              .formatted(
                  environment.name(),
                  name,
                  Suggestions.sentence(name, environment.services().keySet())));
    }
    if (service.image().isEmpty()) {
      throw new UsageMistake(
          "the profile does not say how the image of %s is built: add 'image' to it"
              .formatted(service.name()));
    }
    Path root =
        environment.source().map(Source::root).map(Path::of).orElseGet(() -> shell.directory());
    return show(new Asked(root, build(service.image().get())), Optional.of(profile.get()));
  }

  private static Build build(ServiceImage image) {
    return new Build(
        CleanPath.below(image.dockerfile()),
        CleanPath.below(image.context()),
        image.target(),
        image.args(),
        image.uploaded());
  }

  private int show(Asked asked, Optional<Profile> profile) {
    WorkingTree tree;
    try {
      tree = WorkingTree.of(asked.root());
    } catch (IOException e) {
      return unfit(asked.root().toString(), "cannot be read as a folder", profile);
    }
    return switch (ImageReader.read(tree, asked.build())) {
      case ImageReader.Answer.Unread(String file, String clause) -> unfit(file, clause, profile);
      case ImageReader.Answer.Read(ImageContents image) -> {
        if (why != null) {
          yield one(
              image,
              profile.isPresent() ? CleanPath.below(why) : below(asked.root(), "--why", why));
        }
        var document = ImageDocument.of(image, InstallReader.read(tree, image));
        switch (output.format()) {
          case HUMAN -> ImageListing.of(document).forEach(shell.out()::println);
          case JSON -> json(document);
        }
        yield ExitCode.GO.code();
      }
    };
  }

  private int unfit(String file, String clause, Optional<Profile> profile) {
    if (profile.isEmpty()) {
      throw new UsageMistake("%s %s".formatted(file.isEmpty() ? "." : file, clause));
    }
    shell.err().println("%s: %s %s".formatted(profile.get().file(), file, clause));
    return ExitCode.INVALID.code();
  }

  private int one(ImageContents image, String path) {
    Optional<Fate> fate = image.fate(path);
    if (fate.isEmpty()) {
      throw new UsageMistake("--why", "--why: the source has no file '%s'".formatted(path));
    }
    if (fate.get() instanceof Fate.Packed(List<String> paths, var verdict)) {
      for (String each : paths) {
        shell.out().println("%s → %s".formatted(path, each));
        int line = image.packed().get(each) == null ? 0 : image.packed().get(each).line();
        shell.out().println("  %s:%d copies it".formatted(image.build().dockerfile(), line));
        image.change(each).map(ImageCommand::changed).ifPresent(shell.out()::println);
      }
      ImageDocument.disputed(verdict).map("  "::concat).ifPresent(shell.out()::println);
    } else {
      shell
          .out()
          .println("%s is not packed: %s".formatted(path, ImageDocument.why(fate.get(), image)));
    }
    return ExitCode.GO.code();
  }

  private static String changed(Change change) {
    return "  line %d may change it: %s".formatted(change.line(), change.command());
  }

  private void json(ImageDocument document) {
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    shell.out().print(mapper.writeValueAsString(document));
    shell.out().println();
  }
}
