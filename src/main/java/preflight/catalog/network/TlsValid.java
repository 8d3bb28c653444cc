package preflight.catalog.network;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.DialPatience;
import preflight.catalog.NetworkSignals;
import preflight.catalog.http.Answers;
import preflight.catalog.http.Places;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.network.Destination;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.TlsTerms;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.network.TlsProof;

/** Shakes hands with a service and verifies what a browser would. */
@CheckDoc(
    id = "tls-valid",
    on = Service.class,
    about = Subject.GROUND,
    expects = "The service shows a valid certificate of its host, from a trusted issuer",
    why =
        """
        Browsers refuse the page, and clients fail before they send a byte. No log of the service \
        shows it.
        """,
    families = Family.HANDSHAKE)
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
public final class TlsValid implements Check<Target<Service>, DialPatience> {

  private final Dialer dialer;

  public TlsValid(Dialer dialer) {
    this.dialer = dialer;
  }

  @Override
  public Outcome run(Target<Service> target, DialPatience with) throws InterruptedException {
    Service service = target.resource();
    Optional<Destination> destination =
        DialledPeer.tls(service, TlsTerms.Proof.ofHttps(service.verify()), with.giveUpAfter());
    if (service.verify() == TlsProof.NONE) {
      return Outcome.notApplicable("the profile says verify: none");
    }
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
            DialledPeer.close(connected);
            yield Outcome.passed(
                connected.tls().map(Dial.Tls::version).orElse("TLS"),
                NetworkSignals.measurements(connected.timings()));
          }
          // Its own certificate was accepted before it asked for one of its client.
          case Dial.Broken broken when broken.trouble() == NetworkTrouble.CLIENT_REFUSED ->
              Outcome.passed(
                  "asks its clients for a certificate",
                  NetworkSignals.measurements(broken.timings()));
          case Dial.Broken broken -> DialledPeer.broken(broken, expected);
        },
        facts);
  }
}
