package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import preflight.catalog.Worst;
import preflight.catalog.platform.ServiceVariables.Sources;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.probe.run.Variable;
import preflight.resource.Service;
import preflight.resource.ServiceEnv;
import preflight.resource.Target;

@CheckDoc(
    id = "env-consistent-across-services",
    on = Service.class,
    expects = "Services agree about the variables that they share",
    why =
        """
        Two services that must agree, on an issuer or a queue, and do not, refuse each other though each
        of them looks well.
        """,
    permissions = Permission.RUN_VIEW,
    signals = {
      Signal.ENV_INCONSISTENT,
      Signal.RUN_SERVICE_NOT_FOUND,
      Signal.API_DISABLED,
      Signal.BILLING_DISABLED,
      Signal.POLICY_DENIED
    })
@Remedy(
    text = "Give both services the same value.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --update-env-vars={variable}=VALUE")
public final class EnvConsistentAcrossServices implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvConsistentAcrossServices(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Class<NoThresholds> withType() {
    return NoThresholds.class;
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
          return Worst.of(outcomes).orElseGet(() -> Outcome.passed("they agree"));
        });
  }

  private Outcome compareWith(
      Sources own, Target<Service> target, Map.Entry<Service, List<String>> other, String expected)
      throws InterruptedException {
    return variables.judge(
        new Target<>(other.getKey(), target.environment()),
        expected,
        theirs -> compare(own, theirs, target.resource(), other, expected));
  }

  private static Map<Service, List<String>> shared(ServiceEnv env, List<Service> earlier) {
    var shared = new LinkedHashMap<Service, List<String>>();
    for (Service service : earlier) {
      List<String> names =
          service.env().orElse(ServiceEnv.NONE).require().stream()
              .filter(env.require()::contains)
              .filter(it -> !OWN.contains(it))
              .toList();
      if (!names.isEmpty()) {
        shared.put(service, names);
      }
    }
    return shared;
  }

  private static Outcome compare(
      Sources own,
      Sources theirs,
      Service service,
      Map.Entry<Service, List<String>> other,
      String expected) {
    for (String name : other.getValue()) {
      Variable mine = own.rulingFor(service).getFirst().variables().get(name);
      Variable their = theirs.rulingFor(other.getKey()).getFirst().variables().get(name);
      if (mine instanceof Variable.Plain one
          && their instanceof Variable.Plain two
          && !one.same(two)) {
        return Outcome.failed(
                Signal.ENV_INCONSISTENT,
                expected,
                "%s differs from that of %s".formatted(name, other.getKey().name()))
            .fact("variable", name)
            .saying("disagrees with " + other.getKey().name() + " about " + name);
      }
    }
    return Outcome.passed("they agree");
  }

  private static String names(Map<Service, List<String>> shared) {
    return shared.keySet().stream()
        .map(it -> it.name().toString())
        .collect(Collectors.joining(", "));
  }

  /** What each service has for itself. */
  private static final Set<String> OWN = Set.of("PORT", "HOST", "SERVICE_NAME", "K_SERVICE");
}
