package preflight.check.signal;

/** What a failure looks like from outside: the columns of the compatibility matrix. */
public enum Symptom implements Signal.Trait {
  RESOLVE(Effect.DOWN),
  CONNECT_TIMEOUT(Effect.DOWN),
  /** A connection came about, or could have: the path is fine, whoever stands at its end. */
  CONNECT_REFUSED(Effect.DOWN),
  TLS(Effect.DOWN),
  AUTH(Effect.NOTHING),
  STARTUP(Effect.DOWN),
  RUNTIME(Effect.DOWN),
  LATENCY(Effect.SLOW),
  APP_DENIED(Effect.NOTHING),
  APP_NOT_FOUND(Effect.NOTHING),
  WEBSOCKET(Effect.NOTHING),
  SSE(Effect.NOTHING);

  private final Effect effect;

  Symptom(Effect effect) {
    this.effect = effect;
  }

  /** What a failure of this kind does to others, unless its signal says otherwise. */
  Effect effect() {
    return effect;
  }
}
