package preflight.catalog.redis;

import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisInfos.Account;
import preflight.resource.Redis;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.network.RedisMode;

@CheckDoc(
    id = "redis-role",
    on = Redis.class,
    about = Subject.GROUND,
    expects = "Redis is the master, or a replica whose link to its master is up",
    why =
        """
        A replica answers PING and every read, and refuses the first write: the service looks healthy
        until somebody logs in.
        """,
    signals = {Signal.REDIS_UNEXPECTED_ROLE, Signal.REDIS_MASTER_DOWN},
    permissions = Permission.SECRET_ACCESS,
    needs = RedisReachable.class)
@Remedy(
    on = Signal.REDIS_UNEXPECTED_ROLE,
    text =
        "Point the services at the primary endpoint, not at the read endpoint. The"
            + " command shows both.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project}"
            + " --format='yaml(host,port,readEndpoint,readEndpointPort,state)'")
@Remedy(
    on = Signal.REDIS_MASTER_DOWN,
    text =
        "Wait for the failover to end and run again. The command shows the state of the"
            + " instance.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project} --format='yaml(state,statusMessage,nodes)'")
public final class RedisRole implements Check<Target<Redis>, RedisRole.With> {

  /** What a server is to the others. */
  public enum Role {
    MASTER,
    REPLICA
  }

  public record With(
      @Field(value = "The role it must have", example = "master", byDefault = "master")
          Role role) {}

  private final InfoQuestion redis;

  public RedisRole(RedisInfos redis) {
    this.redis = new InfoQuestion(redis);
  }

  @Override
  public Outcome run(Target<Redis> target, With with) throws InterruptedException {
    if (target.resource().mode() == RedisMode.CLUSTER) {
      return Outcome.notApplicable("clients of a cluster find its masters themselves");
    }
    String expected = "role " + word(with.role());
    return redis.ask(target, expected, info -> judge(info, with.role(), expected));
  }

  private static Outcome judge(Account info, Role wanted, String expected) {
    if (info.text("role").isEmpty()) {
      return InfoQuestion.withheld(expected, "role");
    }
    Role role = info.says("role", "master") ? Role.MASTER : Role.REPLICA;
    boolean up = info.says("master_link_status", "up");
    String observed =
        role == Role.MASTER
            ? "role master"
            : "role replica of %s:%s, link %s"
                .formatted(
                    info.shown("master_host", "?"),
                    info.shown("master_port", "?"),
                    info.shown("master_link_status", "unknown"));
    if (role != wanted) {
      return Outcome.failed(Signal.REDIS_UNEXPECTED_ROLE, expected, observed)
          .saying("is a " + word(role))
          .clue(Clue.STEADY_REPLICA, role == Role.REPLICA && up)
          .at(Phase.QUERY);
    }
    return role == Role.REPLICA && !up
        ? Outcome.failed(Signal.REDIS_MASTER_DOWN, expected + ", link up", observed).at(Phase.QUERY)
        : Outcome.passed(observed);
  }

  private static String word(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }
}
