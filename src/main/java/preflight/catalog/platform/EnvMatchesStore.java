package preflight.catalog.platform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.run.StoreAddress;
import preflight.probe.run.StoreAddress.Comparison;
import preflight.probe.run.StoreAddress.Part;
import preflight.probe.secret.Secrets;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.Setting;
import preflight.resource.Target;

@CheckDoc(
    id = "env-matches-store",
    on = Service.class,
    about = Subject.PLANNED,
    expects = "The service's own variables lead to the stores that the profile declares",
    why =
        """
        That a probe reaches a store with the declared settings says nothing of a service that is given \
        other ones. Only where both are equal can a failure to reach the store lie in the code.
        """,
    permissions = {Permission.RUN_VIEW, Permission.SECRET_ACCESS},
    signals = Signal.ENV_MISMATCH,
    families = Family.CLOUD_RUN)
@Remedy(
    text =
        "Give the variable the {part} of {store}, or correct the declaration. The command shows the"
            + " variables of the service and changes nothing.",
    here = "Correct the {part} in {variable} in {place}, or the declaration of {store}.",
    commands = "preflight explain {environment} {declared-service} --live")
public final class EnvMatchesStore implements Check<Target<Service>, NoThresholds> {

  private final ServiceVariables variables;
  private final StoreVariables stores;
  private final SecretBytes secrets;

  public EnvMatchesStore(ServiceVariables variables, Secrets values, SecretBytes secrets) {
    this.variables = variables;
    this.stores = new StoreVariables(values);
    this.secrets = secrets;
  }

  @Override
  public Outcome run(Target<Service> target, NoThresholds with) throws InterruptedException {
    Service service = target.resource();
    List<Resource> used =
        service.uses().stream()
            .flatMap(it -> target.environment().find(it).stream())
            .filter(it -> it instanceof Redis || it instanceof Postgres)
            .toList();
    if (used.isEmpty()) {
      return Outcome.notApplicable("it uses no store");
    }
    String expected = "variables that lead to the declared stores";
    return variables.judge(
        target,
        expected,
        sources -> {
          var uncompared = new ArrayList<String>();
          for (Source source : sources.rulingFor(service)) {
            for (Resource store : used) {
              StoreVariables.Told told = stores.of(service, store.name(), source.variables());
              Verdict verdict = verdict(told.told(), declared(store), store.name());
              switch (verdict) {
                case Verdict.Equal() -> {
                  // This source leads where the profile says.
                }
                case Verdict.Differs(String variable, Part part) -> {
                  return failed(source, service, store.name(), variable, part, expected);
                }
                case Verdict.Open(String why) -> {
                  if (told.trouble().isPresent()) {
                    return NoEvidence.of(
                        told.trouble().get(),
                        Permission.SECRET_ACCESS,
                        target.environment(),
                        expected);
                  }
                  uncompared.add(why);
                }
              }
            }
          }
          return uncompared.isEmpty()
              ? Outcome.passed("they lead to all " + used.size())
              : Outcome.notApplicable(uncompared.getFirst());
        });
  }

  /** What is known of one store. */
  private sealed interface Verdict {
    record Equal() implements Verdict {}

    record Differs(String variable, Part part) implements Verdict {}

    record Open(String why) implements Verdict {}
  }

  /** Further variables may lead to stores that nobody declares: one that agrees is enough. */
  private static Verdict verdict(
      Map<String, StoreAddress> told, StoreAddress declared, ResourceName store) {
    Verdict verdict = new Verdict.Open("no variable of a customary name leads to " + store);
    for (var entry : told.entrySet()) {
      switch (entry.getValue().against(declared)) {
        case Comparison.Same() -> {
          return new Verdict.Equal();
        }
        case Comparison.Different(Part part) -> {
          if (!(verdict instanceof Verdict.Differs)) {
            verdict = new Verdict.Differs(entry.getKey(), part);
          }
        }
        case Comparison.Unclear(Part part) -> {
          if (!(verdict instanceof Verdict.Differs)) {
            verdict =
                new Verdict.Open(
                    "the %s in %s cannot be compared with that of %s"
                        .formatted(part.word(), entry.getKey(), store));
          }
        }
      }
    }
    return verdict;
  }

  private static Outcome failed(
      Source source,
      Service service,
      ResourceName store,
      String variable,
      Part part,
      String expected) {
    return source.repaired(
        Outcome.failed(
                Signal.ENV_MISMATCH,
                expected,
                "%s: %s has another %s than %s"
                    .formatted(source.label(), variable, part.word(), store))
            .fact("variable", variable)
            .fact("part", part.word())
            .fact("store", store.toString())
            .fact("declared-service", service.name().toString())
            .saying(
                "is given another %s of %s than the one declared, in %s"
                    .formatted(part.word(), store, variable)),
        ShellVariables.export(Map.of(variable, Optional.empty())));
  }

  private StoreAddress declared(Resource store) throws InterruptedException {
    Map<Part, SecretValue> parts = new EnumMap<>(Part.class);
    switch (store) {
      case Redis it -> {
        put(parts, Part.HOST, Optional.of(it.host()));
        put(parts, Part.PORT, Optional.of(it.port()));
        put(parts, Part.USER, it.user());
        put(parts, Part.DATABASE, it.database());
        put(parts, Part.PASSWORD, it.secretPassword());
      }
      case Postgres it -> {
        put(parts, Part.HOST, Optional.of(it.host()));
        put(parts, Part.PORT, Optional.of(it.port()));
        put(parts, Part.USER, Optional.of(it.user()));
        put(parts, Part.DATABASE, Optional.of(it.database()));
        put(parts, Part.PASSWORD, it.secretPassword());
      }
      default -> throw new IllegalArgumentException("no store: " + store.name());
    }
    return StoreAddress.of(parts);
  }

  private void put(Map<Part, SecretValue> parts, Part part, Optional<? extends Setting<?>> setting)
      throws InterruptedException {
    if (setting.isEmpty()) {
      return;
    }
    switch (setting.get()) {
      case Setting.Literal<?>(Object value) ->
          parts.put(part, SecretValue.of(String.valueOf(value)));
      case Setting.FromSecret<?>(ResourceName secret) ->
          secrets.of(secret).ifPresent(it -> parts.put(part, it));
      case Setting.InUrl<?>(ResourceName secret) ->
          secrets
              .of(secret)
              .flatMap(StoreAddress::ofUrl)
              .flatMap(it -> it.value(part))
              .ifPresent(it -> parts.put(part, it));
    }
  }
}
