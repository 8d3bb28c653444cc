package preflight.catalog.http;

import java.time.Clock;
import java.util.List;
import preflight.check.Check;
import preflight.check.Vantage;
import preflight.probe.SecretBytes;
import preflight.probe.http.EventStreams;
import preflight.probe.http.GrpcHealthClient;
import preflight.probe.http.Http;
import preflight.probe.http.Lines;
import preflight.probe.http.Programs;
import preflight.probe.http.Tokens;
import preflight.probe.http.WebSockets;
import preflight.probe.network.Dialer;
import preflight.probe.network.Resolver;

/** Every check of what services offer. To add one, write its class and list it here. */
public final class HttpChecks {

  private HttpChecks() {}

  public static List<Check<?, ?>> all(
      Http http,
      WebSockets sockets,
      EventStreams streams,
      GrpcHealthClient grpc,
      Tokens tokens,
      Programs programs,
      Lines lines,
      Dialer dialer,
      Resolver resolver,
      SecretBytes secrets,
      Clock clock,
      Clock machine,
      Vantage vantage) {
    return List.of(
        // Sorted by id.
        new DnsRecord(resolver),
        new Exec(programs),
        new GrpcHealth(grpc, vantage),
        new HttpCors(http, vantage),
        new HttpHealth(http, secrets, vantage),
        new HttpOrigin(http, vantage),
        new HttpRedirect(http, vantage),
        new HttpRoutes(http, vantage),
        new S2sAuth(http, tokens, secrets, machine, vantage),
        new S2sClock(http, machine, vantage),
        new SseFirstEvent(streams, secrets, vantage),
        new TcpReachable(dialer, lines, vantage),
        new TlsExpiry(dialer, clock, vantage),
        new TlsValid(dialer, vantage),
        new WsCloseCode(sockets, secrets, vantage),
        new WsDuration(sockets, secrets, vantage),
        new WsHandshake(sockets, secrets, vantage),
        new WsMessage(sockets, secrets, vantage),
        new WsSubprotocol(sockets, secrets, vantage));
  }
}
