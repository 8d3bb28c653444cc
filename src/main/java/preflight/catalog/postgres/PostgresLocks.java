package preflight.catalog.postgres;

import java.time.Duration;
import java.util.List;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.resource.Postgres;
import preflight.resource.Target;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

@CheckDoc(
    id = "postgres-locks",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "No session waits long for a lock, and none idles in an open transaction",
    why =
        """
        A forgotten transaction keeps its locks: a migration waits behind it, and every query waits
        behind the migration. Sessions of other roles are seen by members of pg_read_all_stats.
        """,
    signals = Signal.POSTGRES_LOCKS,
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    text =
        "End the transaction that blocks the others, then find the code that left it"
            + " open. The command ends that session: its open transaction is rolled back.",
    commands =
        "printf '%s\\n' 'SELECT pg_terminate_backend({pid:number});' | gcloud sql"
            + " connect {instance} --user={user} --database={database} --project={project}")
public final class PostgresLocks implements Check<Target<Postgres>, PostgresLocks.With> {

  public record With(
      @Field(
              value = "How long a session may wait for a lock",
              min = 0,
              example = "5s",
              byDefault = "5s",
              weaker = Weaker.MORE)
          Duration waiting,
      @Field(
              value = "How long a transaction may idle",
              min = 0,
              example = "1m",
              byDefault = "1m",
              weaker = Weaker.MORE)
          Duration idle) {}

  // Never the text of a query, which may hold anything. Without pg_read_all_stats a role sees of
  // the sessions of others that they are there and nothing else (PostgreSQL, "pg_stat_activity");
  // background workers, which have no role, hold nobody up.
  private static final String SQL =
      """
      select pid, state, wait_event_type,
        coalesce((pg_blocking_pids(pid))[1], pid) as culprit,
        extract(epoch from clock_timestamp() - case when wait_event_type = 'Lock'
          then query_start else state_change end)::bigint as seconds,
        wait_event_type = 'Lock' as waits,
        query = '<insufficient privilege>' as hidden,
        quote_ident(current_user) as asker
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and ((wait_event_type = 'Lock'
              and clock_timestamp() - query_start > cast(? as interval))
          or (state like 'idle in transaction%'
              and clock_timestamp() - state_change > cast(? as interval))
          or (query = '<insufficient privilege>' and usesysid is not null))
      order by hidden, waits desc, seconds desc\
      """;
  private static final String GRANT = "GRANT pg_read_all_stats TO \"{asker:identifier}\";";
  private static final String EXPECTED = "no long waits and no idle transactions";

  private final SqlQuestion postgres;

  public PostgresLocks(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, With with) throws InterruptedException {
    return postgres.ask(
        target,
        EXPECTED,
        SQL,
        List.of(with.waiting().toMillis() + " ms", with.idle().toMillis() + " ms"),
        rows -> judge(rows, target));
  }

  private static Outcome judge(Rows rows, Target<Postgres> target) {
    long hidden = count(rows, "hidden");
    if (hidden == rows.rows().size()) {
      return hidden == 0 ? Outcome.passed("none") : withheld(rows, hidden, target);
    }
    long waiting = count(rows, "waits");
    long idle = rows.rows().size() - hidden - waiting;
    return Outcome.failed(
            Signal.POSTGRES_LOCKS,
            EXPECTED,
            "%d sessions wait for a lock, %d transactions idle; the first for %d s"
                .formatted(waiting, idle, rows.number("seconds")))
        .at(Phase.QUERY)
        .with(
            new Evidence(
                "pg_stat_activity",
                "session %d, held up by session %d"
                    .formatted(rows.number("pid"), rows.number("culprit"))))
        .fact("pid", String.valueOf(rows.number("culprit")));
  }

  private static long count(Rows rows, String column) {
    return rows.column(column).stream().filter(it -> it.is("t")).count();
  }

  private static Outcome withheld(Rows rows, long sessions, Target<Postgres> target) {
    return Outcome.unknown(
        Outcome.UnknownReason.PERMISSION,
        EXPECTED,
        "what %d sessions of other roles do is hidden from this role".formatted(sessions),
        Command.of("psql -h {host} -p {port} -U postgres -d {database} -c '" + GRANT + "'")
            .with(target.environment().facts())
            .with(target.resource().facts(), Command.askedFields(target.resource().held()))
            .with("asker", rows.text("asker").map(PeerText::shown).orElse("")));
  }
}
