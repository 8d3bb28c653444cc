package preflight.catalog;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import preflight.catalog.http.HttpOrigin;
import preflight.catalog.network.DnsRecord;
import preflight.catalog.network.TlsExpiry;
import preflight.catalog.network.TlsValid;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.Permission;
import preflight.check.plan.PlannedCheck;
import preflight.check.signal.Family;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.ServiceState;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.network.TrustedHosts;

/**
 * Where services are asked. One without a url is asked at the address that Cloud Run gives it; one
 * with further hosts is judged at each of them.
 */
final class Addresses {

  /**
   * What is asked of each host: that the name, the certificate and the way to the application fit.
   */
  private static final Set<Class<?>> AT_EVERY_HOST =
      Set.of(DnsRecord.class, TlsValid.class, TlsExpiry.class, HttpOrigin.class);

  private static final String EXPECTED = "an address of the service, from Cloud Run";

  private final CloudRun run;

  Addresses(CloudRun run) {
    this.run = run;
  }

  /** Asks once. */
  interface Asking {
    Outcome of(PlannedCheck check) throws InterruptedException;
  }

  /** Asks wherever the service of a check is reached. */
  Outcome ask(PlannedCheck check, Asking asking) throws InterruptedException {
    Optional<Service> service = service(check);
    if (service.isEmpty()) {
      return asking.of(check);
    }
    if (isUnlocated(service.get())) {
      return switch (found(service.get(), environment(check))) {
        case Found.At(URI url) -> everywhere(about(check, service.get().at(url)), asking);
        case Found.Not(Outcome why) -> why;
      };
    }
    return everywhere(check, asking);
  }

  private static Optional<Service> service(PlannedCheck check) {
    if (Collections.disjoint(check.definition().looksAt(), Family.CONNECTION.signals())) {
      return Optional.empty();
    }
    return switch (check.target()) {
      case Target<?>(Service it, _) -> Optional.of(it);
      case Target<?>(Endpoint it, Environment environment) ->
          Optional.of(environment.serviceOf(it));
      default -> Optional.empty();
    };
  }

  private static Environment environment(PlannedCheck check) {
    return ((Target<?>) check.target()).environment();
  }

  private static boolean isUnlocated(Service service) {
    return service.url().isEmpty()
        && service.cloudRun().isPresent()
        && !service.isJob()
        && service.isAskedAtUrl();
  }

  /** An address, or why there is none. */
  private sealed interface Found {
    record At(URI url) implements Found {}

    record Not(Outcome outcome) implements Found {}
  }

  private Found found(Service service, Environment environment) throws InterruptedException {
    String name = service.cloudRun().orElseThrow();
    return switch (run.service(name)) {
      case ApiAnswer.Got<ServiceState>(ServiceState state) ->
          state
              .url()
              .filter(it -> "https".equals(it.getScheme()) || TrustedHosts.isThisMachine(it))
              .<Found>map(Found.At::new)
              .orElseGet(() ->
                  unknown(
                      "Cloud Run gives %s no address: its default URL is off; declare its url"
                          .formatted(name)));
      case ApiAnswer.Absent<ServiceState> _ ->
          unknown("there is no service %s in the project and region".formatted(name));
      case ApiAnswer.Malformed<ServiceState> _, ApiAnswer.Unfit<ServiceState> _ ->
          unknown("the answer of Cloud Run about %s cannot be read".formatted(name));
      case ApiAnswer.Refused<ServiceState>(var trouble) -> {
        Outcome why = NoEvidence.of(trouble, Permission.RUN_VIEW, environment, EXPECTED);
        // The checks of the platform tell of it as a failure.
        yield why instanceof Failed failed ? unknown(failed.observed()) : new Found.Not(why);
      }
    };
  }

  private static Found unknown(String observed) {
    return new Found.Not(Outcome.unknown(UnknownReason.PERMISSION, EXPECTED, observed));
  }

  private static PlannedCheck about(PlannedCheck check, Service service) {
    Environment environment = environment(check).with(service);
    return switch (check.target()) {
      case Target<?>(Endpoint it, _) -> check.about(new Target<>(it, environment));
      default -> check.about(new Target<>(service, environment));
    };
  }

  private static Outcome everywhere(PlannedCheck check, Asking asking) throws InterruptedException {
    if (!(check.target() instanceof Target<?>(Service service, _))
        || service.hosts().isEmpty()
        || !AT_EVERY_HOST.contains(check.definition().type())) {
      return asking.of(check);
    }
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.add(asking.of(check));
    for (URI host : service.hosts()) {
      outcomes.add(told(asking.of(about(check, service.atHost(host))), host));
    }
    return WorstOutcome.of(outcomes).orElseGet(outcomes::getFirst);
  }

  private static Outcome told(Outcome outcome, URI host) {
    return switch (outcome) {
      case Failed failed -> failed.with(new Evidence("host", host.toString()));
      case Unknown(var reason, String expected, String observed, var commands) ->
          new Unknown(reason, expected, "at %s: %s".formatted(host, observed), commands);
      default -> outcome;
    };
  }
}
