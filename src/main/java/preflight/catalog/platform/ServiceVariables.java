package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.UnknownReason;
import preflight.check.command.Command;
import preflight.check.command.GcloudFlags;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Variables;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.DotenvDialect;
import preflight.resource.service.ServiceEnv;

/**
 * The variables of a service by where they come from: the revisions that are judged, the dotenv
 * files that the profile names, and, where there is neither, the environment of this process.
 */
public final class ServiceVariables {

  private static final String PROCESS = "this process";

  private final JudgedRevisions revisions;
  private final Variables local;

  public ServiceVariables(JudgedRevisions revisions, Variables local) {
    this.revisions = revisions;
    this.local = local;
  }

  /**
   * The variables of one source.
   *
   * @param label as a sentence has it: {@code "revision backend-00042"}
   * @param revision its name, where it is one; each of its containers is a source
   * @param container its name, where a revision has several
   */
  public record Source(
      String label,
      Map<String, Variable> variables,
      Optional<String> revision,
      Optional<String> container) {

    /** Whether it is a revision and no file or process of this machine. */
    public boolean onPlatform() {
      return revision.isPresent();
    }

    /**
     * Says of a failure that it is repaired on this machine, where this is no revision.
     *
     * @param command for a shell, where the process is what is to be repaired; a file is edited
     */
    Failed repaired(Failed failed, Command command) {
      if (onPlatform()) {
        return failed;
      }
      Failed here = failed.fact("place", label);
      return label.equals(PROCESS) ? here.fact("shell", command) : here;
    }

    /** That the values of these variables are not known before a deployment, where it is so. */
    Optional<Outcome> undecided(Collection<String> names, String expected) {
      List<String> open =
          names.stream().filter(it -> variables.get(it) instanceof Variable.Unresolved).toList();
      return open.isEmpty()
          ? Optional.empty()
          : Optional.of(
              Outcome.unknown(
                  UnknownReason.PERMISSION,
                  expected,
                  "%s: the deployment decides %s, which is not known before it"
                      .formatted(label, String.join(" and ", open))));
    }

    /** What an argument of gcloud that changes its variables must follow, with a blank. */
    Command selected() {
      return container
          .map(it -> Command.of("--container={container} ").with("container", it))
          .orElseGet(() -> Command.of(""));
    }
  }

  /** All sources of a service, the ones that rule first. */
  public record Sources(List<Source> all) {

    /**
     * Those of the platform where the service is on it, since nothing else reaches it; else all.
     */
    public List<Source> rulingFor(Service service) {
      return service.cloudRun().isPresent() ? revisions() : List.of(files());
    }

    /**
     * One for each revision. A sidecar may be told something else than the service under the same
     * name, such as its port: then the container that the platform names first counts.
     */
    List<Source> revisions() {
      var each = new LinkedHashMap<String, Map<String, Variable>>();
      for (Source source : all) {
        source
            .revision()
            .map(it -> each.computeIfAbsent(it, _ -> new LinkedHashMap<>()))
            .ifPresent(it -> source.variables().forEach(it::putIfAbsent));
      }
      return each.entrySet().stream()
          .map(it -> ofRevision(it.getKey(), Optional.empty(), it.getValue()))
          .toList();
    }

    /** One for each container of each revision. */
    List<Source> onPlatform() {
      return all.stream().filter(Source::onPlatform).toList();
    }

    /** Those of this machine. */
    List<Source> local() {
      return all.stream().filter(it -> !it.onPlatform()).toList();
    }

    /** Whether a revision has more than one container. */
    boolean withSidecars() {
      return all.stream().anyMatch(it -> it.container().isPresent());
    }

    /** Files and process as one: a variable in any of them is set. */
    private Source files() {
      var variables = new LinkedHashMap<String, Variable>();
      all.forEach(it -> variables.putAll(it.variables()));
      return new Source(
          all.stream().map(Source::label).collect(Collectors.joining(" with ")),
          variables,
          Optional.empty(),
          Optional.empty());
    }
  }

  /** What to say of the variables. */
  public interface Judge {
    Outcome of(Sources sources) throws InterruptedException;
  }

  /** Judges the variables where they are known, and otherwise that they are not. */
  public Outcome judge(Target<Service> target, String expected, Judge judge)
      throws InterruptedException {
    Service service = target.resource();
    for (String path : files(service)) {
      Reading<Map<String, SecretValue>> read = local.file(path, dialect(service));
      if (read instanceof Reading.Unanswered(ApiTrouble.OpenFile(String why))) {
        return Outcome.unknown(UnknownReason.VANTAGE, expected, why);
      }
      if (read.known().isEmpty()) {
        return Outcome.unknown(
            // A file that is not here may be where the service runs.
            read instanceof Reading.Unanswered ? UnknownReason.PERMISSION : UnknownReason.VANTAGE,
            expected,
            "there is no readable file "
                + path
                + (read instanceof Reading.Missing(_, Optional<String> hint)
                    ? hint.map(": %s"::formatted).orElse("")
                    : ""),
            Command.of("ls -l -- {path}").with("path", path));
      }
    }
    return NotDeployed.orJudge(
        of(service),
        service,
        target.environment(),
        expected,
        sources -> judge.of(new Sources(sources)));
  }

  /** All sources of a service that can be read; a service that should be deployed must be. */
  public ApiAnswer<List<Source>> of(Service service) throws InterruptedException {
    var sources = new ArrayList<Source>();
    if (service.cloudRun().isPresent()) {
      switch (revisions.of(service)) {
        case ApiAnswer.Got<List<RevisionState>>(var serving) ->
            serving.forEach(it -> sources.addAll(containers(it)));
        case ApiAnswer<List<RevisionState>> other -> {
          return other.map(_ -> List.of());
        }
      }
    }
    return ofThisMachine(service)
        .map(it -> {
          sources.addAll(it);
          return List.copyOf(sources);
        });
  }

  /**
   * Those that nobody has to be asked for: dotenv files, or else the environment of the process.
   */
  public ApiAnswer<List<Source>> ofThisMachine(Service service) throws InterruptedException {
    var sources = new ArrayList<Source>();
    for (String path : files(service)) {
      switch (local.file(path, dialect(service))) {
        case Reading.Known<Map<String, SecretValue>>(var values) ->
            sources.add(source(path, values, shown(service)));
        case Reading.Unanswered<Map<String, SecretValue>>(var trouble) -> {
          return new ApiAnswer.Refused<>(trouble);
        }
        case Reading<Map<String, SecretValue>> _ -> {
          // That a file is missing is told by the checks of variables.
        }
      }
    }
    if (service.cloudRun().isEmpty() && files(service).isEmpty()) {
      sources.add(source(PROCESS, local.process(), shown(service)));
    }
    return new ApiAnswer.Got<>(List.copyOf(sources));
  }

  /**
   * What must run before names that are secrets today can become plain variables: gcloud refuses to
   * do both in one command.
   */
  static List<Command> unmapping(Target<Service> target, List<String> secrets) {
    return secrets.isEmpty()
        ? List.of()
        : List.of(
            Command.of(
                    "gcloud run services update {service} --region={region} --project={project}"
                        + " --remove-secrets={names}")
                .with(target.environment().facts())
                .with("service", target.resource().cloudRun().orElse(""))
                .with("names", GcloudFlags.names(secrets)));
  }

  private static List<String> files(Service service) {
    return service.env().orElse(ServiceEnv.NONE).files();
  }

  private static Optional<DotenvDialect> dialect(Service service) {
    return service.env().flatMap(ServiceEnv::dialect);
  }

  private static Map<String, String> shown(Service service) {
    return service.env().orElse(ServiceEnv.NONE).expect();
  }

  private static List<Source> containers(RevisionState revision) {
    return revision.containers().stream()
        .map(it -> ofRevision(revision.name(), revision.distinctive(it), it.variables()))
        .toList();
  }

  private static Source ofRevision(
      String name, Optional<String> container, Map<String, Variable> variables) {
    return new Source(
        RevisionState.label(name) + container.map(it -> ", container " + it).orElse(""),
        variables,
        Optional.of(name),
        container);
  }

  private static Source source(
      String label, Map<String, SecretValue> values, Map<String, String> expected) {
    var variables = new LinkedHashMap<String, Variable>();
    new TreeMap<>(values)
        .forEach((name, value) ->
            variables.put(name, Variable.Plain.of(value, Optional.ofNullable(expected.get(name)))));
    return new Source(label, variables, Optional.empty(), Optional.empty());
  }
}
