package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import preflight.catalog.WorstOutcome;
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
    id = "env-expected",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Every variable with a declared value has it",
    why =
        """
        A service that believes to be in another environment talks to the wrong neighbours, or switches on
        what was meant for tests.
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.ENV_UNEXPECTED_VALUE,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Set the variable to the declared value, or correct the declaration. Each"
            + " command deploys a new revision.",
    here = "Give {variables} the declared value in {place}, or correct the declaration.",
    commands = {
      "{unmapping}",
      "gcloud run services update {service} --region={region} --project={project}"
          + " --update-env-vars={assignments}"
    })
public final class EnvExpected implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;

  public EnvExpected(ServiceVariables variables) {
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    ServiceEnv env = target.resource().env().orElse(ServiceEnv.NONE);
    if (env.expect().isEmpty()) {
      return Outcome.notApplicable("no value is declared");
    }
    var declared = new TreeMap<>(env.expect());
    String expected =
        declared.entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining(", "));
    return variables.judge(
        target,
        expected,
        sources -> {
          var undecided = new ArrayList<Outcome>();
          for (Source source : sources.rulingFor(target.resource())) {
            var unlike = new TreeMap<>(declared);
            unlike
                .entrySet()
                .removeIf(it -> has(source.variables().get(it.getKey()), it.getValue()));
            Optional<Outcome> open = source.undecided(unlike.keySet(), expected);
            open.ifPresent(undecided::add);
            unlike
                .keySet()
                .removeIf(it -> source.variables().get(it) instanceof Variable.Unresolved);
            if (!unlike.isEmpty()) {
              return failed(target, source, unlike, expected);
            }
          }
          return WorstOutcome.of(undecided).orElseGet(() -> Outcome.passed(expected));
        });
  }

  private static boolean has(@Nullable Variable variable, String value) {
    return variable instanceof Variable.Plain plain && plain.is(value);
  }

  private static Outcome failed(
      Target<Service> target, Source source, SortedMap<String, String> unlike, String expected) {
    String names = String.join(" and ", unlike.keySet());
    return source.repaired(
        Outcome.failed(
                Signal.ENV_UNEXPECTED_VALUE,
                expected,
                unlike.keySet().stream()
                    .map(it -> observed(it, source.variables().get(it)))
                    .collect(Collectors.joining(", ", source.label() + " has ", "")))
            .fact("variable", unlike.firstKey())
            .fact("variables", names)
            .fact(Wire.FACT, Wire.fact(target.name().toString(), unlike.keySet()))
            .fact(
                "unmapping",
                ServiceVariables.unmapping(
                    target,
                    unlike.keySet().stream()
                        .filter(it -> source.variables().get(it) instanceof Variable.FromSecret)
                        .toList()))
            .fact("assignments", GcloudFlags.map(unlike))
            .saying("has another %s than the one declared".formatted(names)),
        ShellVariables.export(
            unlike.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> Optional.of(it.getValue())))));
  }

  private static String observed(String name, @Nullable Variable variable) {
    return switch (variable) {
      case null -> "no " + name;
      case Variable.FromSecret(String secret, _) -> name + " from the secret " + secret;
      // What stands there instead may be a credential that was put under the wrong name.
      case Variable.Plain _, Variable.Unresolved _ -> "another " + name;
    };
  }
}
