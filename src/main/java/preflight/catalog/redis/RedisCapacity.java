package preflight.catalog.redis;

import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Signal;
import preflight.check.Vantage;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisInfos.Account;
import preflight.resource.Field;
import preflight.resource.Redis;
import preflight.resource.Target;

@CheckDoc(
    id = "redis-capacity",
    on = Redis.class,
    expects = "Redis has memory and client connections left, and has turned nobody away",
    why =
        """
        A full Redis that may not evict refuses every write and still answers PING and reads: only
        its numbers show it.
        """,
    signals = {
      Signal.REDIS_OUT_OF_MEMORY,
      Signal.REDIS_TOO_MANY_CLIENTS,
      Signal.REDIS_REJECTS_CLIENTS,
      Signal.REDIS_EVICTS
    },
    permissions = Permission.SECRET_ACCESS,
    needs = RedisReachable.class)
@Remedy(
    on = {Signal.REDIS_OUT_OF_MEMORY, Signal.REDIS_EVICTS},
    text = "Give the instance more memory, or let it evict what may be lost.",
    commands = {
      "gcloud redis instances update {instance} --size=SIZE_GB --region={region}"
          + " --project={project}",
      "gcloud redis instances update {instance} --update-redis-config=maxmemory-policy=allkeys-lru"
          + " --region={region} --project={project}"
    })
@Remedy(
    text = "See who holds the connections; reduce the services' pools or instances.",
    commands = "redis-cli -h {host} -p {port} CLIENT LIST")
public final class RedisCapacity implements Check<Target<Redis>, RedisCapacity.With> {

  public record With(
      @Field(
              value = "Percent of maxmemory at which a Redis that may not evict counts as full",
              example = "95",
              byDefault = "95")
          int memory,
      @Field(
              value = "Percent of maxclients that may be connected",
              example = "90",
              byDefault = "90")
          int clients,
      @Field(
              value = "Percent of connections since its start that it may have rejected",
              example = "1",
              byDefault = "1")
          int rejected,
      @Field(value = "Keys that it may have evicted; any number without it", example = "0")
          Optional<Integer> evicted) {}

  private static final String EXPECTED = "memory and connections left";

  private final InfoQuestion redis;

  public RedisCapacity(RedisInfos redis, Vantage vantage) {
    this.redis = new InfoQuestion(redis, vantage);
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Redis> target, With with) throws InterruptedException {
    return redis.ask(target, EXPECTED, info -> judge(info, with));
  }

  private static Outcome judge(Account info, With with) {
    Optional<Long> usedMemory = info.number("used_memory");
    if (usedMemory.isEmpty()) {
      return InfoQuestion.withheld(EXPECTED, "used_memory");
    }
    long used = usedMemory.get();
    long allowed = info.number("maxmemory").orElse(0L);
    String policy = info.text("maxmemory_policy").orElse("unknown");
    long clients = info.number("connected_clients").orElse(0L);
    long mostClients = info.number("maxclients").orElse(0L);
    long rejected = info.number("rejected_connections").orElse(0L);
    long received = info.number("total_connections_received").orElse(0L);
    long evicted = info.number("evicted_keys").orElse(0L);
    String memory =
        allowed == 0
            ? mebibytes(used) + ", no limit"
            : "%s of %s, %s".formatted(mebibytes(used), mebibytes(allowed), policy);

    if (allowed > 0 && policy.equals("noeviction") && used * 100 >= allowed * with.memory()) {
      return failed(Signal.REDIS_OUT_OF_MEMORY, "memory " + memory)
          .with(
              new Evidence("INFO memory", "used_memory:%d maxmemory:%d".formatted(used, allowed)));
    }
    if (mostClients > 0 && clients * 100 >= mostClients * with.clients()) {
      return failed(
          Signal.REDIS_TOO_MANY_CLIENTS, "%d of %d clients".formatted(clients, mostClients));
    }
    if (rejected * 100 > (received + rejected) * with.rejected()) {
      return failed(
          Signal.REDIS_REJECTS_CLIENTS,
          "%d of %d connections rejected since it started"
              .formatted(rejected, received + rejected));
    }
    if (with.evicted().isPresent() && evicted > with.evicted().get()) {
      return failed(Signal.REDIS_EVICTS, evicted + " keys evicted since it started");
    }
    return Outcome.passed("memory %s; %d clients; %d evicted".formatted(memory, clients, evicted));
  }

  private static Outcome.Failed failed(Signal signal, String observed) {
    return Outcome.failed(signal, EXPECTED, observed).at(Phase.QUERY);
  }

  private static String mebibytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
