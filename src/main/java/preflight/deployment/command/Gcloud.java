package preflight.deployment.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import preflight.check.Place;
import preflight.deployment.DeploymentReading;
import preflight.deployment.DeploymentRequest;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.deployment.ManifestReader;
import preflight.deployment.command.ServiceFlags.Verb;
import preflight.probe.run.Workload;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mistakes;
import preflight.resource.Gcp;

/** The commands of gcloud that deploy. */
final class Gcloud {

  private static final Map<String, Verb> JOBS =
      Map.of(
          "run jobs deploy", Verb.DEPLOY_JOB,
          "run jobs create", Verb.CREATE_JOB,
          "run jobs update", Verb.UPDATE_JOB);

  private final Path directory;
  private final Mistakes mistakes;
  private final Gathered gathered;

  /**
   * @param directory to which files are relative
   */
  Gcloud(Path directory, Mistakes mistakes, Gathered gathered) {
    this.directory = directory;
    this.mistakes = mistakes;
    this.gathered = gathered;
  }

  void read(SimpleCommand command) throws Unread {
    List<String> words = command.words().subList(1, command.words().size());
    Arguments arguments = Arguments.read(words, new Place("gcloud", 1, 1), directory, mistakes);
    if (arguments.flags().has("help")) {
      throw new Unread("gcloud is asked for help");
    }
    List<String> path = arguments.positionals();
    if (!path.isEmpty() && (path.getFirst().equals("alpha") || path.getFirst().equals("beta"))) {
      path = path.subList(1, path.size());
    }
    String two = String.join(" ", path.subList(0, Math.min(2, path.size())));
    String three = String.join(" ", path.subList(0, Math.min(3, path.size())));
    Map<String, String> environment = command.environment();
    if (two.equals("run deploy")) {
      deploy(
          arguments, path.subList(2, path.size()), "gcloud run deploy", Verb.DEPLOY, environment);
    } else if (three.equals("run services update")) {
      deploy(
          arguments,
          path.subList(3, path.size()),
          "gcloud run services update",
          Verb.UPDATE,
          environment);
    } else if (three.equals("run services update-traffic")) {
      traffic(arguments, path.subList(3, path.size()), environment);
    } else if (three.equals("run services replace") || three.equals("run jobs replace")) {
      replace(path.subList(3, path.size()), "gcloud " + three, arguments, environment);
    } else if (two.equals("builds submit")) {
      build(path.subList(2, path.size()), arguments, environment);
    } else if (three.equals("run jobs execute")) {
      execute(path.subList(3, path.size()), arguments, environment);
    } else if (JOBS.containsKey(three)) {
      deploy(
          arguments,
          path.subList(3, path.size()),
          "gcloud " + three,
          Objects.requireNonNull(JOBS.get(three)),
          environment);
    } else {
      throw new Unread(
          "gcloud %s is no command that Preflight can read"
              .formatted(Open.is(three) ? two : three));
    }
  }

  private void deploy(
      Arguments arguments,
      List<String> names,
      String told,
      Verb verb,
      Map<String, String> environment)
      throws Unread {
    refuseClusters(arguments, environment);
    String name = name(names, told, verb.kind());
    place(arguments, environment);
    gathered.told(told);
    Flags flags = arguments.flags();
    if (flags.has("regions")) {
      gathered.note(
          "the service goes to several regions, of which Preflight looks at the profile's");
    }
    if (flags.has("add-volume")) {
      gathered.note("Preflight does not look at the volumes that --add-volume adds");
    }
    ServiceChange change =
        new ServiceFlags(arguments, directory, mistakes, verb)
            .change(connectors(arguments, environment));
    if (verb.kind() == Workload.Kind.JOB) {
      gathered.add(ServiceRequest.job(name, Optional.of(change)));
      return;
    }
    var request =
        new ServiceRequest(
            name,
            Optional.of(change),
            !flags.has("no-traffic"),
            flags.text("tag").filter(it -> !Open.is(it)));
    gathered.add(
        flags
            .text("source")
            .filter(it -> !Open.is(it) && !it.contains("://"))
            .map(it -> request.from(directory.resolve(it).normalize()))
            .orElse(request));
  }

  private void traffic(Arguments arguments, List<String> names, Map<String, String> environment)
      throws Unread {
    String service = name(names, "gcloud run services update-traffic", Workload.Kind.SERVICE);
    place(arguments, environment);
    gathered.told("gcloud run services update-traffic");
    if (arguments.flags().has("to-latest")) {
      gathered.serve(service);
    }
    gathered.note("gcloud run services update-traffic makes no revision of " + service);
  }

  /** What it executes is made by the commands before it, or not at all. */
  private void execute(List<String> names, Arguments arguments, Map<String, String> environment)
      throws Unread {
    String told = "gcloud run jobs execute";
    String job = name(names, told, Workload.Kind.JOB);
    place(arguments, environment);
    gathered.told(told);
    gathered.note("nobody knows what the execution of the job %s does".formatted(job));
  }

  private void replace(
      List<String> files, String told, Arguments arguments, Map<String, String> environment)
      throws Unread {
    if (files.size() != 1 || files.getFirst().equals("-") || Open.is(files.getFirst())) {
      throw new Unread(told + " names no file that can be read before");
    }
    place(arguments, environment);
    Path file = directory.resolve(files.getFirst()).normalize();
    switch (new ManifestReader().read(file)) {
      case DeploymentReading.Read(DeploymentRequest request) -> gathered.add(request);
      case DeploymentReading.Invalid(List<Mistake> found) ->
          found.forEach(it -> mistakes.add(it.place(), it.message()));
      case DeploymentReading.NotUnderstood(String why) -> throw new Unread(why);
    }
  }

  private void build(List<String> sources, Arguments arguments, Map<String, String> environment)
      throws Unread {
    Flags flags = arguments.flags();
    place(
        arguments,
        Map.of("CLOUDSDK_CORE_PROJECT", environment.getOrDefault("CLOUDSDK_CORE_PROJECT", "")));
    gathered.told("gcloud builds submit");
    if (flags.has("tag") || flags.has("pack")) {
      gathered.note("gcloud builds submit only builds an image here");
      return;
    }
    String source = sources.isEmpty() ? "." : sources.getFirst();
    if (!flags.has("config")
        && (source.contains("://") || source.endsWith(".tgz") || source.endsWith(".tar.gz"))) {
      throw new Unread("the configuration of the build is in its archive; name it with --config");
    }
    Path file =
        flags
            .text("config")
            .map(directory::resolve)
            .orElseGet(() -> directory.resolve(source).resolve("cloudbuild.yaml"))
            .normalize();
    var given = new LinkedHashMap<>(flags.map("substitutions"));
    var inBuild = new LinkedHashMap<String, String>();
    project(arguments, environment)
        .ifPresent(it -> {
          given.put("PROJECT_ID", it);
          inBuild.put("CLOUDSDK_CORE_PROJECT", it);
        });
    new Build(file, given, inBuild, mistakes, gathered).read(flags.place("config"));
  }

  private static void refuseClusters(Arguments arguments, Map<String, String> environment)
      throws Unread {
    String platform =
        arguments
            .flags()
            .value("platform")
            .orElse(environment.getOrDefault("CLOUDSDK_RUN_PLATFORM", "managed"));
    if (!platform.equals("managed")) {
      throw new Unread("gcloud run deploys to a cluster here, not to Cloud Run");
    }
  }

  /** The only name that is given, whatever of a full name stands there. */
  private static String name(List<String> names, String told, Workload.Kind kind) throws Unread {
    if (names.isEmpty()) {
      throw new Unread(told + " names no " + kind.word());
    }
    if (names.size() > 1) {
      throw new Unread(told + " has more words than the name of a " + kind.word());
    }
    String name = names.getFirst();
    if (Open.is(name)) {
      throw new Unread(
          "which %s %s deploys is not known before it runs".formatted(kind.word(), told));
    }
    return Gcp.shortName(name);
  }

  private void place(Arguments arguments, Map<String, String> environment) {
    gathered.place(project(arguments, environment), region(arguments, environment));
  }

  private static Optional<String> project(Arguments arguments, Map<String, String> environment) {
    return arguments
        .flags()
        .value("project")
        .or(() -> Optional.ofNullable(environment.get("CLOUDSDK_CORE_PROJECT")));
  }

  private static Optional<String> region(Arguments arguments, Map<String, String> environment) {
    return arguments
        .flags()
        .value("region")
        .or(() -> Optional.ofNullable(environment.get("CLOUDSDK_RUN_REGION")));
  }

  /** Where connectors are that have only a name. */
  private static Optional<String> connectors(Arguments arguments, Map<String, String> environment) {
    return project(arguments, environment)
        .filter(it -> !Open.is(it))
        .flatMap(project ->
            region(arguments, environment)
                .filter(it -> !Open.is(it))
                .map(region -> "projects/%s/locations/%s".formatted(project, region)));
  }
}
