package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.report.ReportSchema;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;

/**
 * Every secret check over the emulator; {@code scripts/benchmark} says how long a thousand take.
 */
@Timeout(120)
class ManySecretsTest {

  private static final int FURTHER = 300;

  @TempDir Path folder;

  @Test
  void every_secret_is_judged_by_every_secret_check_and_the_calls_are_counted() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow(), FURTHER)) {
      JsonNode report = report(sandbox, profile());

      assertThat(report.at("/verdict/exitCode").asInt()).isZero();
      for (String check : List.of("secret-distinct", "secret-mapped", "secret-strength")) {
        assertThat(passed(report, check)).isGreaterThanOrEqualTo(FURTHER);
      }
      // Of each secret: its value, the one before, its newest version and its policy, each once.
      assertThat(report.at("/run/apiCalls").asInt()).isBetween(4 * FURTHER, 4 * (FURTHER + 50));
    }
  }

  @Test
  void the_calls_for_a_compared_environment_are_counted_too() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      String[] only = {"--only", "secret-exists", "--only", "secret-reused-across-environments"};
      int alone = report(sandbox, Path.of("sandbox"), only).at("/run/apiCalls").asInt();
      var compared = new ArrayList<>(List.of(only));
      compared.addAll(List.of("--compare", "sandbox"));

      assertThat(
              report(sandbox, Path.of("sandbox"), compared.toArray(String[]::new))
                  .at("/run/apiCalls")
                  .asInt())
          .isEqualTo(2 * alone);
    }
  }

  private static long passed(JsonNode report, String check) {
    return report
        .get("checks")
        .valueStream()
        .filter(it -> it.get("check").asString().equals(check))
        .filter(it -> it.get("outcome").asString().equals("PASSED"))
        .count();
  }

  private JsonNode report(RunningSandbox sandbox, Path profile, String... more) throws Exception {
    Path json = folder.resolve("report.json");
    var arguments = new ArrayList<>(List.of("run", profile.toString(), "-o", "json=" + json));
    arguments.addAll(more.length == 0 ? List.of("--only", "secrets") : List.of(more));
    Invocation.of(sandbox.exports(), arguments);
    return ReportSchema.read(Files.readString(json));
  }

  private Path profile() throws Exception {
    String secrets =
        String.join(
            "\n",
            IntStream.rangeClosed(1, FURTHER)
                .mapToObj(i ->
                    "  EXTRA_%d_SECRET: { id: extra-%d-sandbox, used-by: [backend] }"
                        .formatted(i, i))
                .toList());
    return Files.writeString(
        folder.resolve("many.yaml"),
        "version: 1\nenvironment: many\nextends: %s\nsecrets:\n%s\n"
            .formatted(Path.of("env-profiles/sandbox.yaml").toAbsolutePath(), secrets));
  }
}
