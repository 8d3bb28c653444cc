package preflight.catalog.postgres;

import java.util.ArrayList;
import java.util.List;
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
import preflight.probe.Instances;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.resource.Field;
import preflight.resource.Postgres;
import preflight.resource.Service;
import preflight.resource.Target;

@CheckDoc(
    id = "postgres-connections",
    on = Postgres.class,
    expects = "Connections are left, also when every service starts all its instances",
    why =
        """
        Pools are sized for one instance and multiplied by a deployment: old and new revisions run
        side by side, and the last one to start gets nothing.
        """,
    signals = {Signal.POSTGRES_TOO_MANY_CONNECTIONS, Signal.POSTGRES_POOLS_TOO_LARGE},
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_VIEW},
    needs = PostgresReachable.class)
@Remedy(
    text = "Reduce the services' pools or instances, or allow more connections.",
    commands = {
      "gcloud run services update SERVICE --max-instances=N --region={region} --project={project}",
      "gcloud sql instances patch {instance} --database-flags=max_connections={demand}"
          + " --project={project}"
    })
public final class PostgresConnections
    implements Check<Target<Postgres>, PostgresConnections.With> {

  public record With(
      @Field(
              value = "Percent of the connections that may be in use",
              example = "90",
              byDefault = "90")
          int used,
      @Field(
              value = "Instances to reckon with where the platform does not say",
              example = "10",
              byDefault = "1")
          int instances) {}

  // The sum over databases is what every role may see.
  private static final String SQL =
      """
      select current_setting('max_connections') as most,
        cast(current_setting('superuser_reserved_connections') as int)
          + coalesce(cast(current_setting('reserved_connections', true) as int), 0) as reserved,
        (select coalesce(sum(numbackends), 0) from pg_stat_database) as used\
      """;

  private final SqlQuestion postgres;
  private final Instances instances;

  public PostgresConnections(PostgresRows postgres, Instances instances, Vantage vantage) {
    this.postgres = new SqlQuestion(postgres, vantage);
    this.instances = instances;
  }

  @Override
  public Class<With> withType() {
    return With.class;
  }

  @Override
  public Outcome run(Target<Postgres> target, With with) throws InterruptedException {
    List<Demand> demands = demands(target, with);
    return postgres.ask(
        target, "connections left", SQL, List.of(), rows -> judge(rows, demands, with));
  }

  /** What one service can ask for. */
  private record Demand(String service, int pool, int instances) {

    int connections() {
      return pool * instances;
    }

    @Override
    public String toString() {
      return "%s %d × %d".formatted(service, pool, instances);
    }
  }

  private List<Demand> demands(Target<Postgres> target, With with) throws InterruptedException {
    List<Demand> demands = new ArrayList<>();
    for (Service service : target.environment().services().values()) {
      Optional<Integer> pool = service.pool();
      if (pool.isPresent() && service.uses().contains(target.name())) {
        int most =
            instances.most(new Target<>(service, target.environment())).orElse(with.instances());
        demands.add(new Demand(service.name().toString(), pool.get(), most));
      }
    }
    return demands;
  }

  private static Outcome judge(Rows rows, List<Demand> demands, With with) {
    long most = rows.number("most");
    long available = most - rows.number("reserved");
    long used = rows.number("used");
    int demand = demands.stream().mapToInt(Demand::connections).sum();
    String observed = "%d of %d in use, %d reserved".formatted(used, most, rows.number("reserved"));
    if (used * 100 >= available * with.used()) {
      return Outcome.failed(
              Signal.POSTGRES_TOO_MANY_CONNECTIONS,
              "at most %d %% of %d connections in use".formatted(with.used(), available),
              observed)
          .at(Phase.QUERY)
          .fact("demand", String.valueOf(Math.max(demand, 2 * most)));
    }
    if (demand > available) {
      return Outcome.failed(
              Signal.POSTGRES_POOLS_TOO_LARGE,
              "pools that fit into %d connections".formatted(available),
              "the services can ask for %d; %s".formatted(demand, observed))
          .at(Phase.QUERY)
          .with(new Evidence("pool × instances", demands.toString()))
          .fact("demand", String.valueOf(demand + rows.number("reserved")));
    }
    return Outcome.passed(
        demands.isEmpty() ? observed : "%s; pools can ask for %d".formatted(observed, demand));
  }
}
