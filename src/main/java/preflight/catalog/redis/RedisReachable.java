package preflight.catalog.redis;

import preflight.catalog.LadderPatience;
import preflight.catalog.NetworkSignals;
import preflight.catalog.StoreFailure;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Family;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Signal;
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
    expects = "Redis takes the declared credentials and answers PING",
    role = CheckDoc.Role.LADDER,
    why =
        """
        Sessions, queues and rate limits live there. A service that cannot reach its Redis starts and
        then answers 503, or lets nobody in.
        """,
    signals = {
      Signal.SECRET_MALFORMED,
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
      Signal.REDIS_TOO_MANY_CLIENTS,
      Signal.REDIS_ERROR
    },
    families = Family.HANDSHAKE,
    permissions = Permission.SECRET_ACCESS)
@Remedy(
    on = {Signal.DNS_NOT_FOUND, Signal.SECRET_MALFORMED},
    text =
        "Compare the host and port of the profile, and the secrets that hold them, with those of"
            + " the instance; write a secret without a line break.",
    commands = {
      "gcloud redis instances describe {instance} --region={region} --project={project}"
          + " --format='value(host,port)'",
      "printf %s {value} | gcloud secrets versions add {id} --data-file=-" + " --project={project}"
    })
@Remedy(
    on = {Signal.REDIS_AUTH_REQUIRED, Signal.REDIS_AUTH_REJECTED, Signal.REDIS_AUTH_UNEXPECTED},
    text =
        "Make the secret carry the instance's own password, or declare none where the instance has"
            + " none; then redeploy what reads it.",
    commands = {
      "gcloud redis instances describe {instance} --region={region} --project={project}"
          + " --format='value(authEnabled)'",
      "VALUE=$(gcloud redis instances get-auth-string {instance} --region={region}"
          + " --project={project} --format='value(authString)')"
          + " && : \"${VALUE:?the instance has no password}\""
          + " && printf %s \"$VALUE\" | gcloud secrets versions add {id} --data-file=-"
          + " --project={project}"
    })
@Remedy(
    on = {
      Signal.TLS_REFUSED,
      Signal.TLS_REQUIRED,
      Signal.TLS_FAILED,
      Signal.TLS_UNTRUSTED,
      Signal.TLS_EXPIRED,
      Signal.TLS_NOT_YET_VALID
    },
    text =
        "Make `tls`, `port` and `ca` of the profile agree with the instance's in-transit encryption.",
    commands =
        "gcloud redis instances describe {instance} --region={region} --project={project}"
            + " --format='yaml(transitEncryptionMode,port,serverCaCerts)'")
@Remedy(
    on = Signal.TLS_WRONG_HOST,
    text =
        "Use a host that the certificate names. Certificates of Memorystore do not name the host: there"
            + " set `ca` to the instance's own authority and `verify: chain` in the profile.",
    commands =
        "gcloud redis instances describe {instance} --region={region} --project={project}"
            + " --format='value(serverCaCerts[].cert)'")
@Remedy(
    on = Signal.REDIS_TOO_MANY_CLIENTS,
    text = "Close connections: reduce the services' pools or instances, or scale Redis up.",
    commands =
        "gcloud redis instances update {instance} --size={SIZE_GB?the new size in GB} --region={region}"
            + " --project={project}")
@Remedy(
    text = "See whether the instance is ready, and at which address and port.",
    commands =
        "gcloud redis instances describe {instance} --region={region} --project={project}"
            + " --format='yaml(state,statusMessage,host,port,authorizedNetwork)'")
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
