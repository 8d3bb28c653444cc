package preflight.catalog.postgres;

import java.util.List;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresRows.Rows;
import preflight.resource.Postgres;
import preflight.resource.Target;

@CheckDoc(
    id = "postgres-writable",
    on = Postgres.class,
    about = Subject.GROUND,
    expects = "Postgres is no standby, and transactions of the role may write",
    why =
        """
        A replica, or a server that was made read-only when its disk filled up, answers every query
        and refuses the first write.
        """,
    signals = Signal.POSTGRES_READ_ONLY,
    permissions = Permission.SECRET_ACCESS,
    needs = PostgresReachable.class)
@Remedy(
    text =
        "Point the services at the primary. If this is the primary, reset"
            + " default_transaction_read_only where a role or a database sets it, give the"
            + " server more disk, or wait for the failover to end. The command shows which of"
            + " them it is.",
    commands =
        "gcloud sql instances describe {instance} --project={project}"
            + " --format='yaml(instanceType,masterInstanceName,state,outOfDiskReport,settings.dataDiskSizeGb)'")
public final class PostgresWritable implements Check<Target<Postgres>, NoThresholds> {

  // The probe's own transaction is read-only on purpose; what counts is what others get.
  private static final String SQL =
      """
      select pg_is_in_recovery() as standby, setting = 'on' as read_only,
        source in ('user', 'database', 'database user', 'global') as declared
      from pg_settings where name = 'default_transaction_read_only'\
      """;
  private static final String EXPECTED = "a server that accepts writes";

  private final SqlQuestion postgres;

  public PostgresWritable(PostgresRows postgres) {
    this.postgres = new SqlQuestion(postgres);
  }

  @Override
  public Outcome run(Target<Postgres> target, NoThresholds with) throws InterruptedException {
    return postgres.ask(target, EXPECTED, SQL, List.of(), PostgresWritable::judge);
  }

  private static Outcome judge(Rows rows) {
    if (rows.isTrue("standby")) {
      // One that is about to be promoted would not stay in recovery for long enough to be asked.
      return failed("a standby that replays another server's changes").clue(Clue.STEADY_REPLICA);
    }
    if (!rows.isTrue("read_only")) {
      return Outcome.passed("primary, accepts writes");
    }
    // What is set for the server as a whole may be its own doing, for want of disk.
    return rows.isTrue("declared")
        ? failed("transactions of the role are read-only by default")
            .clue(Clue.READ_ONLY_BY_SETTING)
        : failed("all transactions are read-only by default");
  }

  private static Outcome.Failed failed(String observed) {
    return Outcome.failed(Signal.POSTGRES_READ_ONLY, EXPECTED, observed).at(Phase.QUERY);
  }
}
