package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

@CheckDoc(
    id = "env-consistent-across-services",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Services agree about the variables that they share",
    why =
        """
        Two services that must agree, on an issuer or a queue, and do not, refuse each other though each
        of them looks well.
        """,
    permissions = {Permission.RUN_VIEW, Permission.SECRET_ACCESS},
    signals = Signal.ENV_INCONSISTENT,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Give both services the same value; find out first which one is right. Each"
            + " command changes this service and deploys a new revision.",
    here = "Give {variable} in {place} the value that the other service has.",
    commands = {
      "{unmapping}",
      "gcloud run services update {service} --region={region} --project={project}" + " {change}"
    })
public final class EnvConsistentAcrossServices implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;
  private final VariableValues values;

  public EnvConsistentAcrossServices(ServiceVariables variables, Secrets secrets) {
    this.variables = variables;
    this.values = new VariableValues(secrets);
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    var earlier = new ArrayList<Service>();
    for (Service service : target.environment().services().values()) {
      if (service.equals(target.resource())) {
        break;
      }
      earlier.add(service);
    }
    Map<Service, List<String>> shared = shared(env, earlier);
    if (shared.isEmpty()) {
      return Outcome.notApplicable("it shares no required variable with a service before it");
    }
    String expected = "the same values as in " + names(shared);
    return variables.judge(
        target,
        expected,
        own -> {
          var outcomes = new ArrayList<Outcome>();
          for (var other : shared.entrySet()) {
            outcomes.add(compareWith(own, target, other, expected));
          }
          return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed("they agree"));
        });
  }

  private Outcome compareWith(
      Sources own, Target<Service> target, Map.Entry<Service, List<String>> other, String expected)
      throws InterruptedException {
    return variables.judge(
        new Target<>(other.getKey(), target.environment()),
        expected,
        theirs -> compare(own, theirs, target, other, expected));
  }

  private static Map<Service, List<String>> shared(ServiceEnv env, List<Service> earlier) {
    var shared = new LinkedHashMap<Service, List<String>>();
    for (Service service : earlier) {
      List<String> names =
          service.env().orElse(ServiceEnv.NONE).required().stream()
              .filter(env.required()::contains)
              .filter(it -> !OWN.contains(it))
              .toList();
      if (!names.isEmpty()) {
        shared.put(service, names);
      }
    }
    return shared;
  }

  /** In a rollout several revisions serve, and each of them meets each of the other service. */
  private Outcome compare(
      Sources own,
      Sources theirs,
      Target<Service> target,
      Map.Entry<Service, List<String>> other,
      String expected)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (String name : other.getValue()) {
      for (Source mine : own.rulingFor(target.resource())) {
        for (Source their : theirs.rulingFor(other.getKey())) {
          outcomes.add(compare(name, mine, their, target, other.getKey(), expected));
        }
      }
    }
    return WorstOutcome.of(outcomes).orElseGet(() -> Outcome.passed("they agree"));
  }

  private Outcome compare(
      String name,
      Source mine,
      Source their,
      Target<Service> target,
      Service other,
      String expected)
      throws InterruptedException {
    Variable one = mine.variables().get(name);
    Variable two = their.variables().get(name);
    if (one == null || two == null || (one.equals(two) && !(one instanceof Variable.Unresolved))) {
      return Outcome.passed("nothing to compare");
    }
    Reading<Fingerprint> first = values.of(one);
    Reading<Fingerprint> second = values.of(two);
    for (Reading<Fingerprint> each : List.of(first, second)) {
      if (each instanceof Reading.Unanswered<Fingerprint>(ApiTrouble trouble)) {
        return NoEvidence.of(trouble, Permission.SECRET_ACCESS, target.environment(), expected);
      }
    }
    return first.equals(second)
        ? Outcome.passed("they agree")
        : mine.repaired(
            Outcome.failed(
                    Signal.ENV_INCONSISTENT,
                    expected,
                    "%s of %s differs from that of %s, %s"
                        .formatted(name, mine.label(), other.name(), their.label()))
                .fact("variable", name)
                .fact(
                    Wire.FACT,
                    Wire.fact(
                        List.of(
                            new Wire(target.name().toString(), name),
                            new Wire(other.name().toString(), name))))
                .fact(
                    "unmapping",
                    ServiceVariables.unmapping(
                        target,
                        one instanceof Variable.FromSecret && !(two instanceof Variable.FromSecret)
                            ? List.of(name)
                            : List.of()))
                .fact("change", change(name, one, two))
                .saying("disagrees with " + other.name() + " about " + name),
            ShellVariables.export(Map.of(name, Optional.empty())));
  }

  /** A plain variable does not turn into a secret unless it goes first. */
  private static Command change(String name, Variable mine, Variable their) {
    return switch (their) {
      case Variable.Plain _, Variable.Unresolved _ ->
          Command.of("--update-env-vars={value}")
              .with("value", GcloudFlags.mapWithAsked(Map.of(name, Optional.empty())));
      case Variable.FromSecret(String id, String version) ->
          Command.of(
                  (mine instanceof Variable.Plain ? "--remove-env-vars={name} " : "")
                      + "--update-secrets={mapping}")
              .with("name", GcloudFlags.names(List.of(name)))
              .with("mapping", GcloudFlags.map(Map.of(name, id + ":" + version)));
    };
  }

  private static String names(Map<Service, List<String>> shared) {
    return shared.keySet().stream()
        .map(it -> it.name().toString())
        .collect(Collectors.joining(", "));
  }

  /** What each service has for itself. */
  private static final Set<String> OWN = Set.of("PORT", "HOST", "SERVICE_NAME", "K_SERVICE");
}
