package preflight.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

/** The ambiguous cases, and the probe that decides each: signal → extra probe, as data. */
public final class ExtraProbes {

  private static final Set<Kind> ANY = Set.of();
  private static final String AGAIN = "preflight run {environment} --only {check}";
  private static final String INSIDE = AGAIN + " --from inside";

  private static final List<ExtraProbe> ROWS =
      List.of(
          row(
              "who answered: the front end or the application",
              ANY,
              "Call the load balancer, the run.app address and /version with a trace id of your own,"
                  + " then read the request log of that trace: an entry of the platform carries"
                  + " textPayload, one of the application does not, and none at all means that the"
                  + " request never reached Cloud Run.",
              List.of(
                  "gcloud logging read"
                      + " 'logName:\"run.googleapis.com%2Frequests\" AND httpRequest.status>=500'"
                      + " --limit=5 --freshness=1h"),
              Signal.HTTP_FRONT_UNAVAILABLE,
              Signal.HTTP_FRONT_NO_INSTANCE,
              Signal.HTTP_CONTAINER_FAULT,
              Signal.HTTP_LOAD_BALANCER_ERROR),
          row(
              "who answered: a proxy or the application",
              ANY,
              "Call the application itself, past every proxy, with a trace id of your own, then look"
                  + " for that id in its log: what never reached it cannot be repaired in it.",
              List.of(),
              Signal.HTTP_PROXY_NO_BACKEND,
              Signal.HTTP_PROXY_TIMEOUT,
              Signal.HTTP_APP_ERROR,
              Signal.HTTP_UNEXPECTED_STATUS),
          row(
              "a time-out on the way to a private address",
              ANY,
              "Ask from inside the network; then a connectivity test, whose result and drop cause"
                  + " name the hop.",
              List.of(INSIDE),
              Signal.TCP_TIMEOUT,
              Signal.TCP_UNREACHABLE,
              Signal.PEER_SILENT),
          row(
              "a refused connection",
              ANY,
              "See whether the process runs and on which port it listens; of a managed store the"
                  + " console tells both. Ask again after 30 seconds, for it may be restarting.",
              List.of(AGAIN),
              Signal.TCP_REFUSED),
          row(
              "a connection that ends right after it was accepted",
              Kind.REDIS,
              "Count the clients from an administrator's connection (INFO clients): at maxclients it"
                  + " is the number of connections, else the port speaks TLS.",
              List.of("redis-cli INFO clients"),
              Signal.CONNECTION_CLOSED,
              Signal.CONNECTION_RESET,
              Signal.REDIS_TOO_MANY_CLIENTS),
          row(
              "a wrong password, or a line break behind the right one",
              ANY,
              "Compare lengths and group letters of the secret with what the server was given, never"
                  + " the values.",
              List.of("preflight run {environment} --only secrets"),
              Signal.REDIS_AUTH_REJECTED,
              Signal.POSTGRES_AUTH_REJECTED),
          row(
              "a refused token: the secret, or the claims",
              ANY,
              "Mint a token with the secret that the verifier holds: if it is accepted, the issuer"
                  + " has another secret (configuration), else the claims are wrong (code). If it"
                  + " comes and goes, compare the start times of the instances with the creation of"
                  + " the secret's version: some may hold an older one.",
              List.of(),
              Signal.HTTP_APP_DENIED,
              Signal.TOKEN_REFUSED,
              Signal.WS_CLOSED_BY_POLICY,
              Signal.SECRET_STALE),
          row(
              "a slow database",
              Kind.POSTGRES,
              "Split the time by phase, read pg_stat_activity and the CPU and I/O of the instance,"
                  + " and see whether every attempt waits for the same timer.",
              List.of(AGAIN + " --verbose"),
              Signal.LATENCY_OVER_BUDGET,
              Signal.LATENCY_TIMER,
              Signal.POSTGRES_STATEMENT_TIMEOUT),
          row(
              "a start that never ends",
              ANY,
              "Start the same image once more without traffic, with twice the memory and stubs for"
                  + " its dependencies, one change at a time.",
              List.of(),
              Signal.RUN_PORT_NOT_BOUND,
              Signal.RUN_REVISION_FAILED,
              Signal.RUN_CONTAINER_DEPENDENCY,
              Signal.RUN_CONTAINER_MEMORY),
          row(
              "access to a secret is denied",
              ANY,
              "Ask the policy troubleshooter, and wait seven minutes after the last change of a"
                  + " role: it takes that long to arrive.",
              List.of(AGAIN),
              Signal.SECRET_ACCESS_DENIED,
              Signal.RUN_SECRETS_DENIED),
          row(
              "a WebSocket that drops",
              ANY,
              "Compare how long connections live with the request time-out of the revision, and the"
                  + " load balancer with direct access.",
              List.of(),
              Signal.WS_CUT,
              Signal.WS_CLOSED_EARLY),
          row(
              "an event stream that stays silent",
              ANY,
              "Compare direct access with the load balancer, and ask without Accept-Encoding.",
              List.of(),
              Signal.SSE_SILENT,
              Signal.SSE_BUFFERED),
          row(
              "a crash in several services at once",
              ANY,
              "Look whether other images crashed in the same second, and for an incident of the"
                  + " platform.",
              List.of(),
              Signal.RUN_CONTAINER_EXITED,
              Signal.RUN_PLATFORM_ERROR));

  private ExtraProbes() {}

  /** In the order of the documentation. */
  public static List<ExtraProbe> rows() {
    return ROWS;
  }

  /** Those for a failure of a resource; commands name the environment and the check. */
  public static List<ExtraProbe> of(RootCause root, String environment) {
    return of(root.failed().signal(), root.resource()).stream()
        .map(it ->
            new ExtraProbe(
                it.question(),
                it.signals(),
                it.kinds(),
                it.probe(),
                it.commands().stream()
                    .map(at ->
                        at.with(Map.of("environment", environment, "check", root.id().toString())))
                    .toList()))
        .toList();
  }

  static List<ExtraProbe> of(Signal signal, ResourceName resource) {
    return ROWS.stream().filter(it -> it.isFor(signal, resource.kind())).toList();
  }

  private static ExtraProbe row(
      String question, Kind kind, String probe, List<String> commands, Signal... signals) {
    return row(question, Set.of(kind), probe, commands, signals);
  }

  private static ExtraProbe row(
      String question, Set<Kind> kinds, String probe, List<String> commands, Signal... signals) {
    return new ExtraProbe(
        question,
        Set.copyOf(Arrays.asList(signals)),
        kinds,
        probe,
        commands.stream().map(Command::of).toList());
  }
}
