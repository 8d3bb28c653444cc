package preflight.catalog.code;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import preflight.catalog.platform.ServiceVariables;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;
import preflight.source.service.ServiceCode;
import preflight.source.service.SourceCode;

/**
 * Compares what the code of an image reads with what its revision is given. Only what the start of
 * the service needs fails; what some function needs is told.
 */
@CheckDoc(
    id = "code-env-contract",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "Each variable that the start of the code needs is given to its revision",
    why =
        """
        A new variable is read by the code in one change and given to the service in another. Where the second \
        one is forgotten, the new revision ends at its start. Whoever starts a service that is not on Cloud Run may give it \
        more than its dotenv files: of what they do not hold, nothing is said.
        """,
    example =
        """
        fails    LIMIT = int(os.environ["CONNECTION_LIMIT"])                 # and no variable of that name is given
        repair   gcloud run deploy backend --update-env-vars=CONNECTION_LIMIT=100
        """,
    permissions = Permission.RUN_VIEW,
    signals = Signal.CODE_VARIABLE_NOT_GIVEN,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Give the variable with the deployment, by its value or from a secret; or read it with a default. Declare it"
            + " in `env.require` of the service, so that a deployment without it is refused.")
public final class CodeEnvContract implements Check<Target<Service>, NoThresholds> {

  private static final String EXPECTED = "variables that the start of the code needs";
  private static final int SHOWN = 5;

  private final SourceCode code;
  private final ServiceVariables variables;

  public CodeEnvContract(SourceCode code, ServiceVariables variables) {
    this.code = code;
    this.variables = variables;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    if (service.cloudRun().isEmpty() && files(service).isEmpty()) {
      return Outcome.notApplicable(
          "no cloud-run is declared, and no env.files: what gives it its variables is not known");
    }
    return CodeOutcome.orJudge(
        "code-env-contract",
        code.of(service, target.environment()),
        EXPECTED,
        it ->
            variables.judge(
                target, EXPECTED, sources -> judge(it, names(sources, target), service)));
  }

  private static List<String> files(Service service) {
    return service.env().orElse(ServiceEnv.NONE).files();
  }

  /** Those that the service is given, and those that other checks ask for by name. */
  private static Set<String> names(ServiceVariables.Sources sources, Target<Service> target) {
    Service service = target.resource();
    Set<String> names = new HashSet<>();
    sources.rulingFor(service).forEach(it -> names.addAll(it.variables().keySet()));
    service.env().ifPresent(it -> names.addAll(it.required()));
    target.environment().secrets().values().stream()
        .filter(it -> it.usedBy().contains(service.name()))
        .forEach(it -> names.addAll(it.variables(service.name())));
    return names;
  }

  private static Outcome judge(ServiceCode code, Set<String> given, Service service)
      throws InterruptedException {
    ServiceCode.Variables found = code.variables(given);
    Set<String> missing = new LinkedHashSet<>();
    found.result().findings().forEach(it -> missing.add(it.subject()));
    missing.addAll(found.later());
    // Such as `environment:` of Compose, or a shell.
    if (service.cloudRun().isEmpty() && !missing.isEmpty()) {
      return Outcome.notApplicable(
          "no cloud-run is declared, and what starts it may give more than its env.files"
              + told("it is not known to give", List.copyOf(missing)));
    }
    return CodeOutcome.of(
        found.result(),
        Signal.CODE_VARIABLE_NOT_GIVEN,
        EXPECTED,
        "the start gets what it reads"
            + told("some function needs and does not get", found.later())
            + told("no code reads", found.unread()));
  }

  private static String told(String what, List<String> names) {
    return names.isEmpty()
        ? ""
        : "; %s %s%s"
            .formatted(
                what,
                String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : "");
  }
}
