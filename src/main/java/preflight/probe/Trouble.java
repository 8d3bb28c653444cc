package preflight.probe;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import preflight.probe.network.Greeting;
import preflight.probe.network.Ladder;
import preflight.probe.network.NetworkTrouble;
import preflight.probe.network.Rung;
import preflight.resource.ResourceName;

/**
 * Why a store gave no answer.
 *
 * @param <E> the store's own errors
 */
public sealed interface Trouble<E> {

  /**
   * The connection failed.
   *
   * @param greeting what the peer spoke instead of TLS
   */
  record Broken<E>(
      Rung rung,
      NetworkTrouble trouble,
      PeerText detail,
      Optional<Greeting> greeting,
      Ladder ladder)
      implements Trouble<E> {

    /**
     * An exchange over an open connection ended.
     *
     * @param rung on which it stood; with TLS 1.3 a server refuses the client's certificate, or the
     *     want of one, only in its first answer, and that is still about TLS
     * @param within the time that the exchange had, in words
     */
    public static <E> Broken<E> cut(
        IOException e, Rung rung, String within, Ladder ladder, Redaction redaction) {
      NetworkTrouble trouble = NetworkTrouble.of(e);
      boolean tls =
          trouble == NetworkTrouble.TLS_FAILED || trouble == NetworkTrouble.CLIENT_REFUSED;
      return new Broken<>(
          tls ? Rung.TLS : rung,
          trouble,
          tls ? redaction.heard(String.valueOf(e.getMessage())) : PeerText.ours(within),
          Optional.empty(),
          ladder);
    }

    /** Whether the peer ended the connection; a silent one may only be slow. */
    public boolean hangsUp() {
      return trouble == NetworkTrouble.RESET || trouble == NetworkTrouble.CLOSED;
    }

    /** The same, of a peer that asked for a certificate of its client and then hung up. */
    public Broken<E> refusingClient() {
      return new Broken<>(
          Rung.TLS,
          NetworkTrouble.CLIENT_REFUSED,
          PeerText.ours("it asks for a certificate of its client, and hangs up on what it gets"),
          Optional.empty(),
          ladder);
    }

    /** The same, of a peer that gave plain text no answer and shakes hands in TLS. */
    public Broken<E> wantingTls() {
      return new Broken<>(
          Rung.TLS,
          NetworkTrouble.TLS_EXPECTED,
          PeerText.ours("it gives no answer to plain text, and answers a TLS greeting"),
          Optional.empty(),
          ladder);
    }
  }

  /**
   * Nothing listens, and the store answers on the other one of its two usual ports.
   *
   * @param tls whether it answers there in TLS
   */
  record Elsewhere<E>(Broken<E> declared, int port, boolean tls) implements Trouble<E> {}

  /** Something else than the store answered. */
  record Stranger<E>(Rung rung, Greeting greeting, Ladder ladder) implements Trouble<E> {}

  /** The store answered with an error. */
  record Rejected<E>(Rung rung, E error, Ladder ladder) implements Trouble<E> {}

  /** A value that is needed is held by a secret that gives none. */
  record Unreadable<E>(ResourceName secret, Lack why) implements Trouble<E> {}

  /**
   * A secret holds something that cannot be the value that is needed.
   *
   * @param expected what it would have to hold, such as {@code a port}
   */
  record Malformed<E>(ResourceName secret, String expected) implements Trouble<E> {}

  /** The same, of a store with other hosts. */
  default Trouble<E> beside(List<String> others) {
    return switch (this) {
      case Broken<E> it ->
          new Broken<>(
              it.rung(), it.trouble(), it.detail(), it.greeting(), it.ladder().beside(others));
      case Stranger<E>(Rung rung, Greeting greeting, Ladder ladder) ->
          new Stranger<>(rung, greeting, ladder.beside(others));
      case Rejected<E>(Rung rung, E error, Ladder ladder) ->
          new Rejected<>(rung, error, ladder.beside(others));
      case Elsewhere<E> _, Unreadable<E> _, Malformed<E> _ -> this;
    };
  }
}
