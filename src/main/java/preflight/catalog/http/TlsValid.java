package preflight.catalog.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.NetworkSignals;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.Destination;
import preflight.probe.Dial;
import preflight.probe.Dialer;
import preflight.probe.TlsTerms;
import preflight.resource.Field;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.Weaker;

/** Shakes hands with a service and verifies what a browser would. */
@CheckDoc(
    id = "tls-valid",
    on = Service.class,
    expects = "The service shows a valid certificate of its host, from a trusted issuer",
    why =
        """
        Browsers refuse the page, and clients fail before they send a byte. No log of the service \
        shows it.
        """,
    signals = {
      Signal.DNS_NOT_FOUND,
      Signal.DNS_FAILED,
      Signal.TCP_REFUSED,
      Signal.TCP_TIMEOUT,
      Signal.TCP_UNREACHABLE,
      Signal.CONNECTION_RESET,
      Signal.PEER_SILENT,
      Signal.WRONG_PROTOCOL,
      Signal.TLS_REFUSED,
      Signal.TLS_FAILED,
      Signal.TLS_UNTRUSTED,
      Signal.TLS_WRONG_HOST,
      Signal.TLS_EXPIRED,
      Signal.TLS_NOT_YET_VALID
    })
@Remedy(
    on = Signal.TLS_WRONG_HOST,
    text =
        "Issue a certificate that also names this host, attach it to the proxy, and"
            + " only then detach the old one. Both commands only look.",
    commands = {
      "gcloud compute ssl-certificates list --project={project}"
          + " --format='table(name,type,subjectAlternativeNames,managed.domainStatus)'",
      "gcloud compute target-https-proxies list --project={project}"
          + " --format='table(name,sslCertificates)'"
    })
public final class TlsValid implements Check<Target<Service>, TlsValid.With> {

  /** What packs may choose. */
  public record With(
      @Field(
              value = "How long each step may take before giving up",
              byDefault = "4s",
              weaker = Weaker.MORE)
          Duration giveUpAfter) {}

  private final Dialer dialer;
  private final Vantage vantage;

  public TlsValid(Dialer dialer, Vantage vantage) {
    this.dialer = dialer;
    this.vantage = vantage;
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Service> target, With with) throws InterruptedException {
    Service service = target.resource();
    Optional<Destination> destination =
        Dialled.tls(service, TlsTerms.Proof.CHAIN_AND_HOST, with.giveUpAfter());
    if (destination.isEmpty()) {
      return Outcome.notApplicable("the service has no https url");
    }
    Destination to = destination.get();
    String expected = "a valid certificate for " + to.host();
    Map<String, String> facts =
        new TreeMap<>(Places.facts(service, target.environment(), service.url().orElseThrow()));
    facts.put("port", String.valueOf(to.port()));
    return Answers.withFacts(
        switch (dialer.dial(to)) {
          case Dial.Connected connected -> {
            Dialled.close(connected);
            yield Outcome.passed(
                connected.tls().map(Dial.Tls::version).orElse("TLS"),
                NetworkSignals.measurements(connected.timings()));
          }
          case Dial.Broken broken -> Dialled.broken(broken, expected, vantage);
        },
        facts);
  }
}
