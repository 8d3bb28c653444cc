package preflight.catalog.network;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.NetworkSignals;
import preflight.catalog.http.Answers;
import preflight.catalog.http.Places;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.network.Destination;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.TlsTerms;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** Reads how long the certificates of a service are still valid. */
@CheckDoc(
    id = "tls-expiry",
    on = Service.class,
    about = Subject.GROUND,
    expects = "No certificate of the service expires soon",
    why =
        """
        A certificate expires to the second, for every user at once, and mostly on a weekend.
        """,
    signals = Signal.TLS_EXPIRES_SOON,
    families = Family.HANDSHAKE)
@Remedy(
    on = {Signal.TLS_EXPIRES_SOON, Signal.TLS_EXPIRED},
    text =
        "Renew the certificate. If Google manages it and does not renew it, its domain"
            + " status gives the reason. Both commands only look.",
    commands = {
      "gcloud compute ssl-certificates list --project={project}"
          + " --format='table(name,expireTime,managed.status,managed.domainStatus)'",
      "openssl s_client -connect {host}:{port} -servername {host} </dev/null"
          + " 2>/dev/null | openssl x509 -noout -enddate"
    })
public final class TlsExpiry implements Check<Target<Service>, TlsExpiry.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long each step may take before giving up",
              byDefault = "4s",
              weaker = Weaker.MORE)
          Duration giveUpAfter,
      @Field(value = "How many days must be left", byDefault = "14", weaker = Weaker.LESS)
          int days) {}

  private final Dialer dialer;
  private final Clock clock;

  public TlsExpiry(Dialer dialer, Clock clock) {
    this.dialer = dialer;
    this.clock = clock;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Service service = target.resource();
    Optional<Destination> destination =
        DialledPeer.tls(service, TlsTerms.Proof.NOTHING, with.giveUpAfter());
    if (destination.isEmpty()) {
      return Outcome.notApplicable("the service has no https url");
    }
    Destination to = destination.get();
    Map<String, String> facts =
        new TreeMap<>(Places.facts(service, target.environment(), service.url().orElseThrow()));
    facts.put("port", String.valueOf(to.port()));
    String expected = "certificates that are valid for %d days more".formatted(with.days());
    return Answers.withFacts(
        switch (dialer.dial(to)) {
          case Dial.Connected connected -> {
            DialledPeer.close(connected);
            yield judge(connected, expected, with.days());
          }
          case Dial.Broken broken -> DialledPeer.broken(broken, expected);
        },
        facts);
  }

  private Outcome judge(Dial.Connected connected, String expected, int days) {
    Instant ends =
        connected.tls().stream()
            .flatMap(it -> it.chain().stream())
            .map(it -> it.getNotAfter().toInstant())
            .min(Comparator.naturalOrder())
            .orElse(Instant.MAX);
    Instant now = clock.instant();
    List<Measurement> measured = NetworkSignals.measurements(connected.timings());
    if (ends.isBefore(now)) {
      return Outcome.failed(Signal.TLS_EXPIRED, expected, "one expired at " + ends)
          .at(Phase.TLS)
          .saying("has a certificate that expired %d days ago".formatted(days(ends, now)))
          .measured(measured);
    }
    return ends.isBefore(now.plus(Duration.ofDays(days)))
        ? Outcome.failed(Signal.TLS_EXPIRES_SOON, expected, "one expires at " + ends)
            .at(Phase.TLS)
            .saying("has a certificate that expires in %d days".formatted(days(now, ends)))
            .measured(measured)
        : Outcome.passed("valid until " + ends, measured);
  }

  private static long days(Instant from, Instant to) {
    return Duration.between(from, to).toDays();
  }
}
