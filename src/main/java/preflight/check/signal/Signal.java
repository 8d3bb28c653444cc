package preflight.check.signal;

import static preflight.check.signal.Cure.NONE;
import static preflight.check.signal.Cure.REDEPLOYMENT;
import static preflight.check.signal.Cure.VARIABLE;
import static preflight.check.signal.Effect.ABSENT_VALUE;
import static preflight.check.signal.Effect.CLOCK;
import static preflight.check.signal.Effect.DOWN;
import static preflight.check.signal.Effect.MEMORY;
import static preflight.check.signal.Effect.NOTHING;
import static preflight.check.signal.Effect.NOT_SERVING;
import static preflight.check.signal.Effect.NO_PATH;
import static preflight.check.signal.Effect.STALLS;
import static preflight.check.signal.Effect.WRONG_HOST;
import static preflight.check.signal.Effect.WRONG_VALUE;
import static preflight.check.signal.Family.APPLICATION;
import static preflight.check.signal.Family.CLOUD_RUN;
import static preflight.check.signal.Family.CONNECTION;
import static preflight.check.signal.Family.FRONT_END;
import static preflight.check.signal.Family.GOOGLE_API;
import static preflight.check.signal.Family.HANDSHAKE;
import static preflight.check.signal.Family.HTTP;
import static preflight.check.signal.Family.SECRET_READING;
import static preflight.check.signal.Family.SOURCE;
import static preflight.check.signal.Family.WEBSOCKET_END;
import static preflight.check.signal.Recovery.BY_ITSELF;
import static preflight.check.signal.Symptom.APP_DENIED;
import static preflight.check.signal.Symptom.APP_NOT_FOUND;
import static preflight.check.signal.Symptom.AUTH;
import static preflight.check.signal.Symptom.CONNECT_REFUSED;
import static preflight.check.signal.Symptom.CONNECT_TIMEOUT;
import static preflight.check.signal.Symptom.LATENCY;
import static preflight.check.signal.Symptom.RESOLVE;
import static preflight.check.signal.Symptom.RUNTIME;
import static preflight.check.signal.Symptom.SSE;
import static preflight.check.signal.Symptom.STARTUP;
import static preflight.check.signal.Symptom.TLS;
import static preflight.check.signal.Symptom.WEBSOCKET;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The typed reason of a failure, with all that is known of it. A name is for ever. */
public enum Signal {
  // Names, connections and TLS.
  DNS_NOT_FOUND("The name does not resolve", CONNECTION, RESOLVE, NONE),
  DNS_FAILED("The resolver gave no answer", CONNECTION, RESOLVE, BY_ITSELF),
  DNS_WRONG_ADDRESS("The name resolves to another address than the one declared", NONE),
  TCP_REFUSED(
      "The host answers and nothing listens on the port", CONNECTION, CONNECT_REFUSED, BY_ITSELF),
  TCP_TIMEOUT("The host does not answer", CONNECTION, CONNECT_TIMEOUT),
  TCP_UNREACHABLE("There is no route to the host", CONNECTION, CONNECT_TIMEOUT, BY_ITSELF),
  SOCKET_NOT_FOUND("There is no Unix socket at the path", RESOLVE),
  SOCKET_REFUSED("Nobody listens on the Unix socket", CONNECT_REFUSED, BY_ITSELF),
  CONNECTION_RESET("The peer cut the connection", CONNECTION, CONNECT_REFUSED, BY_ITSELF),
  CONNECTION_CLOSED(
      "The peer accepted the connection and closed it at once",
      CONNECTION,
      CONNECT_REFUSED,
      BY_ITSELF),
  PEER_SILENT(
      "The peer accepted the connection and then said nothing", CONNECTION, CONNECT_REFUSED),
  WRONG_PROTOCOL(
      "Something else than the expected protocol answers behind the port",
      CONNECTION,
      CONNECT_REFUSED),
  TLS_REFUSED("The peer does not speak TLS, though TLS is expected", HANDSHAKE, TLS),
  TLS_REQUIRED("The peer insists on TLS, though plain text is declared", HANDSHAKE, TLS),
  TLS_FAILED("The TLS handshake failed", HANDSHAKE, TLS),
  TLS_UNTRUSTED("No trusted authority issued the certificate", HANDSHAKE, TLS, NONE),
  TLS_WRONG_HOST("The certificate is for another host", HANDSHAKE, TLS, NONE),
  TLS_CLIENT_UNUSABLE(
      "The declared client certificate or its key cannot be used", HANDSHAKE, TLS, NONE),
  TLS_CLIENT_REFUSED(
      "The peer refuses the client's certificate, or wants one and gets none",
      HANDSHAKE,
      TLS,
      NONE),
  TLS_EXPIRED("The certificate has expired", HANDSHAKE, TLS, NONE),
  TLS_NOT_YET_VALID("The certificate is not valid yet", HANDSHAKE, TLS, NONE),
  TLS_EXPIRES_SOON("The certificate expires soon"),
  CLOCK_SKEW("A clock is off by more than tokens tolerate", CLOCK, NONE),
  // Secrets.
  SECRET_NOT_FOUND(
      "The secret, or the version that is used, does not exist", SECRET_READING, ABSENT_VALUE),
  SECRET_DISABLED(
      "The version of the secret that is used is disabled", SECRET_READING, ABSENT_VALUE),
  SECRET_DESTROYED(
      "The version of the secret that is used is destroyed", SECRET_READING, ABSENT_VALUE),
  SECRET_EXPIRES("The secret expires, or has expired"),
  SECRET_CORRUPT("The payload does not match its checksum", WRONG_VALUE),
  SECRET_EMPTY("The payload is empty", WRONG_VALUE),
  SECRET_UNCLEAN(
      "The value has stray characters (line break, BOM, invisible characters)", WRONG_VALUE),
  SECRET_PLACEHOLDER("The payload is a placeholder", WRONG_VALUE),
  SECRET_WEAK("The payload is easier to guess than it may be"),
  SECRET_MALFORMED("The payload does not have the declared format", WRONG_VALUE),
  SECRET_OVERLAPS("Two secrets share their value or a part of it"),
  SECRET_REUSED("Another environment uses the same value"),
  SECRET_DIFFERS("Places that must carry one secret carry different ones", WRONG_VALUE),
  SECRET_UNCHANGED("The newest version repeats the one before"),
  SECRET_MISMATCH("The secret differs from what it must equal", WRONG_VALUE),
  SECRET_NOT_MAPPED("A service that uses the secret does not receive it", ABSENT_VALUE),
  SECRET_STALE("Running instances still hold an older version", WRONG_VALUE, REDEPLOYMENT),
  SECRET_ACCESS_DENIED("The service's own account may not read the secret", ABSENT_VALUE),
  SECRET_COMMITTED("A credential stands in the repository"),
  // Environment variables.
  ENV_MISSING("A required variable is missing", ABSENT_VALUE),
  ENV_UNEXPECTED_VALUE("A variable has another value than the one declared"),
  ENV_MISMATCH("A variable leads to another store than the one declared", WRONG_HOST),
  ENV_FORBIDDEN("A forbidden variable is present"),
  ENV_DEPRECATED("A deprecated variable is present"),
  ENV_LOCALHOST("A variable points at the machine itself", WRONG_HOST),
  ENV_CONFLICT("One setting has two values"),
  ENV_INCONSISTENT("Services disagree about a variable that they share"),
  // Cloud Run and Google's platform.
  API_DISABLED("The API is not enabled in the project", GOOGLE_API),
  BILLING_DISABLED("The project's billing is disabled or suspended", GOOGLE_API),
  POLICY_DENIED("An organisation policy or VPC Service Controls forbids the call", GOOGLE_API),
  RUN_SERVICE_NOT_FOUND(
      "The service does not exist in the project and region", CLOUD_RUN, DOWN, REDEPLOYMENT),
  RUN_IMAGE_MISSING("The container image does not exist", DOWN, REDEPLOYMENT),
  RUN_IMAGE_DENIED("The platform may not read the container image", DOWN, REDEPLOYMENT),
  RUN_SECRETS_DENIED("The platform could not give the revision its secrets", STARTUP, REDEPLOYMENT),
  RUN_ENCRYPTION_KEY("The platform may not use the declared encryption key", DOWN, REDEPLOYMENT),
  RUN_NETWORK_NOT_FOUND("The declared network does not exist", DOWN, REDEPLOYMENT),
  RUN_CONTAINER_EXITED("The container exited while it started", DOWN),
  RUN_CONTAINER_VARIABLE("The container refused to start without a variable", STARTUP, VARIABLE),
  RUN_CONTAINER_DEPENDENCY("The container gave up on a dependency while it started", STARTUP),
  RUN_CONTAINER_MEMORY("The container exceeded its memory limit", MEMORY, Cure.MEMORY),
  RUN_CONTAINER_DENIED(
      "Google refused the container, as the service's own account, what it asked for at its start",
      STARTUP),
  RUN_CONTAINER_SCHEMA("The database lacks what the container asked for at its start", STARTUP),
  RUN_PORT_NOT_BOUND("The container never listened on its port", STARTUP),
  RUN_PORT_DIFFERS("The container listens where the platform does not look for it", DOWN),
  RUN_CHANGE_REFUSED("The deployment would be refused, as things are"),
  RUN_PLATFORM_ERROR("The platform reports an error of its own", DOWN, REDEPLOYMENT),
  RUN_REVISION_FAILED(
      "The revision is not ready, for a reason that the platform does not say",
      STARTUP,
      REDEPLOYMENT),
  RUN_TRAFFIC_PINNED("The newest ready revision gets no requests"),
  RUN_TRAFFIC_DIFFERS("The requests go to other revisions than declared"),
  RUN_TRAFFIC_LOST("The requests are for a revision that cannot take them", DOWN, NONE),
  RUN_INGRESS_DIFFERS("Requests reach the service from elsewhere than declared"),
  RUN_DEFAULT_URL_OFF("The run.app URL of the service is off, and it is asked there"),
  RUN_INVOKER_MISSING("Not everyone may call a service that is declared public"),
  RUN_OPEN_TO_EVERYONE("Everyone may call a service that is declared private"),
  RUN_RESOURCES_DIFFER("An instance has less memory or processors than declared"),
  RUN_RESOURCES_LOWERED("A new revision has less memory or processors than the one that serves"),
  RUN_PORT_NOT_DECLARED("The container is told to listen on another port than the declared one"),
  RUN_TIMEOUT_SHORT("A request may last less than declared"),
  RUN_SCALING_DIFFERS("The service may have another number of instances than declared"),
  RUN_ACCOUNT_DIFFERS("The service runs as another account than the declared one"),
  RUN_ACCOUNT_DEFAULT("The service runs as the default account of the project"),
  RUN_VARIABLE_RESERVED("A variable is set that Cloud Run sets itself"),
  RUN_SERVICE_UNDECLARED("A service runs in the project that no profile knows"),
  // What is deployed.
  DEPLOY_COMMIT_DISPUTED("What tells the commit of a serving revision disagrees"),
  DEPLOY_STALE("What serves is further behind the checked-out commit than it may be"),
  DEPLOY_FORKED("What serves has commits that the checked-out commit lacks", Cure.NONE),
  DEPLOY_FIX_MISSING("A declared fix is in no serving revision"),
  DEPLOY_GATE_OFF("A pipeline deploys without the gate, or can be told to", Cure.NONE),
  CONFIG_DRIFT("There is something else than Terraform says", Cure.NONE),
  // The way into a VPC network, and the stores that Google runs there.
  VPC_CONNECTOR_NOT_FOUND("The connector does not exist", NO_PATH),
  VPC_CONNECTOR_FAILED("Google says that the connector does not work", NO_PATH),
  VPC_CONNECTOR_ELSEWHERE("The connector is in another network than the one declared", NO_PATH),
  VPC_CONNECTOR_DIFFERS("The connector is not as declared"),
  VPC_NOT_ATTACHED("The service is attached to no network", NO_PATH),
  VPC_EGRESS_MISSES("The service does not send these requests into its network", NO_PATH),
  VPC_NETWORK_DIFFERS(
      "The service and a store that it uses are in different networks", CONNECT_TIMEOUT, NO_PATH),
  INSTANCE_NOT_FOUND("The managed instance does not exist", NOT_SERVING),
  INSTANCE_STOPPED("The owner of the managed instance has stopped it", NOT_SERVING),
  INSTANCE_SUSPENDED("Google has suspended the managed instance", NOT_SERVING),
  INSTANCE_NOT_READY("Google says that the managed instance does not serve", NOT_SERVING),
  INSTANCE_DIFFERS("The managed instance is not as declared", WRONG_HOST),
  // The code that is about to run. It breaks nobody who runs already.
  CODE_IMAGE_NOT_BUILT("The image cannot be built from this tree", SOURCE),
  CODE_DOES_NOT_PARSE("The image's language version refuses a file", SOURCE),
  CODE_IMPORT_UNRESOLVED("An import leads to nothing that the image holds", SOURCE),
  CODE_NAME_UNDEFINED("The code uses a name that nothing defines", SOURCE),
  CODE_CALL_REFUSED("The code calls what does not exist, or with other arguments", SOURCE),
  CODE_VARIABLE_NOT_GIVEN("The code reads a variable that nobody gives it", SOURCE),
  CODE_ROUTE_MISSING("The code has no route for a declared endpoint", SOURCE),
  CODE_CALLED_AT_IMPORT("A module opens a connection while it is imported", SOURCE),
  // Redis.
  REDIS_AUTH_REQUIRED("Redis wants a password and got none", AUTH, DOWN),
  REDIS_AUTH_REJECTED("Redis refused the user or password", AUTH, DOWN),
  REDIS_AUTH_UNEXPECTED("Redis has no password and was given one", AUTH, DOWN),
  REDIS_FORBIDDEN("The Redis user may not run the command", DOWN),
  REDIS_LOADING("Redis is still loading its data", DOWN, BY_ITSELF),
  REDIS_READ_ONLY("Redis is a replica and refuses writes", DOWN),
  REDIS_MASTER_DOWN("The replica lost its master", DOWN, BY_ITSELF),
  REDIS_CLUSTER_MOVED("Redis is a cluster and the client is not cluster-aware", DOWN),
  REDIS_CLUSTER_DOWN("The Redis cluster is down", DOWN, BY_ITSELF),
  REDIS_OUT_OF_MEMORY("Redis is full and may not evict", DOWN),
  REDIS_MISCONFIGURED("Redis refuses writes because it cannot persist or replicate them", DOWN),
  REDIS_BUSY("A script keeps Redis from answering anybody else", DOWN, BY_ITSELF),
  REDIS_TOO_MANY_CLIENTS("Redis has no free client connection", DOWN, BY_ITSELF),
  REDIS_REJECTS_CLIENTS("Redis rejected connections since it started"),
  REDIS_EVICTS("Redis evicts keys"),
  REDIS_UNEXPECTED_ROLE("Redis has another role than the one expected", DOWN),
  REDIS_NOT_PERSISTENT("Redis does not persist as declared"),
  REDIS_WRONG_VERSION("Redis has another version than the one declared"),
  REDIS_WRONG_MODE("Redis runs in another mode than the one declared", DOWN),
  REDIS_NO_DATABASE("Redis has no logical database of the declared number", DOWN),
  REDIS_PROTECTED("Redis is in protected mode and serves clients of its own machine only", DOWN),
  REDIS_NO_MASTER("The Sentinel watches no master of the declared name", DOWN),
  REDIS_NO_BACKEND("A proxy answers and has no Redis behind it", DOWN, BY_ITSELF),
  REDIS_LIMIT_REACHED("What the provider allows of Redis is used up", DOWN),
  REDIS_ERROR("Redis answered with an error", DOWN),
  // Postgres.
  POSTGRES_AUTH_REJECTED("Postgres refused the user or password", AUTH, DOWN),
  POSTGRES_AUTH_REQUIRED("Postgres wants a password and got none", AUTH, DOWN),
  POSTGRES_NOT_ALLOWED(
      "No rule of the server admits this user, database, address and encryption", AUTH, DOWN),
  POSTGRES_NO_DATABASE("The database does not exist", AUTH, DOWN),
  POSTGRES_FORBIDDEN("The role lacks a privilege", DOWN),
  POSTGRES_MISSING_OBJECT("A table, column or function does not exist", DOWN),
  POSTGRES_NO_SCHEMA("The declared schema does not exist in the database", DOWN),
  POSTGRES_MISSING_EXTENSION("A declared extension is not installed", DOWN),
  POSTGRES_TOO_MANY_CONNECTIONS("Postgres has no free connection", DOWN, BY_ITSELF),
  POSTGRES_POOLS_TOO_LARGE("The services' pools can ask for more connections than there are"),
  POSTGRES_STARTING("Postgres is starting or shutting down", DOWN, BY_ITSELF),
  POSTGRES_OUT_OF_RESOURCES("Postgres has no disk space or memory left", DOWN),
  POSTGRES_READ_ONLY("Postgres accepts no writes", DOWN),
  POSTGRES_STATEMENT_TIMEOUT("A statement did not end in time", DOWN),
  POSTGRES_LOCKS("Transactions wait for locks or idle with them", DOWN),
  POSTGRES_WRONG_VERSION("Postgres has another version than the one declared"),
  POSTGRES_MIGRATIONS_PENDING("The database lacks migrations of the repository", DOWN),
  POSTGRES_MIGRATIONS_FAILED("A migration failed, and the tool runs no other one after it", DOWN),
  POSTGRES_MIGRATIONS_UNKNOWN("The database has a migration that the repository does not know"),
  POSTGRES_MIGRATIONS_REFUSED(
      "The migration tool refuses, or passes over, migrations of the repository"),
  POSTGRES_MIGRATIONS_FORKED("The migrations have several heads"),
  POSTGRES_CONNECT_DENIED("The role may not connect to the database", AUTH, DOWN),
  POSTGRES_OUTSIDE_SEARCH_PATH("A table is there, in a schema that the role does not search", DOWN),
  POSTGRES_NO_TENANT(
      "The front of Postgres cannot tell which project the client means", AUTH, DOWN),
  POSTGRES_NO_BACKEND(
      "A pooler or proxy answers and reaches no Postgres behind it", DOWN, BY_ITSELF),
  POSTGRES_BACKEND_REFUSES(
      "A pooler answers, and Postgres refuses what it logs in with itself", DOWN),
  POSTGRES_POOL_EXHAUSTED(
      "The pooler had no connection to Postgres to give in time", DOWN, BY_ITSELF),
  POSTGRES_PARAMETER_REFUSED("The pooler refuses a setting that the client sends", DOWN),
  POSTGRES_POOL_MODE("The pooler's mode does not keep what the client relies on", DOWN),
  POSTGRES_SUSPENDED("The provider has stopped the database", DOWN),
  POSTGRES_ERROR("Postgres answered with an error", DOWN),
  // Latency.
  LATENCY_OVER_BUDGET("Slower than the budget", LATENCY),
  LATENCY_TIMER("The same delay every time: a timer, not load", LATENCY, STALLS),
  // HTTP, WebSocket, SSE and gRPC.
  HTTP_APP_ERROR("The application answered with a server error", APPLICATION, RUNTIME),
  HTTP_APP_DENIED("The application refused the caller", APPLICATION, APP_DENIED),
  HTTP_APP_NOT_FOUND("The application does not know the route", APPLICATION, APP_NOT_FOUND),
  HTTP_UNEXPECTED_STATUS("The status is not the expected one", APPLICATION, RUNTIME, NOTHING),
  HTTP_UNEXPECTED_BODY("The body is not the expected one"),
  HTTP_UNEXPECTED_HEADER("A header is not the expected one"),
  HTTP_DEGRADED("The status is fine and the body reports a failed component", RUNTIME),
  HTTP_TOO_SLOW("The answer came later than allowed", HTTP, LATENCY),
  HTTP_TOO_LARGE("The answer is larger than a probe reads"),
  HTTP_MALFORMED("The answer is not valid HTTP", HTTP),
  HTTP_REDIRECT_LOOP("Redirects never end"),
  HTTP_REDIRECT("A redirect leads elsewhere than it should"),
  HTTP_FRONT_NOT_FOUND("Google's front end knows no such route", FRONT_END),
  HTTP_FRONT_DENIED("Google's front end refused a caller without an ID token", FRONT_END, NONE),
  HTTP_NOT_PUBLIC(
      "Google's front end refused a caller, though the service is declared public",
      FRONT_END,
      NONE),
  HTTP_TOKEN_UNFIT(
      "Google's front end does not accept the ID token for the service", FRONT_END, NONE),
  HTTP_INVOKER_DENIED("Google's front end refused the account of the ID token", FRONT_END, NONE),
  HTTP_FRONT_NO_ROUTE(
      "What stands before the service has no route for the request", FRONT_END, NONE),
  HTTP_GATEWAY_DENIED("A gateway before the service refused the caller", FRONT_END, NONE),
  HTTP_FIREWALL_DENIED("A firewall before the service refused the request", FRONT_END, NONE),
  HTTP_EXPOSED("A service that is declared private answers a caller without a token", NONE),
  HTTP_FRONT_THROTTLED(
      "Google's front end had no instance to give the request to", FRONT_END, BY_ITSELF),
  HTTP_FRONT_NO_INSTANCE(
      "Google's front end could not start an instance", FRONT_END, STARTUP, BY_ITSELF),
  HTTP_FRONT_UNAVAILABLE(
      "Google's front end has no ready revision", FRONT_END, STARTUP, BY_ITSELF, REDEPLOYMENT),
  HTTP_CONTAINER_FAULT("The container broke while it answered", FRONT_END, RUNTIME, BY_ITSELF),
  HTTP_LOAD_BALANCER_ERROR(
      "The load balancer has no healthy backend", FRONT_END, RUNTIME, BY_ITSELF),
  HTTP_PROXY_NO_BACKEND(
      "A proxy answers, and gets no answer from the application behind it",
      FRONT_END,
      STARTUP,
      BY_ITSELF),
  HTTP_PROXY_TIMEOUT(
      "A proxy answers, and the application behind it took too long", FRONT_END, RUNTIME),
  HTTP_PROXY_TOO_LARGE("A proxy refuses the request as too large", FRONT_END),
  HTTP_ROUTE_MISSING("The application does not offer an expected route", APP_NOT_FOUND),
  HTTP_CORS_REFUSED("The application refuses a declared origin"),
  WS_NOT_UPGRADED("The server did not switch to WebSocket", WEBSOCKET),
  WS_SUBPROTOCOL("The server answered with a subprotocol that was not offered"),
  WS_NO_MESSAGE("The expected message did not come", WEBSOCKET),
  WS_CLOSED_BY_APP("The application closed the WebSocket with an error", WEBSOCKET_END, WEBSOCKET),
  WS_CLOSED_BY_POLICY(
      "The application closed the WebSocket for lack of rights", WEBSOCKET_END, APP_DENIED),
  WS_CLOSED_EARLY("The WebSocket closed though it should stay open", WEBSOCKET_END, WEBSOCKET),
  WS_CUT("The WebSocket ended without a close frame", WEBSOCKET_END, WEBSOCKET, BY_ITSELF),
  SSE_WRONG_CONTENT_TYPE("The answer is not an event stream", SSE),
  SSE_SILENT("The stream opened and no event came", SSE),
  SSE_BUFFERED("Events arrive in a burst: something on the way buffers", SSE),
  GRPC_NOT_SERVING("The gRPC service says that it does not serve", RUNTIME),
  GRPC_UNIMPLEMENTED("The gRPC server offers no health service"),
  GRPC_FAILED("The gRPC call failed", RUNTIME),
  TOKEN_REFUSED("A sound token is refused", APP_DENIED),
  TOKEN_WRONGLY_ACCEPTED("A token that must be refused is accepted"),
  // The source.
  CODE_TESTS_BLOCKED("Tests import what the tree does not have", SOURCE, NONE),
  CODE_RULE_BROKEN("The source breaks a rule of the house", SOURCE, NONE),
  EXEC_FAILED("The external check reports a failure");

  /** What is known of a signal besides its meaning. */
  public sealed interface Trait permits Family, Symptom, Effect, Recovery, Cure {}

  private final String meaning;
  private final Optional<Family> family;
  private final Optional<Symptom> symptom;
  private final Effect effect;
  private final boolean passesByItself;
  private final Cure cure;

  /**
   * @param traits at most one of each type; without an effect, that of the symptom
   */
  Signal(String meaning, Trait... traits) {
    this.meaning = meaning;
    this.family = one(Family.class, traits);
    this.symptom = one(Symptom.class, traits);
    this.effect =
        one(Effect.class, traits).or(() -> symptom.map(Symptom::effect)).orElse(Effect.NOTHING);
    this.passesByItself = one(Recovery.class, traits).isPresent();
    this.cure = one(Cure.class, traits).orElse(Cure.ANY_PART);
  }

  private static <T extends Trait> Optional<T> one(Class<T> type, Trait... traits) {
    return Arrays.stream(traits)
        .filter(type::isInstance)
        .map(type::cast)
        .reduce((_, _) -> {
          throw new IllegalArgumentException("two traits of type " + type.getSimpleName());
        });
  }

  /** One sentence without a full stop. */
  public String meaning() {
    return meaning;
  }

  /** The signals that it comes together with, wherever they come from. */
  public Optional<Family> family() {
    return family;
  }

  /**
   * Empty for a signal that explains itself: bytes of a secret, an exit of the container, a wrong
   * variable. Nothing below can be the cause of those.
   */
  public Optional<Symptom> symptom() {
    return symptom;
  }

  /** What it does to those that depend on the resource. */
  public Effect effect() {
    return effect;
  }

  /**
   * Whether it may be over a moment later. Everything else is certain, or a time-out, of which
   * asking again would only take as long again.
   */
  public boolean passesByItself() {
    return passesByItself;
  }

  /**
   * Whether a new revision can be well where this one fails.
   *
   * @param changed the parts in which it differs
   * @param clues what was seen beside the signal
   */
  public boolean isCuredBy(Set<Part> changed, Set<Clue> clues) {
    return cure.isIn(changed) && (!clues.contains(Clue.CRASH) || Cure.PROGRAM.isIn(changed));
  }

  /** Whether it stays with any revision: it lies in front of all of them, or below. */
  public boolean outlivesRevisions() {
    return cure == Cure.NONE;
  }
}
