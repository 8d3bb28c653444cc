package preflight.catalog.redis;

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
import preflight.probe.redis.RedisError;
import preflight.probe.redis.RedisLadder;
import preflight.resource.Redis;
import preflight.resource.Target;

@CheckDoc(
    id = "redis-reachable",
    on = Redis.class,
    about = Subject.GROUND,
    expects = "Redis takes the declared credentials and answers PING",
    role = CheckDoc.Role.LADDER,
    why =
        """
        Sessions, queues and rate limits live there. A service that cannot reach its Redis starts and
        then answers 503, or lets nobody in.
        """,
    signals = {
      Signal.SECRET_MALFORMED,
      Signal.SOCKET_NOT_FOUND,
      Signal.SOCKET_REFUSED,
      Signal.REDIS_AUTH_REQUIRED,
      Signal.REDIS_AUTH_REJECTED,
      Signal.REDIS_AUTH_UNEXPECTED,
      Signal.REDIS_FORBIDDEN,
      Signal.REDIS_LOADING,
      Signal.REDIS_READ_ONLY,
      Signal.REDIS_MASTER_DOWN,
      Signal.REDIS_CLUSTER_MOVED,
      Signal.REDIS_CLUSTER_DOWN,
      Signal.REDIS_OUT_OF_MEMORY,
      Signal.REDIS_MISCONFIGURED,
      Signal.REDIS_BUSY,
      Signal.REDIS_TOO_MANY_CLIENTS,
      Signal.REDIS_WRONG_MODE,
      Signal.REDIS_NO_DATABASE,
      Signal.REDIS_PROTECTED,
      Signal.REDIS_NO_MASTER,
      Signal.REDIS_NO_BACKEND,
      Signal.REDIS_LIMIT_REACHED,
      Signal.REDIS_ERROR
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
      "gcloud redis instances describe {instance} --region={region}"
          + " --project={project} --format='value(host,port)'",
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
        "Compare the address and port of the instance with the profile, and see that it"
            + " is ready and that this machine has a route to its network. Memorystore listens on"
            + " port 6379 in plain text, or on port 6378 with TLS: declare `tls: true` with 6378."
            + " The command shows them.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project}"
            + " --format='yaml(state,statusMessage,host,port,authorizedNetwork)'")
@Remedy(
    on = {Signal.SOCKET_NOT_FOUND, Signal.SOCKET_REFUSED},
    text =
        "Start the Redis that makes the socket (`unixsocket` of its configuration), or correct the path"
            + " in the URL. Memorystore has an address and no socket. The command shows what is there.",
    commands = "ls -l {socket}")
@Remedy(
    on = {Signal.REDIS_AUTH_REQUIRED, Signal.REDIS_AUTH_REJECTED, Signal.REDIS_AUTH_UNEXPECTED},
    text =
        "Store the password of the instance in the secret, or declare none where the"
            + " instance has none. The first command shows whether it has one; the second"
            + " stores its password as a new version of the secret.",
    commands = {
      "gcloud redis instances describe {instance} --region={region}"
          + " --project={project} --format='value(authEnabled)'",
      "VALUE=$(gcloud redis instances get-auth-string {instance} --region={region}"
          + " --project={project} --format='value(authString)') && : \"${VALUE:?the"
          + " instance has no password}\" && printf %s \"$VALUE\" | gcloud secrets versions"
          + " add {id} --data-file=- --project={project}"
    })
@Remedy(
    on = Signal.TLS_REQUIRED,
    text =
        "Declare `tls: true` for it in the profile, and its authority in `ca` where that is a private"
            + " one; clients of the services need a `rediss://` URL or their own TLS setting. The"
            + " commands show what answers a TLS greeting, and whether the instance encrypts.",
    commands = {
      "openssl s_client -connect {address}:{port} </dev/null",
      "gcloud redis instances describe {instance} --region={region}"
          + " --project={project} --format='yaml(transitEncryptionMode,port,serverCaCerts)'"
    })
@Remedy(
    on = Signal.TLS_REFUSED,
    text =
        "Declare `tls: false` for it in the profile and give the services a `redis://` URL, or declare"
            + " the port that speaks TLS (6378 on Memorystore). The commands show"
            + " what answers a TLS greeting, and whether the instance encrypts.",
    commands = {
      "openssl s_client -connect {address}:{port} </dev/null",
      "gcloud redis instances describe {instance} --region={region}"
          + " --project={project} --format='yaml(transitEncryptionMode,port)'"
    })
@Remedy(
    on = {Signal.TLS_FAILED, Signal.TLS_UNTRUSTED, Signal.TLS_EXPIRED, Signal.TLS_NOT_YET_VALID},
    text =
        "Make `tls`, `port` and `ca` of the profile agree with the in-transit encryption"
            + " of the instance. The command shows it.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project} --format='yaml(transitEncryptionMode,port,serverCaCerts)'")
@Remedy(
    on = Signal.TLS_WRONG_HOST,
    text =
        "Use a host that the certificate names. Certificates of Memorystore do not name"
            + " the host: there set `ca` to the authority of the instance and `verify: authority`"
            + " in the profile. The command shows that authority.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project} --format='value(serverCaCerts[].cert)'")
@Remedy(
    on = Signal.REDIS_TOO_MANY_CLIENTS,
    text =
        "Close connections: reduce the pools or the instances of the services, or scale"
            + " Redis up. The command scales the instance, which breaks its connections for"
            + " some minutes and may clear a basic-tier instance: export its data first.",
    commands =
        "gcloud redis instances update {instance} --size={SIZE_GB?the new size in GB}"
            + " --region={region} --project={project}")
@Remedy(
    on = Signal.REDIS_BUSY,
    text =
        "Correct the script or function that does not end. Until then, stop it; the command does, and"
            + " Redis refuses it once the script has written something.",
    commands = "redis-cli -h {address} SCRIPT KILL")
@Remedy(
    on = Signal.REDIS_FORBIDDEN,
    text = "Allow the Redis user the command that the answer names, or declare another user.")
@Remedy(
    on = Signal.REDIS_NO_DATABASE,
    text =
        "Declare a `database` that the server has, and the same for the clients of the services: a"
            + " server has 16 unless its configuration says otherwise, numbered from 0; a cluster has"
            + " number 0 alone.")
@Remedy(
    on = Signal.REDIS_PROTECTED,
    text =
        "Give the server a password (requirepass or an ACL user) and declare it here, or bind it to the"
            + " address that the services reach. Do not switch protected mode off without a password.")
@Remedy(
    on = {Signal.REDIS_NO_MASTER, Signal.REDIS_WRONG_MODE},
    text =
        "Declare the `mode` that the server has. With `mode: sentinel`, host and port are those of a"
            + " Sentinel (port 26379 by default) and `sentinel.master` is the name under which it"
            + " watches the master. The command shows the names that a Sentinel knows.",
    commands = "redis-cli -h {address} -p {port} SENTINEL MASTERS")
@Remedy(
    on = {Signal.REDIS_NO_BACKEND, Signal.REDIS_LIMIT_REACHED},
    text =
        "See the state of the Redis behind the proxy, or the plan and its limits, in the console of the"
            + " provider.")
@Remedy(
    on = {Signal.REDIS_CLUSTER_MOVED, Signal.REDIS_READ_ONLY},
    text =
        "Point the services at the primary endpoint of a standalone instance; for a"
            + " cluster, use a client that knows clusters. The command shows the endpoints.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project} --format='yaml(host,port,readEndpoint,readEndpointPort)'")
@Remedy(
    text =
        "See the state of the instance: loading, failover and a full disk or memory show"
            + " there. The command only looks.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project}"
            + " --format='yaml(state,statusMessage,memorySizeGb,redisConfigs)'")
public final class RedisReachable implements Check<Target<Redis>, LadderPatience> {

  private final RedisLadder redis;

  public RedisReachable(RedisLadder redis) {
    this.redis = redis;
  }

  @Override
  public Outcome run(Target<Redis> target, LadderPatience with) throws InterruptedException {
    String expected = "PONG from %s".formatted(target.name());
    return switch (redis.climb(target, new Limits(with.connect(), with.reply()))) {
      case Answer.Given<RedisLadder.Pong, RedisError>(_, Ladder ladder) ->
          Outcome.passed(
              "PONG, " + StoreFailure.addresses(ladder),
              NetworkSignals.measurements(ladder.timings()));
      case Answer.NotGiven<RedisLadder.Pong, RedisError>(var trouble) ->
          RedisErrors.outcome(trouble, target, expected);
    };
  }
}
