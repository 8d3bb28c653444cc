package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;
import static preflight.catalog.http.HttpHealthTest.answer;
import static preflight.catalog.http.HttpHealthTest.broken;
import static preflight.catalog.http.HttpHealthTest.exchange;
import static preflight.catalog.http.HttpHealthTest.failure;
import static preflight.catalog.http.HttpHealthTest.noSecrets;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import preflight.catalog.DialPatience;
import preflight.catalog.Patience;
import preflight.catalog.Viewpoint;
import preflight.catalog.network.TcpReachable;
import preflight.catalog.network.TlsExpiry;
import preflight.catalog.network.TlsValid;
import preflight.catalog.stream.SseFirstEvent;
import preflight.catalog.stream.WsCloseCode;
import preflight.catalog.stream.WsDuration;
import preflight.catalog.stream.WsHandshake;
import preflight.catalog.stream.WsMessage;
import preflight.catalog.stream.WsSubprotocol;
import preflight.check.Outcome;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Vantage;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.Said;
import preflight.probe.http.Conversation;
import preflight.probe.http.Conversation.Ending;
import preflight.probe.http.Conversation.Heard;
import preflight.probe.http.EventStreams.Listening;
import preflight.probe.http.Exchange;
import preflight.probe.http.GrpcHealthClient.Health;
import preflight.probe.http.Lines;
import preflight.probe.http.WebSockets;
import preflight.probe.network.Dial;
import preflight.probe.network.Dialer;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.probe.network.Timing;

/** Checks of endpoints and ports, with what they ask replaced. */
class EndpointChecksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Declared BACKEND = Declared.at("https://backend.test");
  private static final Declared SOCKET = BACKEND.offering("websocket", "/ws");
  private static final Exchange UNREACHED =
      exchange(broken(NetworkTrouble.REFUSED, Rung.TCP, true));

  @Test
  void a_handshake_is_told_by_who_refused_it() throws Exception {
    assertThat(handshake(open(Optional.empty(), new Ending.StillOpen())))
        .isInstanceOf(Passed.class);
    assertThat(failure(handshake(refused(exchange(answer(403, "{}"))))).signal())
        .isEqualTo(Signal.HTTP_APP_DENIED);
    assertThat(failure(handshake(refused(exchange(answer(426, ""))))).signal())
        .isEqualTo(Signal.WS_NOT_UPGRADED);
    assertThat(failure(handshake(refused(UNREACHED))).clues()).contains(Clue.PRIVATE_ADDRESS);
    assertThat(
            new WsHandshake(refused(UNREACHED), noSecrets())
                .run(BACKEND.asEndpoint(), new Patience(PATIENCE)))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void a_subprotocol_must_be_one_that_was_offered() throws Exception {
    var offering = SOCKET.sending("", "jwt-auth");
    assertThat(subprotocol(offering, Optional.of("jwt-auth"))).isInstanceOf(Passed.class);
    assertThat(subprotocol(SOCKET, Optional.empty())).isInstanceOf(Passed.class);
    assertThat(failure(subprotocol(offering, Optional.of("other"))).signal())
        .isEqualTo(Signal.WS_SUBPROTOCOL);
    assertThat(failure(subprotocol(offering, Optional.empty())).signal())
        .isEqualTo(Signal.WS_SUBPROTOCOL);
    assertThat(failure(subprotocol(SOCKET, Optional.of("unasked"))).signal())
        .isEqualTo(Signal.WS_SUBPROTOCOL);
  }

  @Test
  void a_socket_may_close_normally_where_it_need_not_stay_open() throws Exception {
    assertThat(closing(SOCKET, closed(1000))).isInstanceOf(Passed.class);
    assertThat(failure(closing(SOCKET, closed(1011))).signal()).isEqualTo(Signal.WS_CLOSED_BY_APP);
    var open = SOCKET.expecting(SocketProvocations.open(true));
    assertThat(closing(open, new Ending.StillOpen())).isInstanceOf(Passed.class);
    assertThat(failure(closing(open, closed(1000))).signal()).isEqualTo(Signal.WS_CLOSED_EARLY);
    assertThat(failure(closing(open, new Ending.Cut(PATIENCE))).signal()).isEqualTo(Signal.WS_CUT);
    assertThat(closing(SOCKET.expecting(SocketProvocations.open(false)), closed(1000)))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void a_message_is_waited_for_where_one_is_declared() throws Exception {
    assertThat(message(new Heard.Message(PATIENCE))).isInstanceOf(Passed.class);
    assertThat(failure(message(new Heard.Nothing(2))).observed())
        .isEqualTo("2 messages without it");
    assertThat(failure(message(new Heard.Ended(closed(4401)))).signal())
        .isEqualTo(Signal.WS_CLOSED_BY_POLICY);
  }

  @Test
  void a_socket_is_held_open_only_on_demand() throws Exception {
    var check = new WsDuration(open(Optional.empty(), closed(1001)), noSecrets());
    assertThat(
            check.run(
                SOCKET.asEndpoint(), new WsDuration.With(PATIENCE, Optional.empty(), PATIENCE)))
        .isInstanceOf(Skipped.class);
    assertThat(
            failure(
                    check.run(
                        SOCKET.asEndpoint(),
                        new WsDuration.With(PATIENCE, Optional.of(PATIENCE), PATIENCE)))
                .signal())
        .isEqualTo(Signal.WS_CLOSED_EARLY);
  }

  @Test
  void a_cut_at_the_request_timeout_is_told_from_a_cut_at_any_other_age() throws Exception {
    var minutes = new WsDuration.With(PATIENCE, Optional.of(PATIENCE), Duration.ofMinutes(5));
    var atTimeout = failure(held(new Ending.Cut(Duration.ofMillis(300_900)), minutes));
    assertThat(atTimeout.signal()).isEqualTo(Signal.WS_CUT);
    assertThat(atTimeout.clues()).contains(Clue.AT_REQUEST_TIMEOUT);
    assertThat(atTimeout.says())
        .contains("loses its WebSocket after 300 s, which is the request timeout");
    var crash = failure(held(new Ending.Cut(Duration.ofSeconds(200)), minutes));
    assertThat(crash.clues()).doesNotContain(Clue.AT_REQUEST_TIMEOUT);
    assertThat(crash.observed()).isEqualTo("cut without a close frame after 200 s");
  }

  @Test
  void a_restart_or_overload_is_told_by_its_close_code() throws Exception {
    assertThat(failure(closing(SOCKET, closed(1012))).clues()).contains(Clue.RESTARTING);
    assertThat(failure(closing(SOCKET, closed(1013))).clues()).contains(Clue.RESTARTING);
    assertThat(failure(closing(SOCKET, closed(1002))).clues()).doesNotContain(Clue.RESTARTING);
    assertThat(failure(closing(SOCKET, closed(4403))).signal())
        .isEqualTo(Signal.WS_CLOSED_BY_POLICY);
  }

  @Test
  void a_burst_counts_as_buffered_only_after_a_silence() throws Exception {
    assertThat(stream(2, false, 0, 90, 180)).isInstanceOf(Passed.class);
    assertThat(stream(2, false, 1, 1, 2)).isInstanceOf(Passed.class);
    assertThat(stream(900, false, 1, 1, 2)).isInstanceOf(Passed.class);
    assertThat(failure(stream(2, false, 700, 701, 702)).signal()).isEqualTo(Signal.SSE_BUFFERED);
    assertThat(failure(stream(900, true, 1, 1)).signal()).isEqualTo(Signal.SSE_BUFFERED);
    assertThat(failure(stream(2, true)).observed()).isEqualTo("the stream ended without an event");
    assertThat(failure(sse(new Listening.Other(UNREACHED))).clues()).contains(Clue.PRIVATE_ADDRESS);
  }

  @Test
  void a_grpc_server_must_say_that_it_serves() throws Exception {
    assertThat(grpc(new Health.Serving(List.of()))).isInstanceOf(Passed.class);
    assertThat(failure(grpc(new Health.NotServing("NOT_SERVING", List.of()))).signal())
        .isEqualTo(Signal.GRPC_NOT_SERVING);
    assertThat(failure(grpc(new Health.Status("PERMISSION_DENIED", List.of()))).observed())
        .isEqualTo("PERMISSION_DENIED");
    assertThat(
            failure(
                    grpc(
                        new Health.NotAnswered(
                            broken(NetworkTrouble.TIMED_OUT, Rung.TCP, true), List.of())))
                .clues())
        .contains(Clue.PRIVATE_ADDRESS);
  }

  @Test
  void certificates_and_ports_behind_a_private_address_are_unknown_from_outside() throws Exception {
    var broken =
        new Dial.Broken(
            Rung.TCP,
            NetworkTrouble.TIMED_OUT,
            Optional.of(InetAddress.ofLiteral("10.1.2.3")),
            Said.said("timed out"),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
    Dialer dialer = _ -> broken;
    Lines unused = (_, _, _, _) -> new Lines.Reply.Silent();
    assertThat(
            List.of(
                new TlsValid(dialer).run(BACKEND.asService(), new DialPatience(PATIENCE)),
                new TlsExpiry(dialer, Clock.systemUTC())
                    .run(BACKEND.asService(), new TlsExpiry.With(PATIENCE, 14)),
                new TcpReachable(dialer, unused)
                    .run(BACKEND.offering("tcp", "9000").asEndpoint(), new DialPatience(PATIENCE))))
        .allMatch(
            it -> new Viewpoint(Vantage.LOCAL).judge(it, BACKEND.asService()) instanceof Unknown);
    assertThat(
            failure(new TlsValid(dialer).run(BACKEND.asService(), new DialPatience(PATIENCE)))
                .signal())
        .isEqualTo(Signal.TCP_TIMEOUT);
    assertThat(
            new TlsValid(dialer)
                .run(Declared.at("http://backend.test").asService(), new DialPatience(PATIENCE)))
        .isInstanceOf(Skipped.class);
  }

  private static Outcome handshake(WebSockets sockets) throws InterruptedException {
    return new WsHandshake(sockets, noSecrets()).run(SOCKET.asEndpoint(), new Patience(PATIENCE));
  }

  private static Outcome subprotocol(Declared declared, Optional<String> chosen)
      throws InterruptedException {
    return new WsSubprotocol(open(chosen, new Ending.StillOpen()), noSecrets())
        .run(declared.asEndpoint(), new Patience(PATIENCE));
  }

  private static Outcome closing(Declared declared, Ending ending) throws InterruptedException {
    return new WsCloseCode(open(Optional.empty(), ending), noSecrets())
        .run(declared.asEndpoint(), new Patience(PATIENCE));
  }

  private static Outcome held(Ending ending, WsDuration.With with) throws InterruptedException {
    return new WsDuration(open(Optional.empty(), ending), noSecrets())
        .run(SOCKET.asEndpoint(), with);
  }

  private static Outcome message(Heard heard) throws InterruptedException {
    return new WsMessage(talking(Optional.empty(), new Ending.StillOpen(), heard), noSecrets())
        .run(
            SOCKET.expecting(SocketProvocations.answering("pong")).asEndpoint(),
            new WsMessage.With(PATIENCE, PATIENCE));
  }

  private static Outcome stream(int headMillis, boolean ended, int... eventMillis)
      throws InterruptedException {
    return sse(
        new Listening.Stream(
            preflight.probe.http.ResponseHeaders.NONE,
            Duration.ofMillis(headMillis),
            java.util.Arrays.stream(eventMillis).mapToObj(Duration::ofMillis).toList(),
            ended,
            List.of(new Timing(Rung.TCP, Duration.ofMillis(1)))));
  }

  private static Outcome sse(Listening listening) throws InterruptedException {
    return new SseFirstEvent((_, _, _) -> listening, noSecrets())
        .run(
            BACKEND.offering("sse", "/events").asEndpoint(),
            new SseFirstEvent.With(PATIENCE, PATIENCE, PATIENCE));
  }

  private static Outcome grpc(Health health) throws InterruptedException {
    return new GrpcHealth(_ -> health)
        .run(BACKEND.offering("grpc", "").asEndpoint(), new GrpcHealth.With(PATIENCE));
  }

  private static Ending closed(int code) {
    return new Ending.Closed(code, Said.said(""), Duration.ofMillis(3));
  }

  private static WebSockets refused(Exchange exchange) {
    return _ -> new WebSockets.Opening.Refused(exchange);
  }

  private static WebSockets open(Optional<String> subprotocol, Ending ending) {
    return talking(subprotocol, ending, new Heard.Nothing(0));
  }

  private static WebSockets talking(Optional<String> subprotocol, Ending ending, Heard heard) {
    return _ ->
        new WebSockets.Opening.Open(
            new Conversation() {
              @Override
              public Optional<PeerText> subprotocol() {
                return subprotocol.map(Said::said);
              }

              @Override
              public List<Timing> timings() {
                return Stream.of(Rung.TCP).map(it -> new Timing(it, Duration.ofMillis(1))).toList();
              }

              @Override
              public Heard hear(Duration within) {
                return heard;
              }

              @Override
              public Ending watch(Duration sinceHandshake) {
                return ending;
              }
            });
  }
}
