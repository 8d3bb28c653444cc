package preflight.catalog.postgres;

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
import preflight.probe.postgres.PostgresTimes;
import preflight.probe.postgres.PostgresTimes.Times;
import preflight.probe.postgres.SqlError;
import preflight.resource.Budget;
import preflight.resource.Postgres;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "postgres-latency",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "A new connection, and queries on a warm one, stay within the budget",
    why =
        """
        A slow connection delays every start of an instance; a slow query delays every request. The
        same delay every time is a timer that runs out, and no capacity cures it.
        """,
    signals = {Signal.LATENCY_OVER_BUDGET, Signal.LATENCY_TIMER},
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    on = Signal.LATENCY_TIMER,
    text =
        "Find what waits in the phase that was slow: a resolver that does not answer, a"
            + " route that loses packets, or a proxy or first address that does not answer."
            + " More capacity does not help. The command shows the addresses of the instance.",
    commands =
        "gcloud sql instances describe {instance} --project={project}"
            + " --format='yaml(ipAddresses,settings.ipConfiguration)'")
@Remedy(
    text =
        "If connecting is slow, look at the network path, the name and TLS; if queries"
            + " are slow, look at load and locks on the server. The command shows the region"
            + " and size of the instance.",
    commands =
        "gcloud sql instances describe {instance} --project={project}"
            + " --format='yaml(region,settings.tier,settings.dataDiskType)'")
public final class PostgresLatency implements Check<Target<Postgres>, PostgresLatency.With> {

  public record With(
      @Field(
              value = "How many queries to send",
              example = "20",
              byDefault = "20",
              weaker = Weaker.LESS)
          int samples,
      @Field(
              value = "95th percentile of warm queries where the resource has no budget",
              example = "100ms",
              byDefault = "100ms",
              weaker = Weaker.MORE)
          Duration p95,
      @Field(
              value = "One cold connection where the resource has no budget",
              example = "1s",
              byDefault = "1s",
              weaker = Weaker.MORE)
          Duration connect,
      @Field(
              value = "How long to wait for slow answers; more than twice the timers to recognise",
              example = "11s",
              byDefault = "11s",
              weaker = Weaker.MORE)
          Duration patience) {}

  private static final String EXPECTED = "connection and queries within the budget";

  private final PostgresTimes postgres;

  public PostgresLatency(PostgresTimes postgres) {
    this.postgres = postgres;
  }

  @Override
  public Outcome run(Target<Postgres> target, With with) throws InterruptedException {
    // SYNs that are sent again are timers as well, and the longest ones.
    var limits = new Limits(with.patience(), with.patience());
    Budget budget = target.resource().budget().orElse(Budget.NONE);
    return switch (postgres.measure(target, with.samples(), limits)) {
      case Answer.Given<Times, SqlError>(Times times, Ladder ladder) -> {
        Optional<Outcome> timer = timer(target, limits, times, ladder);
        yield timer.isPresent() ? timer.get() : judge(times, ladder, budget, with);
      }
      case Answer.NotGiven<Times, SqlError>(var trouble) ->
          SqlStates.outcome(trouble, target, EXPECTED);
    };
  }

  private static Outcome judge(Times times, Ladder ladder, Budget budget, With with) {
    var percentiles = Percentiles.of(times.queries());
    Duration connect = SlowRung.way(ladder);
    var measurements = new ArrayList<>(NetworkSignals.measurements(ladder.timings()));
    measurements.addAll(percentiles.measurements("query"));
    Duration allowed = budget.connect().orElse(with.connect());
    List<String> over = percentiles.over(budget, with.p95());
    String cold = "connect " + Percentiles.words(connect);
    if (connect.compareTo(allowed) > 0) {
      return Outcome.failed(
              Signal.LATENCY_OVER_BUDGET,
              EXPECTED,
              "%s, allowed %s".formatted(cold, Percentiles.words(allowed)))
          .at(Phase.AUTH)
          .measured(measurements);
    }
    return over.isEmpty()
        ? Outcome.passed(
            cold + " · query p95 " + Percentiles.words(percentiles.p95()), measurements)
        : Outcome.failed(Signal.LATENCY_OVER_BUDGET, EXPECTED, String.join("; ", over))
            .at(Phase.QUERY)
            .measured(measurements);
  }

  /** A slow first try may be a timer: two more at once tell. */
  private Optional<Outcome> timer(
      Target<Postgres> target, Limits limits, Times times, Ladder ladder)
      throws InterruptedException {
    if (SlowRung.total(ladder, times.queries().getFirst()).compareTo(FixedTimer.SHORTEST) < 0) {
      return Optional.empty();
    }
    List<SlowRung.Sample> samples = new ArrayList<>();
    samples.add(new SlowRung.Sample(ladder, times.queries().getFirst()));
    for (var answer : Burst.ask(2, () -> postgres.measure(target, 1, limits))) {
      if (answer instanceof Answer.Given<Times, SqlError>(Times more, Ladder way)) {
        samples.add(new SlowRung.Sample(way, more.queries().getFirst()));
      }
    }
    return SlowRung.timer(samples, EXPECTED, Phase.QUERY);
  }
}
