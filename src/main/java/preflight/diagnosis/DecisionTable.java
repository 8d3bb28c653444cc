package preflight.diagnosis;

import static preflight.check.FailureClass.CODE;
import static preflight.check.FailureClass.CONFIG;
import static preflight.check.FailureClass.INFRA;
import static preflight.check.FailureClass.UNDETERMINED;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import preflight.check.FailureClass;
import preflight.check.Phase;
import preflight.check.Signal;
import preflight.resource.Kind;

/**
 * From the signal of a failure to its class: ordered rows, of which the first that matches wins.
 * The ids are those of the specification; rows 1 to 3 are outcomes that checks set themselves.
 */
public final class DecisionTable {

  private static final List<Rule> ROWS =
      List.of(
          row(
              "4",
              INFRA,
              0.98,
              "Google suspended the account or project; nothing in it works until billing does",
              Signal.BILLING_DISABLED),
          row(
              "5",
              CONFIG,
              0.97,
              "the API that this needs was never enabled in the project",
              Signal.API_DISABLED),
          row(
              "6",
              CONFIG,
              0.95,
              "a role binding for the service's own account is missing",
              Signal.SECRET_ACCESS_DENIED),
          row(
              "7",
              CONFIG,
              0.95,
              "a perimeter or organisation policy forbids the call",
              Signal.POLICY_DENIED),
          row(
              "9",
              CONFIG,
              0.95,
              "the platform itself names what the declaration lacks",
              Signal.RUN_SECRETS_DENIED,
              Signal.RUN_ENCRYPTION_KEY,
              Signal.RUN_NETWORK_NOT_FOUND,
              Signal.RUN_IMAGE_DENIED),
          row(
              "10",
              CONFIG,
              0.9,
              "the declared image does not exist: the pipeline names another one",
              Signal.RUN_IMAGE_MISSING),
          row(
              "12",
              CONFIG,
              0.95,
              "what is declared does not exist under that name",
              Signal.RUN_SERVICE_NOT_FOUND),
          row(
              "13",
              CONFIG,
              0.97,
              "the bytes of the secret, or its wiring, are not what was declared",
              Signal.SECRET_NOT_FOUND,
              Signal.SECRET_DISABLED,
              Signal.SECRET_DESTROYED,
              Signal.SECRET_NOT_MAPPED,
              Signal.SECRET_PLACEHOLDER,
              Signal.SECRET_UNCLEAN,
              Signal.SECRET_MISMATCH,
              Signal.SECRET_EMPTY,
              Signal.SECRET_DIFFERS,
              Signal.SECRET_STALE),
          row(
              "14a",
              CONFIG,
              .6,
              "the same image runs in an older revision: what changed around it breaks it",
              "the newest ready revision has the same image",
              it -> it.fact("image-ran-before"),
              Signal.RUN_CONTAINER_EXITED),
          row(
              "14",
              CODE,
              .97,
              "the new image breaks while it starts, before it asks anybody for anything",
              "its last words show an error of the code itself",
              it -> it.fact("crash"),
              Signal.RUN_CONTAINER_EXITED),
          row(
              "14b",
              CODE,
              .6,
              "the container ends by itself, and names no cause",
              Signal.RUN_CONTAINER_EXITED),
          row(
              "15a",
              CODE,
              0.7,
              "the variable that it asks for is set: the code reads another name or another value",
              "the revision carries that variable",
              it -> it.fact("variable-set"),
              Signal.RUN_CONTAINER_VARIABLE),
          row(
              "15",
              CONFIG,
              0.9,
              "the start-up failure names a variable that is missing or invalid",
              Signal.RUN_CONTAINER_VARIABLE),
          row(
              "16",
              CONFIG,
              0.85,
              "the container needs more memory than its limit allows",
              Signal.RUN_CONTAINER_MEMORY),
          row(
              "17",
              CONFIG,
              0.6,
              "nothing listens on the port that the platform probes",
              Signal.RUN_PORT_NOT_BOUND),
          row(
              "18",
              UNDETERMINED,
              0.5,
              "the container gave up on a dependency in which no check found a fault",
              Signal.RUN_CONTAINER_DEPENDENCY),
          row(
              "19a",
              CONFIG,
              0.9,
              "an address needs no name resolution: the value has stray characters",
              "the value is almost an address",
              it -> it.fact("almost-address"),
              Signal.DNS_NOT_FOUND,
              Signal.DNS_FAILED),
          row(
              "19b",
              INFRA,
              0.8,
              "no name at all resolves: the resolver is at fault",
              "several names were tried and none resolves",
              Case::noNameResolves,
              Signal.DNS_NOT_FOUND,
              Signal.DNS_FAILED),
          row(
              "19c",
              CONFIG,
              0.7,
              "nothing shows a resolver at fault: this name is wrong",
              Signal.DNS_NOT_FOUND),
          row(
              "19e",
              INFRA,
              0.6,
              "the resolver gave no answer, so nothing is known of the name",
              Signal.DNS_FAILED),
          row("19d", CONFIG, 0.9, "the record points somewhere else", Signal.DNS_WRONG_ADDRESS),
          row(
              "33",
              CONFIG,
              0.8,
              "the name resolves and nobody answers there: forwarding rule or address",
              "on a service or endpoint",
              it -> it.on(Kind.SERVICES, Kind.ENDPOINTS),
              Signal.TCP_REFUSED,
              Signal.TCP_TIMEOUT),
          row(
              "20",
              INFRA,
              0.7,
              "the host does not answer from inside the network: the path or the host is down",
              Signal.TCP_TIMEOUT),
          row(
              "21",
              CONFIG,
              0.9,
              "the protocol answers on another port than the one declared",
              "the other of two usual ports answers",
              it -> it.fact("answers-elsewhere"),
              Signal.TCP_REFUSED),
          row(
              "21b",
              INFRA,
              0.6,
              "a refusal needs a live host: it is stopped or restarting, and routing is fine",
              Signal.TCP_REFUSED),
          row(
              "21a",
              INFRA,
              0.6,
              "the peer accepts and then says nothing: hung, paused or overloaded",
              Signal.PEER_SILENT,
              Signal.CONNECTION_RESET,
              Signal.CONNECTION_CLOSED),
          row(
              "22",
              CONFIG,
              0.85,
              "there is no route: the network attachment is missing",
              Signal.TCP_UNREACHABLE),
          row(
              "23",
              CONFIG,
              0.9,
              "client and server disagree about TLS",
              Signal.TLS_FAILED,
              Signal.TLS_REFUSED,
              Signal.TLS_REQUIRED),
          row(
              "24",
              CONFIG,
              0.9,
              "something else listens there: the port or the host is wrong",
              Signal.WRONG_PROTOCOL),
          row(
              "25",
              CONFIG,
              0.93,
              "the server answers and refuses these credentials",
              Signal.REDIS_AUTH_REQUIRED,
              Signal.REDIS_AUTH_REJECTED,
              Signal.REDIS_AUTH_UNEXPECTED,
              Signal.POSTGRES_AUTH_REJECTED,
              Signal.POSTGRES_AUTH_REQUIRED,
              Signal.POSTGRES_NOT_ALLOWED),
          row(
              "26",
              CONFIG,
              0.9,
              "the server answers and the declaration asks for what it does not offer",
              Signal.POSTGRES_NO_DATABASE,
              Signal.POSTGRES_FORBIDDEN,
              Signal.REDIS_FORBIDDEN,
              Signal.REDIS_WRONG_VERSION,
              Signal.POSTGRES_WRONG_VERSION,
              Signal.POSTGRES_MISSING_EXTENSION,
              Signal.REDIS_NOT_PERSISTENT),
          row(
              "27",
              CODE,
              0.85,
              "the database lacks what this code expects: a migration did not run, or ran elsewhere",
              Signal.POSTGRES_MISSING_OBJECT,
              Signal.POSTGRES_MIGRATIONS_PENDING,
              Signal.POSTGRES_MIGRATIONS_UNKNOWN,
              Signal.POSTGRES_MIGRATIONS_FORKED),
          row(
              "28",
              CONFIG,
              0.75,
              "more connections are asked for than the server was given",
              Signal.POSTGRES_TOO_MANY_CONNECTIONS,
              Signal.POSTGRES_POOLS_TOO_LARGE,
              Signal.REDIS_TOO_MANY_CLIENTS,
              Signal.REDIS_REJECTS_CLIENTS),
          row(
              "29a",
              CONFIG,
              0.8,
              "it is a steady replica: the declaration names the wrong host",
              "the link to its primary is up",
              it -> it.fact("steady-replica"),
              Signal.REDIS_UNEXPECTED_ROLE,
              Signal.REDIS_READ_ONLY,
              Signal.POSTGRES_READ_ONLY),
          row(
              "29b",
              CONFIG,
              0.8,
              "the primary takes writes: somebody made the role or the database read-only",
              "the setting is one of the role or of the database",
              it -> it.fact("read-only-by-setting"),
              Signal.POSTGRES_READ_ONLY),
          row(
              "29",
              INFRA,
              0.8,
              "the server says that its own state keeps it from serving",
              Signal.POSTGRES_OUT_OF_RESOURCES,
              Signal.POSTGRES_STARTING,
              Signal.POSTGRES_READ_ONLY,
              Signal.REDIS_OUT_OF_MEMORY,
              Signal.REDIS_LOADING,
              Signal.REDIS_READ_ONLY,
              Signal.REDIS_UNEXPECTED_ROLE,
              Signal.REDIS_MASTER_DOWN,
              Signal.REDIS_MISCONFIGURED,
              Signal.REDIS_EVICTS),
          row(
              "30",
              CODE,
              0.7,
              "a query or a transaction holds the others up",
              Signal.POSTGRES_STATEMENT_TIMEOUT,
              Signal.POSTGRES_LOCKS),
          row(
              "31a",
              CONFIG,
              0.85,
              "the server is a cluster and the client was not told",
              Signal.REDIS_CLUSTER_MOVED),
          row("31b", INFRA, 0.85, "the cluster itself is down", Signal.REDIS_CLUSTER_DOWN),
          row(
              "34",
              CONFIG,
              0.9,
              "Google's front end answered, not the application: ingress, URL map or a reserved path",
              Signal.HTTP_FRONT_NOT_FOUND),
          row(
              "35",
              CONFIG,
              0.9,
              "Google's front end refused the caller: invoker role or audience",
              Signal.HTTP_FRONT_DENIED),
          row(
              "36",
              CONFIG,
              0.8,
              "all instances that the service may have are busy",
              Signal.HTTP_FRONT_THROTTLED),
          row(
              "37",
              INFRA,
              0.7,
              "the platform could not start an instance, and no revision failed",
              Signal.HTTP_FRONT_NO_INSTANCE),
          row(
              "38",
              INFRA,
              0.6,
              "the platform has no ready instance, and no revision failed",
              Signal.HTTP_FRONT_UNAVAILABLE),
          row(
              "38a",
              INFRA,
              0.8,
              "the platform reports an error of its own",
              Signal.RUN_PLATFORM_ERROR),
          row(
              "38b",
              CONFIG,
              0.6,
              "the load balancer has no healthy backend for this host",
              Signal.HTTP_LOAD_BALANCER_ERROR),
          row(
              "45",
              CONFIG,
              0.85,
              "the connection lived as long as the platform lets a request live",
              "it ended at the request time-out",
              it -> it.fact("at-request-timeout"),
              Signal.WS_CUT),
          row(
              "45a",
              INFRA,
              0.6,
              "the server says that it restarts or has no room",
              "it closed with 1012 or 1013",
              it -> it.fact("restarting"),
              Signal.WS_CLOSED_EARLY),
          row(
              "39",
              CODE,
              0.75,
              "the container broke off while it answered",
              Signal.HTTP_CONTAINER_FAULT,
              Signal.WS_CUT),
          row("40", CODE, 0.6, "the application took longer than it may", Signal.HTTP_TOO_SLOW),
          row(
              "41",
              CODE,
              0.7,
              "the application itself answered with the error, and nothing that it uses failed",
              Signal.HTTP_APP_ERROR),
          row(
              "42",
              CODE,
              0.85,
              "no check found that the secrets differ, so the claims or the verifier do",
              Signal.HTTP_APP_DENIED,
              Signal.TOKEN_REFUSED,
              Signal.WS_CLOSED_BY_POLICY),
          row(
              "43",
              CODE,
              0.85,
              "the application does not offer the route",
              Signal.HTTP_APP_NOT_FOUND,
              Signal.HTTP_ROUTE_MISSING),
          row(
              "43a",
              CODE,
              0.7,
              "the application answered, and not as declared",
              Signal.HTTP_UNEXPECTED_STATUS,
              Signal.HTTP_UNEXPECTED_BODY,
              Signal.HTTP_UNEXPECTED_HEADER,
              Signal.HTTP_MALFORMED,
              Signal.HTTP_TOO_LARGE,
              Signal.HTTP_REDIRECT,
              Signal.HTTP_REDIRECT_LOOP,
              Signal.HTTP_CORS_REFUSED,
              Signal.WS_NOT_UPGRADED,
              Signal.WS_NO_MESSAGE,
              Signal.WS_CLOSED_EARLY,
              Signal.GRPC_NOT_SERVING,
              Signal.GRPC_UNIMPLEMENTED),
          row(
              "44",
              CODE,
              0.9,
              "1011 is the application's own: a platform never sends it",
              Signal.WS_CLOSED_BY_APP),
          row(
              "46",
              CODE,
              0.9,
              "the server's choice of a subprotocol does not fit what was offered",
              Signal.WS_SUBPROTOCOL),
          row(
              "47",
              CODE,
              0.7,
              "our probes reach what it uses and the application does not",
              "probes of ours reach every store that the service uses",
              Case::dependenciesAnswerUs,
              Signal.HTTP_DEGRADED),
          row(
              "48a",
              CONFIG,
              0.75,
              "every attempt waits for the same timer in name resolution or encryption",
              "in resolve or tls",
              it -> it.in(Phase.RESOLVE) || it.in(Phase.TLS),
              Signal.LATENCY_TIMER),
          row(
              "48b",
              INFRA,
              0.75,
              "every attempt waits for the same timer of the path or the server",
              Signal.LATENCY_TIMER),
          row(
              "48c",
              INFRA,
              0.6,
              "it answers, and more slowly than its budget allows",
              Signal.LATENCY_OVER_BUDGET),
          row(
              "50a",
              CONFIG,
              0.95,
              "comparing the values proves it",
              Signal.SECRET_OVERLAPS,
              Signal.SECRET_WEAK,
              Signal.SECRET_MALFORMED,
              Signal.SECRET_EXPIRES,
              Signal.SECRET_REUSED,
              Signal.SECRET_UNCHANGED,
              Signal.SECRET_COMMITTED),
          row("50b", INFRA, 0.9, "the payload was damaged on its way", Signal.SECRET_CORRUPT),
          row(
              "50c",
              CONFIG,
              0.95,
              "the variables are not the declared ones",
              Signal.ENV_MISSING,
              Signal.ENV_UNEXPECTED_VALUE,
              Signal.ENV_FORBIDDEN,
              Signal.ENV_DEPRECATED,
              Signal.ENV_LOCALHOST,
              Signal.ENV_CONFLICT,
              Signal.ENV_INCONSISTENT),
          row(
              "50d",
              CONFIG,
              0.95,
              "the certificate itself says so",
              Signal.TLS_EXPIRED,
              Signal.TLS_NOT_YET_VALID,
              Signal.TLS_WRONG_HOST,
              Signal.TLS_UNTRUSTED,
              Signal.TLS_EXPIRES_SOON),
          row(
              "50e",
              CODE,
              0.8,
              "the stream opens and the application does not send as declared",
              Signal.SSE_WRONG_CONTENT_TYPE,
              Signal.SSE_SILENT,
              Signal.SSE_BUFFERED),
          row(
              "50f",
              CODE,
              0.95,
              "the verifier lets in what it must refuse",
              Signal.TOKEN_WRONGLY_ACCEPTED),
          row("50g", INFRA, 0.9, "a machine's clock is wrong", Signal.CLOCK_SKEW),
          new Rule(
              "51",
              EnumSet.allOf(Signal.class),
              "nothing above matches",
              _ -> true,
              UNDETERMINED,
              0,
              "no evidence decides it"));

  private DecisionTable() {}

  /** In order of precedence. */
  public static List<Rule> rows() {
    return ROWS;
  }

  /** The first row that matches. */
  static Rule rowFor(Case failure) {
    return ROWS.stream()
        .filter(it -> it.matches(failure))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The last row matches everything"));
  }

  private static Rule row(
      String id, FailureClass to, double confidence, String because, Signal... signals) {
    return row(id, to, confidence, because, "", _ -> true, signals);
  }

  private static Rule row(
      String id,
      FailureClass to,
      double confidence,
      String because,
      String condition,
      Rule.Test test,
      Signal... signals) {
    return new Rule(id, Set.copyOf(List.of(signals)), condition, test, to, confidence, because);
  }
}
