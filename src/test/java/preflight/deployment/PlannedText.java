package preflight.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.run.Variable;
import preflight.probe.run.Workload;

/** What a change makes of a template, in one line that a test can be compared with. */
final class PlannedText {

  private PlannedText() {}

  static String of(Applied applied) {
    return switch (applied) {
      case Applied.Refused(String why) -> "refused: " + why;
      case Applied.Planned(RevisionState revision) -> of(revision);
    };
  }

  static String of(RevisionState revision) {
    List<String> words = new ArrayList<>();
    revision.containers().forEach(it -> words.add(of(it)));
    revision.mounts().stream()
        .map(it -> it.path() + "=" + it.secret() + ":" + it.version())
        .sorted()
        .forEach(words::add);
    words.add(revision.account().isEmpty() ? "" : "as " + revision.account());
    words.add(revision.maxInstances() == 0 ? "" : "max " + revision.maxInstances());
    words.add(revision.minInstances() == 0 ? "" : "min " + revision.minInstances());
    words.add(revision.timeout().map(it -> "for " + it.toSeconds() + " s").orElse(""));
    revision.connector().ifPresent(it -> words.add("via " + it));
    revision.network().network().ifPresent(it -> words.add("in " + it));
    revision.network().egress().ifPresent(words::add);
    return words.stream().filter(it -> !it.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String of(Container container) {
    List<String> words = new ArrayList<>();
    words.add(container.name().map(it -> it + ":").orElse(""));
    words.add(container.image().isEmpty() ? "?" : container.image());
    container.variables().forEach((name, value) -> words.add(name + "=" + of(value)));
    container.port().ifPresent(it -> words.add("port " + it));
    new TreeMap<>(container.limits()).forEach((name, limit) -> words.add(name + " " + limit));
    words.add(container.command().isEmpty() ? "" : "runs " + container.command());
    words.add(container.arguments().isEmpty() ? "" : "with " + container.arguments());
    return words.stream().filter(it -> !it.isEmpty()).collect(Collectors.joining(" ", "[", "]"));
  }

  private static String of(Variable variable) {
    return switch (variable) {
      case Variable.Plain plain -> new String(plain.value().reveal(), UTF_8);
      case Variable.FromSecret(String id, String version) -> "<" + id + ":" + version + ">";
      case Variable.Unresolved() -> "?";
    };
  }

  static String of(DeploymentReading reading, String service, Optional<RevisionState> template) {
    return of(reading, Workload.service(service), template);
  }

  /** Of the job {@code migrate}, or {@code app}. */
  static String ofJob(DeploymentReading reading, Optional<RevisionState> template) {
    String migrate = of(reading, Workload.job("migrate"), template);
    return migrate.startsWith("nothing") ? of(reading, Workload.job("app"), template) : migrate;
  }

  private static String of(
      DeploymentReading reading, Workload workload, Optional<RevisionState> template) {
    return switch (reading) {
      case DeploymentReading.Read(DeploymentRequest request) ->
          request.services().stream()
              .filter(it -> it.of().equals(workload))
              .map(it -> of(it.change().orElseThrow().over(template)))
              .findFirst()
              .orElse("nothing becomes of the " + workload);
      case DeploymentReading.Invalid(var mistakes) -> "mistake: " + mistakes.getFirst().message();
      case DeploymentReading.NotUnderstood(String why) -> "not understood: " + why;
    };
  }
}
