package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.report.ReportSchema;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.SharedSandbox;

/** A run is inside the VPC where Cloud Run says so of its own process, or its caller does. */
@Timeout(60)
@ExtendWith(SharedSandbox.class)
class VantageTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', '', '', '', local",
    "CLOUD_RUN_JOB, gate, CLOUD_RUN_EXECUTION, gate-attached, '', inside",
    "CLOUD_RUN_JOB, gate, CLOUD_RUN_EXECUTION, gate-apart, '', local",
    "CLOUD_RUN_JOB, gate, CLOUD_RUN_EXECUTION, gate-apart, --from=inside, inside",
    "CLOUD_RUN_JOB, other, CLOUD_RUN_EXECUTION, gate-attached, '', local",
    "CLOUD_RUN_JOB, gate, '', '', '', local",
    "K_SERVICE, other, K_REVISION, other-00001, '', local",
    "K_SERVICE, other, '', '', '', local",
  })
  void a_run_is_inside_by_evidence_only(
      String thing,
      String name,
      String instance,
      String instanceName,
      String flag,
      String vantage,
      RunningSandbox sandbox) {
    Map<String, String> variables = new HashMap<>(sandbox.exports());
    variables.put(thing, name);
    variables.put(instance, instanceName);
    List<String> command =
        new ArrayList<>(List.of("run", "sandbox", "--only", "redis-reachable", "-o", "json"));
    if (!flag.isEmpty()) {
      command.add(flag);
    }

    var ran = Invocation.of(variables, command);

    assertThat(ran.exitCode()).as(ran.everything()).isZero();
    assertThat(ReportSchema.read(ran.out()).at("/run/vantage").asString()).isEqualTo(vantage);
  }
}
