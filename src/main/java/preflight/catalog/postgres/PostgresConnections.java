package preflight.catalog.postgres;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import preflight.catalog.platform.NoEvidence;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Family;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.probe.run.Instances;
import preflight.resource.Postgres;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;
import preflight.resource.service.ConnectionPool;

@CheckDoc(
    id = "postgres-connections",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Connections are left, also when every service starts all its instances",
    why =
        """
        Pools are sized for one instance and multiplied by a deployment: old and new revisions run
        side by side, and the last one to start gets nothing.
        """,
    signals = {Signal.POSTGRES_TOO_MANY_CONNECTIONS, Signal.POSTGRES_POOLS_TOO_LARGE},
    families = Family.GOOGLE_API,
    permissions = {Permission.SECRET_ACCESS, Permission.RUN_VIEW},
    needs = PostgresReachable.class)
@Remedy(
    on = Signal.POSTGRES_POOLS_TOO_LARGE,
    text =
        "Reduce the pools or the instances of the services, or allow more connections."
            + " The first command limits the instances of the largest service. The patch"
            + " restarts the instance and clears every flag that it does not name, so name"
            + " all that the command before it shows.",
    commands = {
      "gcloud run services update {largest} --max-instances={fitting:number}"
          + " --region={region} --project={project}",
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='value(settings.databaseFlags)'",
      "gcloud sql instances patch {instance} --project={project}"
          + " --database-flags=\"${FLAGS?the flags above, each with a comma behind"
          + " it}\"max_connections={demand:number}"
    })
@Remedy(
    text =
        "End idle connections, or allow more. The patch restarts the instance and clears every"
            + " flag that it does not name, so name all that the command before it shows. The last"
            + " command shows who holds connections.",
    commands = {
      "gcloud sql instances describe {instance} --project={project}"
          + " --format='value(settings.databaseFlags)'",
      "gcloud sql instances patch {instance} --project={project}"
          + " --database-flags=\"${FLAGS?the flags above, each with a comma behind"
          + " it}\"max_connections={demand:number}",
      "psql -h {host} -p {port} -U {user} -d {database} -c 'SELECT usename, application_name,"
          + " state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3 ORDER BY 4 DESC'"
    })
public final class PostgresConnections
    implements Check<Target<Postgres>, PostgresConnections.With> {

  public record With(
      @Field(
              value = "Percent of the connections that may be in use",
              example = "90",
              byDefault = "90",
              weaker = Weaker.MORE)
          int used,
      @Field(
              value = "Instances to reckon with where the platform does not say",
              example = "10",
              byDefault = "1",
              weaker = Weaker.LESS)
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

  public PostgresConnections(PostgresRows postgres, Instances instances) {
    this.postgres = new SqlQuestion(postgres);
    this.instances = instances;
  }

  @Override
  public Outcome run(Target<Postgres> target, With with) throws InterruptedException {
    Demands demands = demands(target, with);
    return postgres.ask(
        target, "connections left", SQL, List.of(), rows -> judge(rows, demands, target, with));
  }

  /** What one service can ask for. */
  private record Demand(Service service, ConnectionPool pool, int instances) {

    long connections() {
      return pool.connections() * instances;
    }

    @Override
    public String toString() {
      return "%s %s × %d".formatted(service.name(), pool, instances);
    }
  }

  /**
   * What all services can ask for.
   *
   * @param unread why the platform did not say how many instances another service may have
   */
  private record Demands(List<Demand> all, Optional<ApiTrouble> unread) {

    long connections() {
      return all.stream().mapToLong(Demand::connections).sum();
    }
  }

  private Demands demands(Target<Postgres> target, With with) throws InterruptedException {
    List<Demand> demands = new ArrayList<>();
    Optional<ApiTrouble> unread = Optional.empty();
    for (Service service : target.environment().services().values()) {
      Optional<ConnectionPool> pool = service.pool();
      if (pool.isEmpty() || !service.uses().contains(target.name())) {
        continue;
      }
      switch (instances.most(service)) {
        case ApiAnswer.Got<Integer>(Integer most) ->
            demands.add(new Demand(service, pool.get(), most));
        case ApiAnswer.Refused<Integer>(ApiTrouble trouble) -> unread = Optional.of(trouble);
        case ApiAnswer.Absent<Integer> _,
            ApiAnswer.Malformed<Integer> _,
            ApiAnswer.Unfit<Integer> _ ->
            demands.add(new Demand(service, pool.get(), with.instances()));
      }
    }
    return new Demands(List.copyOf(demands), unread);
  }

  private static Outcome judge(Rows rows, Demands demands, Target<Postgres> target, With with) {
    long most = rows.number("most");
    long available = most - rows.number("reserved");
    long used = rows.number("used");
    long demand = demands.connections();
    String observed = "%d of %d in use, %d reserved".formatted(used, most, rows.number("reserved"));
    if (used * 100 >= available * with.used()) {
      return Outcome.failed(
              Signal.POSTGRES_TOO_MANY_CONNECTIONS,
              "at most %d %% of %d connections in use".formatted(with.used(), available),
              observed)
          .at(Phase.QUERY)
          .fact("demand", String.valueOf(Math.max(demand, 2 * most)));
    }
    String expected = "pools that fit into %d connections".formatted(available);
    if (demand > available) {
      Demand largest =
          Collections.max(demands.all(), Comparator.comparingLong(Demand::connections));
      long left = available - demand + largest.connections();
      return Outcome.failed(
              Signal.POSTGRES_POOLS_TOO_LARGE,
              expected,
              "the services can ask for %d; %s".formatted(demand, observed))
          .at(Phase.QUERY)
          .with(new Evidence("connections × instances", demands.all().toString()))
          .fact("largest", largest.service().cloudRun().orElse(largest.service().name().name()))
          .fact(
              "fitting",
              String.valueOf(Math.max(1, left / Math.max(1, largest.pool().connections()))))
          .fact("demand", String.valueOf(demand + rows.number("reserved")));
    }
    return demands
        .unread()
        .map(it -> NoEvidence.of(it, Permission.RUN_VIEW, target.environment(), expected))
        .orElseGet(() ->
            Outcome.passed(
                demands.all().isEmpty()
                    ? observed
                    : "%s; pools can ask for %d".formatted(observed, demand)));
  }
}
