package preflight.catalog.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import preflight.catalog.platform.ServiceVariables.Source;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.GcloudFlags;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.check.signal.Wire;
import preflight.probe.run.Variable;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

@CheckDoc(
    id = "env-required",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Every required variable is set",
    why =
        """
        A service that misses a variable stops at its start, or takes a default that was meant for a
        developer's machine.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.ENV_MISSING,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Set the variable. The command sets it and deploys a new revision; keep a"
            + " secret in Secret Manager instead.",
    here = "Set {variables} in {place}.",
    commands =
        "gcloud run services update {service} --region={region} --project={project}"
            + " --update-env-vars={assignments}")
public final class EnvRequired implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvRequired(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.require().isEmpty()) {
      return Outcome.notApplicable("no variable is required");
    }
    String expected =
        "the variables "
            + env.require().stream().map(EnvRequired::either).collect(Collectors.joining(", "));
    return variables.judge(
        target,
        expected,
        sources -> {
          for (Source source : sources.rulingFor(target.resource())) {
            List<String> missing =
                env.require().stream()
                    .filter(
                        it -> it.stream().allMatch(name -> isMissing(source.variables().get(name))))
                    .map(List::getFirst)
                    .toList();
            if (!missing.isEmpty()) {
              return failed(target, source, missing, env, expected);
            }
          }
          return Outcome.passed("all " + env.require().size() + " are set");
        });
  }

  private static String either(List<String> names) {
    return String.join(" or ", names);
  }

  /**
   * @param missing of those of which one is enough, the first
   */
  private static Outcome failed(
      Target<Service> target,
      Source source,
      List<String> missing,
      ServiceEnv env,
      String expected) {
    Map<String, Optional<String>> values =
        missing.stream()
            .collect(Collectors.toMap(it -> it, it -> Optional.ofNullable(env.expect().get(it))));
    String names = String.join(" and ", missing);
    return source.repaired(
        Outcome.failed(
                Signal.ENV_MISSING,
                expected,
                "%s lacks %s"
                    .formatted(
                        source.label(),
                        env.require().stream()
                            .filter(it -> missing.contains(it.getFirst()))
                            .map(EnvRequired::either)
                            .collect(Collectors.joining(", "))))
            .fact("variable", missing.getFirst())
            .fact("variables", names)
            .fact(Wire.FACT, Wire.fact(target.name().toString(), missing))
            .fact("assignments", GcloudFlags.mapWithAsked(values))
            .saying("lacks the variable " + names),
        ShellVariables.export(values));
  }

  /** Most programs read an empty variable as if it were not set. */
  private static boolean isMissing(@Nullable Variable variable) {
    return switch (variable) {
      case null -> true;
      case Variable.Plain plain -> plain.is("");
      case Variable.FromSecret _, Variable.Unresolved _ -> false;
    };
  }
}
