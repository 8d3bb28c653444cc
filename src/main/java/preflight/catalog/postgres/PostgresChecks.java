package preflight.catalog.postgres;

import java.util.List;
import preflight.check.Check;
import preflight.check.Vantage;
import preflight.probe.postgres.MigrationScripts;
import preflight.probe.postgres.PostgresLadder;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresTimes;
import preflight.probe.run.Instances;

/** Every check of Postgres. To add one, write its class and list it here. */
public final class PostgresChecks {

  private PostgresChecks() {}

  public static List<Check<?, ?>> all(
      PostgresLadder ladder,
      PostgresRows rows,
      PostgresTimes times,
      MigrationScripts scripts,
      Instances instances,
      Vantage vantage) {
    return List.of(
        // Sorted by id.
        new PostgresConnections(rows, instances, vantage),
        new PostgresExtensions(rows, vantage),
        new PostgresLatency(times, vantage),
        new PostgresLocks(rows, vantage),
        new PostgresMigrations(rows, scripts, vantage),
        new PostgresReachable(ladder, vantage),
        new PostgresSchema(rows, vantage),
        new PostgresVersion(rows, vantage),
        new PostgresWritable(rows, vantage));
  }
}
