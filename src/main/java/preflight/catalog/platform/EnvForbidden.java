package preflight.catalog.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.catalog.platform.ServiceVariables.Sources;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.run.Variable;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

@CheckDoc(
    id = "env-forbidden",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "No forbidden variable is set, and what must be off is off",
    why =
        """
        Keys that let tests past the login let everybody past it who learns of them.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.ENV_FORBIDDEN,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Remove the variable; if it held a key, replace that key, since others may know"
            + " it. The command removes the variable and deploys a new revision.",
    here =
        "Remove {variables} from {place}; if it held a key, replace that key, since"
            + " others may know it.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}" + " {change}")
public final class EnvForbidden implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvForbidden(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.forbid().isEmpty() && env.off().isEmpty()) {
      return Outcome.notApplicable("no variable is forbidden");
    }
    String expected =
        UnwantedVariables.expected(
            Stream.concat(
                    env.forbid().stream(), env.off().stream().map(it -> it + " but switched off"))
                .toList());
    return variables.judge(
        target,
        expected,
        sources -> {
          Outcome outcome =
              UnwantedVariables.judge(
                  target,
                  new Sources(sources.all().stream().map(it -> switchedOn(it, env)).toList()),
                  Stream.concat(env.forbid().stream(), env.off().stream()).distinct().toList(),
                  expected,
                  Signal.ENV_FORBIDDEN,
                  "is given the forbidden variable");
          List<Outcome> open =
              sources.all().stream()
                  .flatMap(it -> it.undecided(env.off(), expected).stream())
                  .toList();
          return outcome instanceof Outcome.Passed && !open.isEmpty() ? open.getFirst() : outcome;
        });
  }

  /** A source without the switches that are off; what a secret holds is not known to be off. */
  private static Source switchedOn(Source source, ServiceEnv env) {
    Map<String, Variable> left = new LinkedHashMap<>(source.variables());
    env.off().stream()
        .filter(it -> !env.forbid().contains(it))
        .filter(it ->
            (left.get(it) instanceof Variable.Plain plain && plain.isOff())
                || left.get(it) instanceof Variable.Unresolved)
        .forEach(left::remove);
    return new Source(source.label(), left, source.revision(), source.container());
  }
}
