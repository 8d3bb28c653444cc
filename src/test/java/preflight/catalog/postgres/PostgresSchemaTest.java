package preflight.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.Stores;
import preflight.probe.network.JdkDialer;
import preflight.probe.network.JdkResolver;
import preflight.probe.postgres.PgjdbcProbe;
import preflight.probe.postgres.RealPostgres;
import preflight.resource.Setting;

/** A schema of the profile that a real database does not have. */
class PostgresSchemaTest {

  private final Stores stores = Stores.at(RealPostgres.port());

  @BeforeEach
  void declare() throws Exception {
    stores.user = new Setting.Literal<>("plain");
    RealPostgres.run("create schema if not exists tenant_app");
  }

  @AfterEach
  void reset() throws Exception {
    RealPostgres.run(
        "alter role plain reset search_path",
        "alter role plain in database postgres reset search_path",
        "drop schema tenant_app");
  }

  @Test
  void whoIsRightIsOpenWhereNothingElseIsSaid() throws Exception {
    Failed failed = missing("nowhere");
    assertThat(failed.clues()).isEmpty();
    assertThat(failed.observed())
        .startsWith("there is no schema nowhere; there is ")
        .contains("tenant_app");
  }

  @Test
  void aRoleThatSearchesAnotherOneContradictsTheProfile() throws Exception {
    RealPostgres.run("alter role plain set search_path = tenant_app, public");
    Failed failed = missing("nowhere");
    assertThat(failed.clues()).containsExactly(Clue.OTHER_SCHEMA);
    assertThat(failed.observed()).endsWith("and the role is set to search tenant_app, public");
  }

  @Test
  void aRoleThatSearchesTheSameOneAgreesWithTheProfile() throws Exception {
    RealPostgres.run(
        "alter role plain set search_path = tenant_app",
        "alter role plain in database postgres set search_path = nowhere, public");
    assertThat(missing("nowhere").clues()).containsExactly(Clue.SCHEMA_SEARCHED);
  }

  @Test
  void aNameThatIsSpeltAlikeIsAMistakeOfTheProfile() throws Exception {
    assertThat(missing("TenantApp").clues()).containsExactly(Clue.OTHER_SCHEMA);
  }

  @Test
  void onlyPublicOfTheSearchPathTellsNothing() throws Exception {
    RealPostgres.run("alter role plain set search_path = public");
    assertThat(missing("nowhere").clues()).isEmpty();
  }

  private Failed missing(String schema) throws Exception {
    stores.schema = Optional.of(schema);
    var rows =
        new PgjdbcProbe(
            new JdkDialer(new JdkResolver(), Said.NOTHING_LIVE),
            stores.secrets(),
            stores.redaction());
    Outcome outcome = new PostgresSchema(rows).run(stores.postgres(), new NoThresholds());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.POSTGRES_NO_SCHEMA));
    return (Failed) outcome;
  }
}
