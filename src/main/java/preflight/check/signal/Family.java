package preflight.check.signal;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Signals that come together, from one way of asking; a check names the family in one word. */
public enum Family implements Signal.Trait {
  /** Names and TCP. */
  CONNECTION,
  /** The TLS handshake, and the connection below it. */
  HANDSHAKE(CONNECTION),
  /** An exchange over HTTP that came to no answer. */
  HTTP(HANDSHAKE),
  /** What answers in front of the application. */
  FRONT_END(HTTP),
  /** What the application answers. */
  APPLICATION(FRONT_END),
  /** How a WebSocket ends that was open. */
  WEBSOCKET_END,
  /** Why a declared secret has no value. */
  SECRET_READING,
  /** Why none of Google's APIs answers a project. */
  GOOGLE_API,
  /** A question to Cloud Run about one service. */
  CLOUD_RUN(GOOGLE_API),
  /** What the source shows before any of it runs. */
  SOURCE;

  // Never handed out and never changed.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Family[] includes;

  Family(Family... includes) {
    this.includes = includes;
  }

  /** Its own signals and those of the families that it includes. */
  public Set<Signal> signals() {
    Set<Signal> all = EnumSet.noneOf(Signal.class);
    for (Signal signal : Signal.values()) {
      if (signal.family().filter(this::equals).isPresent()) {
        all.add(signal);
      }
    }
    Arrays.stream(includes).forEach(it -> all.addAll(it.signals()));
    return all;
  }
}
