package preflight.catalog.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.catalog.Burst;
import preflight.catalog.FixedTimer;
import preflight.catalog.NetworkSignals;
import preflight.catalog.Percentiles;
import preflight.catalog.SlowRung;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.Answer;
import preflight.probe.network.Ladder;
import preflight.probe.network.Limits;
import preflight.probe.redis.RedisError;
import preflight.probe.redis.RedisPings;
import preflight.probe.redis.RedisPings.Pings;
import preflight.resource.Budget;
import preflight.resource.Redis;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "redis-latency",
    on = Redis.class,
    about = Subject.GROUND,
    expects = "PING on a warm connection, and a new connection, stay within the budget",
    why =
        """
        Every request waits for Redis several times. In one region a PING takes under 2 ms; more of it
        means a detour, an overloaded server, or a timer that runs out before something falls back.
        """,
    signals = {Signal.LATENCY_OVER_BUDGET, Signal.LATENCY_TIMER},
    permissions = Permission.SECRET_ACCESS,
    needs = RedisReachable.class)
@Remedy(
    on = Signal.LATENCY_TIMER,
    text =
        "Find what waits in the phase that was slow: a resolver that does not answer, a"
            + " route that loses packets, or a first address that does not answer. More"
            + " capacity does not help. The command shows the address and network of the"
            + " instance.",
    commands =
        "gcloud redis instances describe {instance} --region={region}"
            + " --project={project} --format='yaml(host,port,authorizedNetwork,connectMode)'")
@Remedy(
    text =
        "Avoid the commands that take long, and run the service in the region of the"
            + " instance. The commands show the slow commands and the place and size of the"
            + " instance.",
    commands = {
      "redis-cli -h {host} -p {port} SLOWLOG GET 10",
      "gcloud redis instances describe {instance} --region={region}"
          + " --project={project} --format='yaml(locationId,tier,memorySizeGb)'"
    })
public final class RedisLatency implements Check<Target<Redis>, RedisLatency.With> {

  public record With(
      @Field(
              value = "How many PINGs to send",
              example = "20",
              byDefault = "20",
              weaker = Weaker.LESS)
          int samples,
      @Field(
              value = "95th percentile where the resource has no budget",
              example = "50ms",
              byDefault = "50ms",
              weaker = Weaker.MORE)
          Duration p95,
      @Field(
              value = "How long to wait for slow answers; more than twice the timers to recognise",
              example = "11s",
              byDefault = "11s",
              weaker = Weaker.MORE)
          Duration patience) {}

  private final RedisPings redis;

  public RedisLatency(RedisPings redis) {
    this.redis = redis;
  }

  @Override
  public Outcome run(Target<Redis> target, With with) throws InterruptedException {
    // SYNs that are sent again are timers as well, and the longest ones.
    var limits = new Limits(with.patience(), with.patience());
    Budget budget = target.resource().budget().orElse(Budget.NONE);
    return switch (redis.ping(target, with.samples(), limits)) {
      case Answer.Given<Pings, RedisError>(Pings pings, Ladder ladder) -> {
        Optional<Outcome> timer = timer(target, limits, pings, ladder);
        yield timer.isPresent() ? timer.get() : judge(pings, ladder, budget, with);
      }
      case Answer.NotGiven<Pings, RedisError>(var trouble) ->
          RedisErrors.outcome(trouble, target, "PING within the budget");
    };
  }

  private static Outcome judge(Pings pings, Ladder ladder, Budget budget, With with) {
    var percentiles = Percentiles.of(pings.roundTrips());
    var measurements = new ArrayList<>(NetworkSignals.measurements(ladder.timings()));
    measurements.addAll(percentiles.measurements("ping"));
    var over = new ArrayList<>(percentiles.over(budget, with.p95()));
    Duration connect = ladder.took();
    if (budget.connect().isPresent() && connect.compareTo(budget.connect().get()) > 0) {
      over.add(
          "connect %s, allowed %s"
              .formatted(Percentiles.words(connect), Percentiles.words(budget.connect().get())));
    }
    return over.isEmpty()
        ? Outcome.passed("ping p95 " + Percentiles.words(percentiles.p95()), measurements)
        : Outcome.failed(
                Signal.LATENCY_OVER_BUDGET, "PING within the budget", String.join("; ", over))
            .at(Phase.PING)
            .measured(measurements);
  }

  /** A slow first try may be a timer: two more at once tell. */
  private Optional<Outcome> timer(Target<Redis> target, Limits limits, Pings pings, Ladder ladder)
      throws InterruptedException {
    if (SlowRung.total(ladder, pings.roundTrips().getFirst()).compareTo(FixedTimer.SHORTEST) < 0) {
      return Optional.empty();
    }
    List<SlowRung.Sample> samples = new ArrayList<>();
    samples.add(new SlowRung.Sample(ladder, pings.roundTrips().getFirst()));
    for (var answer : Burst.ask(2, () -> redis.ping(target, 1, limits))) {
      if (answer instanceof Answer.Given<Pings, RedisError>(Pings more, Ladder way)) {
        samples.add(new SlowRung.Sample(way, more.roundTrips().getFirst()));
      }
    }
    return SlowRung.timer(samples, "PING within the budget", Phase.PING);
  }
}
