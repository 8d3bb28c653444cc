package preflight.catalog.secret;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.NotDeployed;
import preflight.catalog.platform.RunSecrets;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.secret.SecretName;

@CheckDoc(
    id = "secret-mapped",
    on = Secret.class,
    about = Subject.PLANNED,
    expects = "Every service that uses the secret receives it under all its names, where it serves",
    why =
        """
        A secret that exists and is not mapped helps nobody: the service starts without it, or does not
        start.
        """,
    permissions = Permission.RUN_VIEW,
    needs = SecretExists.class,
    signals = Signal.SECRET_NOT_MAPPED,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Map the secret to every variable under which the service lacks it. Each"
            + " command also deploys a new revision.",
    commands = "{updates}")
public final class SecretMapped implements Check<Target<Secret>, NoThresholds> {

  private final JudgedRevisions revisions;

  public SecretMapped(JudgedRevisions revisions) {
    this.revisions = revisions;
  }

  @Override
  public Outcome run(Target<Secret> target, NoThresholds with) throws InterruptedException {
    Secret secret = target.resource();
    if (!(secret.source() instanceof SecretSource.SecretManager)) {
      return Outcome.notApplicable("only Secret Manager is mapped by the platform");
    }
    List<Service> services = Receivers.onCloudRun(target);
    if (services.isEmpty()) {
      return Outcome.notApplicable("no service on Cloud Run is said to use it");
    }
    List<Service> concerned = revisions.concerned(services);
    if (concerned.isEmpty()) {
      return Outcome.notApplicable("nothing that is deployed depends on it");
    }
    String expected =
        "%s from %s"
            .formatted(
                secret.mountedAt().orElseGet(() -> String.join(", ", secret.variables())),
                Remapping.wanted(secret, target.environment()));
    Optional<String> own = target.environment().gcp().project();
    var gaps = new ArrayList<Gap>();
    var looks = new ArrayList<Outcome>();
    for (Service service : concerned) {
      looks.add(
          NotDeployed.orJudge(
              revisions.of(service),
              service,
              target.environment(),
              expected,
              serving -> {
                serving.forEach(it -> gaps.addAll(gaps(secret, own, service, it)));
                return looked(secret, service, serving, expected);
              }));
    }
    // What is known to be missing is missing, whatever else could not be looked at.
    if (!gaps.isEmpty()) {
      return failed(target, gaps, expected);
    }
    return WorstOutcome.of(looks)
        .orElseGet(() ->
            Outcome.passed(
                concerned.size() == 1
                    ? "1 service receives it"
                    : concerned.size() + " services receive it"));
  }

  /** What a deployment decides by itself, nobody can tell before. */
  private static Outcome looked(
      Secret secret, Service service, List<RevisionState> revisions, String expected) {
    List<String> open =
        secret.variables(service.name()).stream()
            .filter(it ->
                revisions.stream()
                    .flatMap(revision -> revision.setting(it).stream())
                    .anyMatch(at -> at.variables().get(it) instanceof Variable.Unresolved))
            .toList();
    return open.isEmpty()
        ? Outcome.passed("looked at")
        : Outcome.unknown(
            UnknownReason.PERMISSION,
            expected,
            "the deployment decides %s, which is not known before it"
                .formatted(String.join(" and ", open)));
  }

  /**
   * A name under which a revision does not receive the secret.
   *
   * @param instead the secret and version that it is mapped to
   */
  private record Gap(
      Service service,
      String revision,
      Optional<String> container,
      String name,
      boolean plain,
      Optional<String> instead,
      String problem) {

    Remapping.Receiver receiver() {
      return new Remapping.Receiver(service.cloudRun().orElseThrow(), container);
    }

    String place() {
      return "%s, %s%s"
          .formatted(service.name(), revision, container.map(it -> ", container " + it).orElse(""));
    }
  }

  /** Each place once. */
  private static String observed(List<Gap> gaps) {
    return gaps.stream()
        .collect(
            Collectors.groupingBy(
                Gap::place,
                LinkedHashMap::new,
                Collectors.mapping(Gap::problem, Collectors.joining(", "))))
        .entrySet()
        .stream()
        .map(it -> it.getKey() + ": " + it.getValue())
        .collect(Collectors.joining("; "));
  }

  private static Outcome failed(Target<Secret> target, List<Gap> gaps, String expected) {
    List<Service> receivers = gaps.stream().map(Gap::service).distinct().toList();
    Outcome.Failed failed =
        Outcome.failed(Signal.SECRET_NOT_MAPPED, expected, observed(gaps))
            .fact(
                "updates",
                gaps.stream()
                    .map(Gap::receiver)
                    .distinct()
                    .map(it -> update(target, it, gaps))
                    .toList())
            .fact(
                Wire.FACT,
                Wire.fact(
                    gaps.stream()
                        .map(it -> new Wire(it.service().name().toString(), it.name()))
                        .toList()))
            .clue(
                Clue.OF_THE_PLANNED,
                gaps.stream().allMatch(it -> it.revision().equals(RevisionState.label(""))))
            .saying(
                (gaps.stream().allMatch(Gap::plain)
                        ? "is given in plain text to "
                        : "is not given to ")
                    + receivers.stream()
                        .map(it -> it.name().toString())
                        .collect(Collectors.joining(" and ")));
    List<Optional<String>> instead = gaps.stream().map(Gap::instead).distinct().toList();
    return instead.size() == 1
        ? instead.getFirst().map(it -> failed.fact(RunSecrets.REFERENCE, it)).orElse(failed)
        : failed;
  }

  private static Command update(
      Target<Secret> target, Remapping.Receiver receiver, List<Gap> gaps) {
    List<Gap> own = gaps.stream().filter(it -> it.receiver().equals(receiver)).toList();
    return Remapping.command(
        target,
        receiver,
        own.stream().map(Gap::name).distinct().toList(),
        own.stream().filter(Gap::plain).map(Gap::name).distinct().toList());
  }

  /**
   * The application may read any of the names, in any container; a file that a volume shows stands
   * for all.
   */
  private static List<Gap> gaps(
      Secret secret, Optional<String> own, Service service, RevisionState revision) {
    if (secret.mountedAt().isPresent()) {
      return unmounted(secret, own, secret.mountedAt().get(), service, revision).stream().toList();
    }
    if (revision.mounts().stream()
        .anyMatch(it -> isStored(secret, own, it) && holds(secret, it.version()))) {
      return List.of();
    }
    var gaps = new ArrayList<Gap>();
    for (String name : secret.variables(service.name())) {
      List<RevisionState.Container> setting = revision.setting(name);
      if (setting.isEmpty()) {
        gaps.add(
            new Gap(
                service,
                revision.label(),
                Optional.empty(),
                name,
                false,
                Optional.empty(),
                name + " is not set"));
      }
      for (RevisionState.Container container : setting) {
        Variable variable = Objects.requireNonNull(container.variables().get(name));
        problem(secret, own, name, variable)
            .map(it ->
                new Gap(
                    service,
                    revision.label(),
                    revision.distinctive(container),
                    name,
                    variable instanceof Variable.Plain,
                    variable instanceof Variable.FromSecret(String id, String version)
                        ? Optional.of(id + ":" + version)
                        : Optional.empty(),
                    it))
            .ifPresent(gaps::add);
      }
    }
    return gaps;
  }

  private static boolean isStored(Secret secret, Optional<String> own, RevisionState.Mount mount) {
    return SecretName.of(mount.secret()).from(own).equals(secret.stored().from(own));
  }

  /** To gcloud, a path in place of a variable is where it mounts the secret. */
  private static Optional<Gap> unmounted(
      Secret secret, Optional<String> own, String path, Service service, RevisionState revision) {
    Optional<RevisionState.Mount> there =
        revision.mounts().stream().filter(it -> it.path().equals(path)).findFirst();
    if (there.filter(it -> isStored(secret, own, it) && holds(secret, it.version())).isPresent()) {
      return Optional.empty();
    }
    Optional<String> elsewhere =
        revision.mounts().stream()
            .filter(it -> isStored(secret, own, it))
            .map(RevisionState.Mount::path)
            .findFirst();
    Optional<String> instead = there.map(it -> it.secret() + ":" + it.version());
    return Optional.of(
        new Gap(
            service,
            revision.label(),
            Optional.empty(),
            path,
            false,
            instead,
            instead
                .map(it -> "%s shows %s".formatted(path, it))
                .orElseGet(() ->
                    "nothing is mounted at %s%s"
                        .formatted(
                            path, elsewhere.map(it -> ", the secret is at " + it).orElse("")))));
  }

  private static Optional<String> problem(
      Secret secret, Optional<String> own, String name, Variable variable) {
    String wanted = secret.stored().from(own).toString();
    return switch (variable) {
      case Variable.Plain plain ->
          plain
              .reference()
              .map(it -> referred(secret, own, name, it))
              .orElseGet(() -> Optional.of(name + " is a plain variable"));
      case Variable.Unresolved _ -> Optional.empty();
      case Variable.FromSecret(String id, _)
          when !SecretName.of(id).from(own).toString().equals(wanted) ->
          Optional.of(name + " is mapped to " + id);
      case Variable.FromSecret(_, String version) when !holds(secret, version) ->
          Optional.of("%s is mapped to version %s".formatted(name, version));
      case Variable.FromSecret _ -> Optional.empty();
    };
  }

  /** Of a plain variable that refers to a secret, which the application resolves itself. */
  private static Optional<String> referred(
      Secret secret, Optional<String> own, String name, SecretName.Version to) {
    SecretName named = to.secret().from(own);
    if (!named.equals(secret.stored().from(own))) {
      return Optional.of("%s refers to the secret %s".formatted(name, named));
    }
    return holds(secret, to.version())
        ? Optional.empty()
        : Optional.of("%s refers to version %s".formatted(name, to.version()));
  }

  /** A profile that pins no version leaves that to the service. */
  private static boolean holds(Secret secret, String version) {
    return secret.version().equals("latest") || version.equals(secret.version());
  }
}
