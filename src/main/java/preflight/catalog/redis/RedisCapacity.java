package preflight.catalog.redis;

import java.util.List;
import java.util.Optional;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisInfos.Account;
import preflight.resource.Redis;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "redis-capacity",
    on = Redis.class,
    about = Subject.GROUND,
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
    text =
        "Give the instance more memory, or let it evict keys. The first command scales"
            + " the instance, which breaks its connections for some minutes and may clear a"
            + " basic-tier instance: export its data first. The second lets Redis delete the"
            + " least recently used keys: use it only if every key may be lost.",
    commands = {
      "gcloud redis instances update {instance} --size={SIZE_GB?the new size in GB}"
          + " --region={region} --project={project}",
      "gcloud redis instances update {instance}"
          + " --update-redis-config=maxmemory-policy={POLICY?such as allkeys-lru, if every key may be"
          + " lost} --region={region} --project={project}"
    })
@Remedy(
    text =
        "Reduce the pools or the instances of the services. The command shows who holds"
            + " the connections.",
    commands = "redis-cli -h {host} -p {port} CLIENT LIST")
public final class RedisCapacity implements Check<Target<Redis>, RedisCapacity.With> {

  public record With(
      @Field(
              value = "Percent of maxmemory at which a Redis that may not evict counts as full",
              example = "95",
              byDefault = "95",
              weaker = Weaker.MORE)
          int memory,
      @Field(
              value = "Percent of maxclients that may be connected",
              example = "90",
              byDefault = "90",
              weaker = Weaker.MORE)
          int clients,
      @Field(
              value = "Percent of connections since its start that it may have rejected",
              example = "1",
              byDefault = "1",
              weaker = Weaker.MORE)
          int rejected,
      @Field(
              value = "Keys that it may have evicted (default: any number)",
              example = "0",
              weaker = Weaker.NONE)
          Optional<Integer> evicted) {}

  private static final String EXPECTED = "memory and connections left";
  private static final List<String> FIELDS =
      List.of(
          "used_memory",
          "maxmemory",
          "maxmemory_policy",
          "connected_clients",
          "maxclients",
          "rejected_connections",
          "total_connections_received",
          "evicted_keys");

  private final InfoQuestion redis;

  public RedisCapacity(RedisInfos redis) {
    this.redis = new InfoQuestion(redis);
  }

  @Override
  public Outcome run(Target<Redis> target, With with) throws InterruptedException {
    return redis.ask(target, EXPECTED, info -> judge(info, with));
  }

  private static Outcome judge(Account info, With with) {
    Optional<Outcome> shortage = shortage(info, with);
    if (shortage.isPresent()) {
      return shortage.get();
    }
    List<String> missing = FIELDS.stream().filter(it -> info.text(it).isEmpty()).toList();
    return missing.isEmpty()
        ? Outcome.passed(
            "memory %s; %d clients; %d evicted"
                .formatted(
                    memory(info), number(info, "connected_clients"), number(info, "evicted_keys")))
        : InfoQuestion.withheld(EXPECTED, String.join(", ", missing));
  }

  /** What the fields that are there suffice to tell: a missing one proves no shortage. */
  private static Optional<Outcome> shortage(Account info, With with) {
    long used = number(info, "used_memory");
    long allowed = number(info, "maxmemory");
    long clients = number(info, "connected_clients");
    long mostClients = number(info, "maxclients");
    long rejected = number(info, "rejected_connections");
    long received = number(info, "total_connections_received");
    long evicted = number(info, "evicted_keys");
    boolean mayNotEvict = info.says("maxmemory_policy", "noeviction");

    if (allowed > 0 && mayNotEvict && used * 100 >= allowed * with.memory()) {
      return Optional.of(
          failed(Signal.REDIS_OUT_OF_MEMORY, "memory " + memory(info))
              .with(
                  new Evidence(
                      "INFO memory", "used_memory:%d maxmemory:%d".formatted(used, allowed))));
    }
    if (mostClients > 0 && clients * 100 >= mostClients * with.clients()) {
      return Optional.of(
          failed(
              Signal.REDIS_TOO_MANY_CLIENTS, "%d of %d clients".formatted(clients, mostClients)));
    }
    if (received > 0 && rejected * 100 > (received + rejected) * with.rejected()) {
      return Optional.of(
          failed(
              Signal.REDIS_REJECTS_CLIENTS,
              "%d of %d connections rejected since it started"
                  .formatted(rejected, received + rejected)));
    }
    return with.evicted()
        .filter(most -> evicted > most)
        .map(_ -> failed(Signal.REDIS_EVICTS, evicted + " keys evicted since it started"));
  }

  private static long number(Account info, String field) {
    return info.number(field).orElse(0L);
  }

  private static String memory(Account info) {
    String used = mebibytes(number(info, "used_memory"));
    long allowed = number(info, "maxmemory");
    return allowed == 0
        ? used + ", no limit"
        : "%s of %s, %s"
            .formatted(used, mebibytes(allowed), info.shown("maxmemory_policy", "unknown"));
  }

  private static Outcome.Failed failed(Signal signal, String observed) {
    return Outcome.failed(signal, EXPECTED, observed).at(Phase.QUERY);
  }

  private static String mebibytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
  }
}
