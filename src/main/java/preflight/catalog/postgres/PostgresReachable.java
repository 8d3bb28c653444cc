package preflight.catalog.postgres;

import preflight.catalog.LadderPatience;
import preflight.catalog.NetworkSignals;
import preflight.catalog.StoreFailure;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.postgres.PostgresLadder;
import preflight.probe.postgres.SqlError;
import preflight.resource.Postgres;
import preflight.resource.Target;
import preflight.resource.field.Keys;

@CheckDoc(
    id = "postgres-reachable",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Postgres lets the declared role into the declared database and answers a query",
    role = CheckDoc.Role.LADDER,
    why =
        """
        A service that cannot reach its database starts, fails its readiness probe and rolls back, or
        answers 503 to everybody.
        """,
    signals = {
      Signal.SECRET_MALFORMED,
      Signal.SOCKET_NOT_FOUND,
      Signal.SOCKET_REFUSED,
      Signal.POSTGRES_AUTH_REJECTED,
      Signal.POSTGRES_AUTH_REQUIRED,
      Signal.POSTGRES_NOT_ALLOWED,
      Signal.POSTGRES_NO_DATABASE,
      Signal.POSTGRES_FORBIDDEN,
      Signal.POSTGRES_MISSING_OBJECT,
      Signal.POSTGRES_TOO_MANY_CONNECTIONS,
      Signal.POSTGRES_STARTING,
      Signal.POSTGRES_OUT_OF_RESOURCES,
      Signal.POSTGRES_READ_ONLY,
      Signal.POSTGRES_STATEMENT_TIMEOUT,
      Signal.POSTGRES_LOCKS,
      Signal.POSTGRES_CONNECT_DENIED,
      Signal.POSTGRES_NO_TENANT,
      Signal.POSTGRES_NO_BACKEND,
      Signal.POSTGRES_BACKEND_REFUSES,
      Signal.POSTGRES_POOL_EXHAUSTED,
      Signal.POSTGRES_PARAMETER_REFUSED,
      Signal.POSTGRES_POOL_MODE,
      Signal.POSTGRES_SUSPENDED,
      Signal.POSTGRES_ERROR
    },
    families = Family.HANDSHAKE,
    permissions = Permission.SECRET_ACCESS)
@Remedy(
    on = {Signal.DNS_NOT_FOUND, Signal.SECRET_MALFORMED},
    text =
        "Compare the host and port of the profile, and the secrets that hold them, with"
            + " those of the instance. The first command shows them; the second stores a new"
            + " version of the secret, without a line break.",
    commands = {
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='yaml(connectionName,ipAddresses)'",
      "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}"
    })
@Remedy(
    on = {
      Signal.TCP_REFUSED,
      Signal.TCP_TIMEOUT,
      Signal.TCP_UNREACHABLE,
      Signal.CONNECTION_RESET,
      Signal.CONNECTION_CLOSED,
      Signal.PEER_SILENT,
      Signal.WRONG_PROTOCOL
    },
    text =
        "Start the instance if it is stopped; else compare its address with the"
            + " profile, and see that this machine has a route to its network. The command"
            + " shows its state and addresses.",
    commands =
        "gcloud sql instances describe {instance} --project={project}"
            + " --format='yaml(state,settings.activationPolicy,ipAddresses)'")
@Remedy(
    on = {Signal.SOCKET_NOT_FOUND, Signal.SOCKET_REFUSED},
    text =
        "Cloud Run makes /cloudsql/PROJECT:REGION:INSTANCE for each instance of Cloud SQL that is"
            + " attached to the service, and the Cloud SQL Auth Proxy does elsewhere. Attach the"
            + " instance, or start the proxy, or correct the path: the directory, without"
            + " .s.PGSQL.5432. The first command shows the name of the instance; each other one"
            + " attaches it and makes a new revision.",
    commands = {
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='value(connectionName)'",
      "{attachments}"
    })
@Remedy(
    on = {Signal.POSTGRES_AUTH_REJECTED, Signal.POSTGRES_AUTH_REQUIRED},
    text =
        "Store the password that the role has, without a line break. The command stores a new"
            + " version of the secret. If nobody knows that password, give the role a new one"
            + " first (gcloud sql users set-password, with --prompt-for-password): services with"
            + " the old one then lose access.",
    commands =
        "printf %s {value} | gcloud secrets versions add {id} --data-file=- --project={project}")
@Remedy(
    on = Signal.TLS_REQUIRED,
    text =
        "Declare `tls: require` for it in the profile, and `sslmode=require` for the clients of the"
            + " services. A port that speaks TLS from the first byte is none that `sslmode` reaches:"
            + " there declare the port of Postgres itself. The commands show what the"
            + " server answers to the question for TLS, and what the instance demands.",
    commands = {
      "openssl s_client -starttls postgres -connect {address}:{port} </dev/null",
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='yaml(settings.ipConfiguration.sslMode,settings.ipConfiguration.requireSsl)'"
    })
@Remedy(
    on = Signal.TLS_REFUSED,
    text =
        "Declare `tls: disable` or `tls: prefer` for it in the profile, and the same `sslmode` for the"
            + " clients of the services, or switch TLS on at the server. A pooler or proxy in front"
            + " decides this itself. The commands show what"
            + " the server answers to the question for TLS, and what the instance demands.",
    commands = {
      "openssl s_client -starttls postgres -connect {address}:{port} </dev/null",
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='yaml(settings.ipConfiguration.sslMode,settings.ipConfiguration.requireSsl)'"
    })
@Remedy(
    on = {
      Signal.TLS_FAILED,
      Signal.TLS_UNTRUSTED,
      Signal.TLS_WRONG_HOST,
      Signal.TLS_EXPIRED,
      Signal.TLS_NOT_YET_VALID,
      Signal.POSTGRES_NOT_ALLOWED
    },
    text =
        "Make `tls`, `ca`, user and database of the profile agree with what the"
            + " instance allows. Both commands only look.",
    commands = {
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='yaml(settings.ipConfiguration,serverCaMode)'",
      "gcloud sql users list --instance={instance} --project={project}"
    })
@Remedy(
    on = Signal.POSTGRES_NO_DATABASE,
    text =
        "Correct the name of the database (a trailing blank counts), or create it. The"
            + " first command shows the names that exist; the second creates an empty"
            + " database of the name that you give.",
    commands = {
      "gcloud sql databases list --instance={instance} --project={project}",
      "gcloud sql databases create {NEW_DATABASE?its name, if none of those is right}"
          + " --instance={instance} --project={project}"
    })
@Remedy(
    on = Signal.POSTGRES_TOO_MANY_CONNECTIONS,
    text =
        "Reduce the pools or the instances of the services, or allow more connections."
            + " The patch restarts the instance and clears every flag that it does not name,"
            + " so name all that the command before it shows.",
    commands = {
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='value(settings.databaseFlags)'",
      "gcloud sql instances patch {instance} --project={project}"
          + " --database-flags=\"${FLAGS?the flags above, each with a comma behind"
          + " it}\"max_connections={LIMIT?how many connections to allow}"
    })
@Remedy(
    on = Signal.POSTGRES_CONNECT_DENIED,
    text =
        "Let the role connect to the database, as its owner or an administrator. The command does.",
    commands =
        "psql -h {host} -p {port} -U {ADMIN?an administrator of the server} -d {database}"
            + " -c 'GRANT CONNECT ON DATABASE \"{database:identifier}\" TO"
            + " \"{user:identifier}\"'")
@Remedy(
    on = Signal.POSTGRES_NO_TENANT,
    text =
        "Tell the front which project is meant: Supabase reads it from the user (postgres.PROJECT),"
            + " Neon from the host name of the TLS handshake or from options=endpoint%3DENDPOINT. A"
            + " project that was paused or moved to another region is not found, either.")
@Remedy(
    on = {
      Signal.POSTGRES_NO_BACKEND,
      Signal.POSTGRES_POOL_EXHAUSTED,
      Signal.POSTGRES_BACKEND_REFUSES
    },
    text =
        "Look at the pooler: whether it reaches Postgres, with which user and password it logs in"
            + " there, and how many of its connections are in use. The command does on PgBouncer.",
    commands =
        "psql -h {host} -p {port} -U {ADMIN?a user of its console} -d pgbouncer"
            + " -c 'SHOW POOLS' -c 'SHOW DATABASES'")
@Remedy(
    on = {Signal.POSTGRES_PARAMETER_REFUSED, Signal.POSTGRES_POOL_MODE},
    text =
        "Make client and pooler fit: PgBouncer passes on no start-up setting but those of"
            + " track_extra_parameters and refuses what ignore_startup_parameters does not name"
            + " (drivers for Java send extra_float_digits; options and search_path are settings,"
            + " too). Prepared statements need pool_mode = session, or max_prepared_statements of"
            + " PgBouncer 1.21; transactions need more than pool_mode = statement.")
@Remedy(
    on = Signal.POSTGRES_SUSPENDED,
    text =
        "Start the database again, or raise the limits of its plan, in the console of the provider.")
@Remedy(
    on = {Signal.POSTGRES_FORBIDDEN, Signal.POSTGRES_MISSING_OBJECT},
    text =
        "Grant the role the privilege that the answer names, or run the migrations that"
            + " create the object.")
@Remedy(
    text =
        "See the state of the instance, and what it logged; a start or a failover ends"
            + " by itself. Both commands only look.",
    commands = {
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='yaml(state,settings.activationPolicy,settings.dataDiskSizeGb)'",
      "gcloud logging read 'resource.type=\"cloudsql_database\" severity>=WARNING'"
          + " --project={project} --freshness=1h --limit=20"
    })
public final class PostgresReachable implements Check<Target<Postgres>, LadderPatience> {

  private final PostgresLadder postgres;

  public PostgresReachable(PostgresLadder postgres) {
    this.postgres = postgres;
  }

  @Override
  public Outcome run(Target<Postgres> target, LadderPatience with) throws InterruptedException {
    String expected = "%s answers a query of its declared role".formatted(target.name());
    return switch (postgres.climb(target, new Limits(with.connect(), with.reply()))) {
      case Answer.Given<PostgresLadder.Ready, SqlError>(var ready, Ladder ladder) ->
          Outcome.passed(
              "answers%s%s, %s"
                  .formatted(
                      ready.encrypted() ? " over TLS" : "",
                      target
                          .resource()
                          .poolMode()
                          .map(it -> " behind a pooler in %s mode".formatted(Keys.of(it)))
                          .orElse(""),
                      StoreFailure.addresses(ladder)),
              NetworkSignals.measurements(ladder.timings()));
      case Answer.NotGiven<PostgresLadder.Ready, SqlError>(var trouble) ->
          SqlStates.outcome(trouble, target, expected);
    };
  }
}
