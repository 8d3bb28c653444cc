package preflight.catalog.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.catalog.DialPatience;
import preflight.catalog.NetworkSignals;
import preflight.catalog.http.Answers;
import preflight.catalog.http.Excerpt;
import preflight.catalog.http.Places;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Measurement;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Phase;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.http.Lines;
import preflight.probe.network.Destination;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.resource.Endpoint;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.Expectation;

/** Connects to a port that speaks a protocol of its own; with a text to send, hears its answer. */
@CheckDoc(
    id = "tcp-reachable",
    on = Endpoint.class,
    about = Subject.RUNNING,
    expects = "The port accepts a connection, and answers where an answer is declared",
    why =
        """
        Something else in the environment needs this port. An open port alone proves little: give \
        it something to send and a text to expect where its protocol allows.
        """,
    families = Family.CONNECTION)
public final class TcpReachable implements Check<Target<Endpoint>, DialPatience> {

  private final Dialer dialer;
  private final Lines lines;

  public TcpReachable(Dialer dialer, Lines lines) {
    this.dialer = dialer;
    this.lines = lines;
  }

  @Override
  public Outcome run(Target<Endpoint> target, DialPatience with) throws InterruptedException {
    Endpoint endpoint = target.resource();
    Service service = target.environment().serviceOf(endpoint);
    Optional<String> host = service.url().flatMap(Places::host);
    if (endpoint.tcp().isEmpty() || host.isEmpty()) {
      return Outcome.notApplicable("the endpoint is no port, or its service has no url");
    }
    int port = endpoint.tcp().get();
    var to =
        new Destination(
            host.get(),
            port,
            Optional.empty(),
            with.giveUpAfter(),
            with.giveUpAfter().multipliedBy(2));
    String expected = "a connection to %s:%d".formatted(host.get(), port);
    Map<String, String> facts =
        new TreeMap<>(Places.facts(service, target.environment(), service.url().orElseThrow()));
    facts.put("port", String.valueOf(port));
    return Answers.withFacts(
        switch (dialer.dial(to)) {
          case Dial.Connected connected -> talk(connected, endpoint, expected, with);
          case Dial.Broken broken -> DialledPeer.broken(broken, expected);
        },
        facts);
  }

  private Outcome talk(
      Dial.Connected connected, Endpoint endpoint, String expected, DialPatience with)
      throws InterruptedException {
    List<Measurement> measured = NetworkSignals.measurements(connected.timings());
    Expectation expectation = endpoint.expect().orElse(Expectation.NONE);
    Optional<String> wanted = expectation.message().or(expectation::text);
    if (wanted.isEmpty()) {
      DialledPeer.close(connected);
      return Outcome.passed("connected", measured);
    }
    var reply =
        lines.exchange(
            connected.socket(),
            endpoint.send(),
            wanted.get(),
            expectation.within().orElse(with.giveUpAfter()));
    String answer = "an answer with " + Excerpt.of(wanted.get());
    return switch (reply) {
      case Lines.Reply.Expected() -> Outcome.passed("connected and answered", measured);
      case Lines.Reply.Other(PeerText text) ->
          failed(Signal.WRONG_PROTOCOL, answer, "another answer", measured)
              .with(new Evidence("answer", Excerpt.of(text)));
      case Lines.Reply.Silent() -> failed(Signal.PEER_SILENT, answer, "nothing", measured);
      case Lines.Reply.Closed() ->
          failed(Signal.CONNECTION_CLOSED, expected, "closed without an answer", measured);
      case Lines.Reply.Reset() -> failed(Signal.CONNECTION_RESET, expected, "cut", measured);
    };
  }

  private static Failed failed(
      Signal signal, String expected, String observed, List<Measurement> measured) {
    return Outcome.failed(signal, expected, observed).at(Phase.RESPONSE).measured(measured);
  }
}
