package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import preflight.catalog.WorstOutcome;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.probe.google.Api;
import preflight.probe.run.Variable;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.network.Loopback;
import preflight.resource.service.ServiceEnv;

@CheckDoc(
    id = "env-localhost",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "No variable points at the machine itself",
    why =
        """
        In a container, `localhost` is the container: an address that works on a developer's machine leads
        nowhere once it is deployed.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.ENV_LOCALHOST,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Set the variable to the address of the service or store that it means. The"
            + " command sets it and deploys a new revision.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --update-env-vars='^@;^'{variable:variable}={NEW_VALUE?its value}")
public final class EnvLocalhost implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvLocalhost(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (target.resource().cloudRun().isEmpty()) {
      return Outcome.notApplicable("it runs on this machine, for all that is declared");
    }
    // Cloud Run itself is at Google unless the profile says otherwise.
    if (target.environment().gcp().endpoints().containsKey(Api.RUN.key())
        && Loopback.holds(target.environment())) {
      return Outcome.notApplicable("the whole environment is on this machine");
    }
    String expected = "addresses of other machines";
    return variables.judge(
        target,
        expected,
        sources -> {
          if (sources.withSidecars()) {
            return Outcome.notApplicable(
                "its containers share one machine, so that it may be the address of a sidecar");
          }
          var undecided = new ArrayList<Outcome>();
          for (Source source : sources.rulingFor(target.resource())) {
            source.undecided(source.variables().keySet(), expected).ifPresent(undecided::add);
            List<String> here =
                source.variables().entrySet().stream()
                    .filter(
                        it -> it.getValue() instanceof Variable.Plain plain && plain.pointsHere())
                    .filter(it -> !env.expect().containsKey(it.getKey()))
                    .map(Map.Entry::getKey)
                    .filter(it -> !LISTENING.contains(it))
                    .toList();
            if (!here.isEmpty()) {
              return Outcome.failed(
                      Signal.ENV_LOCALHOST,
                      expected,
                      "%s: %s".formatted(source.label(), String.join(", ", here)))
                  .fact("variable", here.getFirst())
                  .fact(Wire.FACT, Wire.fact(target.name().toString(), here))
                  .saying("is given an address of its own machine as " + here.getFirst());
            }
          }
          return WorstOutcome.of(undecided)
              .orElseGet(() -> Outcome.passed("no variable points at the machine itself"));
        });
  }

  /** Where a server listens, 0.0.0.0 is right. */
  private static final Set<String> LISTENING =
      Set.of("HOST", "BIND", "BIND_ADDRESS", "LISTEN_ADDRESS", "HOSTNAME");
}
