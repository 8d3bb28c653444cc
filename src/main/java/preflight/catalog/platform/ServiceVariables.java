package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.probe.SecretValue;
import preflight.probe.google.Answer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Variables;
import preflight.resource.Service;
import preflight.resource.ServiceEnv;
import preflight.resource.Target;

/**
 * The variables of a service by where they come from: its serving revisions, the dotenv files that
 * the profile names, and, where there is neither, the environment of this process.
 */
public final class ServiceVariables {

  private final ServingRevisions revisions;
  private final Variables local;

  public ServiceVariables(CloudRun run, Variables local) {
    this.revisions = new ServingRevisions(run);
    this.local = local;
  }

  /**
   * The variables of one source.
   *
   * @param label as a sentence has it: {@code "revision backend-00042"}
   * @param mounted ids of secrets that the service sees as files
   * @param onPlatform whether it is a revision
   */
  public record Source(
      String label, Map<String, Variable> variables, List<String> mounted, boolean onPlatform) {}

  /** All sources of a service, the ones that rule first. */
  public record Sources(List<Source> all) {

    /**
     * Those of the platform where the service is on it, since nothing else reaches it; else all.
     */
    List<Source> rulingFor(Service service) {
      return service.cloudRun().isPresent() ? revisions() : List.of(merged());
    }

    List<Source> revisions() {
      return all.stream().filter(Source::onPlatform).toList();
    }

    /** Files and process as one: a variable in any of them is set. */
    private Source merged() {
      var variables = new LinkedHashMap<String, Variable>();
      all.forEach(it -> variables.putAll(it.variables()));
      return new Source(
          all.stream().map(Source::label).collect(Collectors.joining(" with ")),
          variables,
          List.of(),
          false);
    }
  }

  /** What to say of the variables. */
  interface Judge {
    Outcome of(Sources sources) throws InterruptedException;
  }

  /** Judges the variables where they are known, and otherwise that they are not. */
  Outcome judge(Target<Service> target, String expected, Judge judge) throws InterruptedException {
    Service service = target.resource();
    for (String path : files(service)) {
      if (local.file(path).known().isEmpty()) {
        return Outcome.unknown(
            UnknownReason.PERMISSION,
            expected,
            "there is no readable file " + path,
            "ls -l " + path);
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
  public Answer<List<Source>> of(Service service) throws InterruptedException {
    var sources = new ArrayList<Source>();
    if (service.cloudRun().isPresent()) {
      switch (revisions.of(service)) {
        case Answer.Got<List<RevisionState>>(var serving) ->
            serving.forEach(it -> sources.add(source(it)));
        case Answer<List<RevisionState>> other -> {
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
  public Answer<List<Source>> ofThisMachine(Service service) throws InterruptedException {
    var sources = new ArrayList<Source>();
    for (String path : files(service)) {
      switch (local.file(path)) {
        case Reading.Known<Map<String, SecretValue>>(var values) ->
            sources.add(source(path, values, shown(service)));
        case Reading.Unanswered<Map<String, SecretValue>>(var trouble) -> {
          return new Answer.Refused<>(trouble);
        }
        case Reading<Map<String, SecretValue>> _ -> {
          // That a file is missing is told by the checks of variables.
        }
      }
    }
    if (service.cloudRun().isEmpty() && files(service).isEmpty()) {
      sources.add(source("this process", local.process(), shown(service)));
    }
    return new Answer.Got<>(List.copyOf(sources));
  }

  private static List<String> files(Service service) {
    return service.env().orElse(ServiceEnv.NONE).files();
  }

  private static Map<String, String> shown(Service service) {
    return service.env().orElse(ServiceEnv.NONE).expect();
  }

  private static Source source(RevisionState revision) {
    return new Source(
        "revision " + revision.name(),
        revision.variables(),
        revision.mounts().stream().map(RevisionState.Mount::secret).toList(),
        true);
  }

  private static Source source(
      String label, Map<String, SecretValue> values, Map<String, String> expected) {
    var variables = new LinkedHashMap<String, Variable>();
    new TreeMap<>(values)
        .forEach((name, value) ->
            variables.put(name, Variable.Plain.of(value, Optional.ofNullable(expected.get(name)))));
    return new Source(label, variables, List.of(), false);
  }
}
