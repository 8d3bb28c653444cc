package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import preflight.catalog.Patience;

/** Provokes each condition against a real server on loopback; the tables are golden files. */
@Execution(ExecutionMode.CONCURRENT)
class HttpSignalsTest {

  private static final Path FAILED = Path.of("src/test/resources/signals/http.tsv");
  private static final Path OTHERS = Path.of("src/test/resources/conditions/http.tsv");

  @TempDir private Path directory;

  @Test
  @Timeout(180)
  void every_condition_gets_the_signal_and_phase_of_the_table() throws Exception {
    try (var loopback = new Loopback(directory)) {
      var conditions = new Conditions();
      new HttpProvocations(loopback, conditions).all();
      new SocketProvocations(loopback, conditions).all();
      new StreamProvocations(loopback, conditions).all();
      new ServiceProvocations(loopback, conditions).all();
      // What is slow for being the first must not look like a slow peer.
      new HttpOrigin(loopback.http(), HttpHealthTest.noSecrets())
          .run(
              Declared.at(loopback.web(loopback.certificates().valid(), 200, "")).asService(),
              new Patience(Duration.ofSeconds(20)));
      var table = conditions.provoke();
      assertThat(table.failed()).isEqualTo(Conditions.golden(FAILED, table.failed()));
      assertThat(table.others()).isEqualTo(Conditions.golden(OTHERS, table.others()));
    }
  }
}
