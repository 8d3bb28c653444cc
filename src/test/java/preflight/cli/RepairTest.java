package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.sandbox.PrintedFix;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenarios;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever pastes the fix that a report prints, or deploys what it says, sees GO after it. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class RepairTest {

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "bypass-key-in-production",
        "derived-service-secret",
        "disabled-version",
        "jwt-differs-between-services",
        "missing-service-secret",
        "newline-in-redis-host",
        "placeholder-oauth",
        "redis-wrong-password",
        "secret-not-mapped",
        "wrong-database-password"
      })
  void the_printed_fix_is_followed_by_go(String scenario) throws Exception {
    try (var sandbox = start(scenario)) {
      JsonNode refused = report(sandbox);
      assertThat(refused.at("/verdict/value").asString()).isEqualTo("NO_GO");

      new PrintedFix(folder, sandbox).paste(commands(refused), values(sandbox));

      assertGo(sandbox);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "auth-refuses-service-secret, auth",
    "backend-crashes-on-start, backend",
    "route-missing, backend"
  })
  void another_image_mends_what_the_image_broke(String scenario, String service) throws Exception {
    try (var sandbox = start(scenario)) {
      assertThat(report(sandbox).at("/verdict/exitCode").asInt()).isEqualTo(12);

      new PrintedFix(folder, sandbox).deploy(service, "next");

      assertGo(sandbox);
    }
  }

  @Test
  void another_image_mends_no_secret() throws Exception {
    try (var sandbox = start("newline-in-redis-host")) {
      new PrintedFix(folder, sandbox).deploy("backend", "next");

      assertThat(report(sandbox).at("/rootCauses/0/id").asString())
          .isEqualTo("secret-matches-resource/secrets.REDIS_HOST");
    }
  }

  @Test
  void traffic_back_to_the_revision_before_mends_a_bad_deployment() throws Exception {
    try (var sandbox = start("healthy")) {
      var operator = new PrintedFix(folder, sandbox);
      operator.deploy("backend", "unhealthy");
      assertThat(report(sandbox).at("/verdict/exitCode").asInt()).isEqualTo(12);

      operator.rollBack("backend");

      assertGo(sandbox);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"bypass-key-in-production", "missing-service-secret"})
  void the_printed_fix_works_in_gcloud_itself(String scenario) throws Exception {
    assumeTrue(installed(), "gcloud is not installed");
    try (var sandbox = start(scenario)) {
      for (String command : commands(report(sandbox))) {
        var builder =
            new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().putAll(sandbox.exports());
        builder.environment().putAll(values(sandbox));
        builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("gcloud").toString());
        Process gcloud = builder.start();
        assertThat(gcloud.waitFor(90, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(gcloud.exitValue())
            .as(command + Files.readString(folder.resolve("said")))
            .isZero();
      }

      assertGo(sandbox);
    }
  }

  private static RunningSandbox start(String scenario) throws Exception {
    return RunningSandbox.start(Scenarios.named(scenario).orElseThrow());
  }

  private void assertGo(RunningSandbox sandbox) throws Exception {
    JsonNode report = report(sandbox);
    assertThat(report.at("/verdict/value").asString())
        .as(report.at("/rootCauses").toPrettyString())
        .isEqualTo("GO");
  }

  /** What the only root cause says to do. */
  private static List<String> commands(JsonNode report) {
    return report
        .at("/rootCauses/0/remedy/commands")
        .valueStream()
        .map(JsonNode::asString)
        // Two say what an administrator does, beside the one that stores what is right already.
        .filter(it -> !it.startsWith("gcloud sql ") && !it.startsWith("gcloud redis "))
        .toList();
  }

  /** What a report asks its reader for. */
  private static Map<String, String> values(RunningSandbox sandbox) {
    var values = new HashMap<String, String>();
    String random = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
    values.put("NEW_SERVICE_SECRET", random);
    values.put("NEW_GOOGLE_CLIENT_SECRET", "GOCSPX-" + random.substring(0, 28));
    values.put("NEW_POSTGRES_PASSWORD", sandbox.passwords().getOrDefault("postgres", ""));
    values.put("REDIS_AUTH", sandbox.passwords().getOrDefault("redis", ""));
    values.put("INSTANCE", "cache");
    return values;
  }

  private JsonNode report(RunningSandbox sandbox) throws IOException {
    var run =
        Invocation.of(
            sandbox.exports(), List.of("run", PatientProfile.in(folder).toString(), "-o", "json"));
    return new JsonMapper().readTree(run.out());
  }

  private static boolean installed() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(it -> Files.isExecutable(Path.of(it, "gcloud")));
  }
}
