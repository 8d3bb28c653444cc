package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.catalog.platform.ServiceVariables.Sources;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.command.GcloudFlags;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Secrets;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "env-conflict",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Each setting has one value",
    why =
        """
        Where a variable is set in two places, the one that wins is not the one that was looked at.
        """,
    permissions = {Permission.RUN_VIEW, Permission.SECRET_ACCESS},
    signals = Signal.ENV_CONFLICT,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Keep one of the two variables; keep a secret in Secret Manager only. The"
            + " command removes the other one and deploys a new revision.",
    here = "Keep {variable} in one of {place}.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}" + " {change}")
public final class EnvConflict implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;
  private final VariableValues values;

  public EnvConflict(ServiceVariables variables, Secrets secrets) {
    this.variables = variables;
    this.values = new VariableValues(secrets);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    String expected = "one value for each variable";
    return variables.judge(
        target,
        expected,
        sources -> {
          var undecided = new ArrayList<Outcome>();
          for (Source source : sources.onPlatform()) {
            source.undecided(secretNames(target), expected).ifPresent(undecided::add);
            Map<String, Secret> open = secretsInTheOpen(target, source);
            if (!open.isEmpty()) {
              return inTheOpen(target, source, open, expected);
            }
          }
          Outcome across = acrossSources(target, sources, expected);
          undecided.add(across);
          return WorstOutcome.of(undecided).orElse(across);
        });
  }

  private static List<String> secretNames(Target<Service> target) {
    return target.environment().secrets().values().stream()
        .filter(it -> it.usedBy().contains(target.name()))
        .flatMap(it -> it.variables(target.name()).stream())
        .distinct()
        .toList();
  }

  /** What the profile calls a secret and the source gives as plain text, by each of its names. */
  private static Map<String, Secret> secretsInTheOpen(Target<Service> target, Source source) {
    var open = new TreeMap<String, Secret>();
    for (Secret secret : target.environment().secrets().values()) {
      if (secret.usedBy().contains(target.name())) {
        secret.variables(target.name()).stream()
            .filter(it -> source.variables().get(it) instanceof Variable.Plain)
            .forEach(it -> open.put(it, secret));
      }
    }
    return open;
  }

  private static Outcome inTheOpen(
      Target<Service> target, Source source, Map<String, Secret> open, String expected) {
    String names = String.join(", ", open.keySet());
    Map<String, String> mappings = new TreeMap<>();
    open.forEach(
        (name, secret) -> mappings.put(name, secret.mapping(target.environment().gcp().project())));
    return Outcome.failed(
            Signal.ENV_CONFLICT,
            expected,
            "%s: secret in the profile, plain in %s".formatted(names, source.label()))
        .fact("variable", names)
        .fact(Wire.FACT, Wire.fact(target.name().toString(), open.keySet()))
        .fact(
            "change",
            source
                .selected()
                .then(Command.of("--remove-env-vars={names} --update-secrets={mappings}"))
                .with("names", GcloudFlags.names(List.copyOf(open.keySet())))
                .with("mappings", GcloudFlags.map(mappings)))
        .saying("is given in plain text what should be a secret: " + names);
  }

  /**
   * Files are compared with each other and with what serves. Revisions that serve side by side, as
   * in a canary rollout, differ on purpose.
   */
  private Outcome acrossSources(Target<Service> target, Sources sources, String expected)
      throws InterruptedException {
    Optional<ApiTrouble> unread = Optional.empty();
    List<Source> earlier = new ArrayList<>(sources.revisions());
    for (Source local : sources.local()) {
      for (var entry : local.variables().entrySet()) {
        for (Source other : earlier) {
          Variable before = other.variables().get(entry.getKey());
          if (before == null || isNoValue(other, before) || isNoValue(local, entry.getValue())) {
            continue;
          }
          Reading<Fingerprint> one = values.of(before);
          Reading<Fingerprint> two = values.of(entry.getValue());
          if (one.known().isPresent() && two.known().isPresent() && !one.equals(two)) {
            return failed(target, entry.getKey(), expected, other, local);
          }
          unread = unread.or(() -> trouble(one)).or(() -> trouble(two));
        }
      }
      earlier.add(local);
    }
    return unread
        .map(it -> NoEvidence.of(it, Permission.SECRET_ACCESS, target.environment(), expected))
        .orElseGet(() -> Outcome.passed("no variable has two values"));
  }

  /** In a dotenv file, {@code NAME=} is a blank to fill in. */
  private static boolean isNoValue(Source source, Variable variable) {
    return !source.onPlatform() && variable instanceof Variable.Plain plain && plain.is("");
  }

  private static Optional<ApiTrouble> trouble(Reading<Fingerprint> group) {
    return group instanceof Reading.Unanswered<Fingerprint>(ApiTrouble it)
        ? Optional.of(it)
        : Optional.empty();
  }

  private static Outcome failed(
      Target<Service> target, String variable, String expected, Source one, Source other) {
    String both = one.label() + " and " + other.label();
    var failed =
        Outcome.failed(Signal.ENV_CONFLICT, expected, "%s: %s disagree".formatted(variable, both))
            .fact("variable", variable)
            .fact(Wire.FACT, Wire.fact(target.name().toString(), List.of(variable)))
            .fact(
                "change",
                Command.of("--remove-env-vars={names}")
                    .with("names", GcloudFlags.names(List.of(variable))))
            .saying("has two values of " + variable);
    return one.onPlatform() ? failed : failed.fact("place", both);
  }
}
