package preflight.catalog.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.ServiceVariables;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.SkipReason;
import preflight.check.Outcome.Skipped;
import preflight.probe.SecretValue;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Variables;
import preflight.profile.Folder;
import preflight.resource.Environment;
import preflight.resource.Target;
import preflight.source.service.CodeOf;

class CodeEnvContractTest {

  private static final String START = "import os\nURL = os.environ[\"DATABASE_URL\"]\n";
  private static final String LATER =
      "import os\n\n\ndef url():\n    return os.environ[\"DATABASE_URL\"]\n";

  @TempDir Path dir;

  @Test
  void what_cloud_run_does_not_give_fails() throws Exception {
    assertThat(outcome("cloud-run: backend", Map.of(), START)).isInstanceOf(Failed.class);
    assertThat(outcome("cloud-run: backend, env: { files: [.env] }", Map.of(), START))
        .isInstanceOf(Failed.class);
    assertThat(outcome("cloud-run: backend", Map.of(), LATER)).isInstanceOf(Passed.class);
  }

  @Test
  void what_gives_its_variables_is_not_known_of_a_service_that_is_elsewhere() throws Exception {
    assertThat(outcome("url: \"http://127.0.0.1:8000\"", Map.of(), START))
        .isEqualTo(
            new Skipped(
                SkipReason.NOT_APPLICABLE,
                "no cloud-run is declared, and no env.files: what gives it its variables is not"
                    + " known"));
  }

  @Test
  void a_dotenv_file_gives_and_does_not_deny() throws Exception {
    String files = "env: { files: [.env] }";
    assertThat(outcome(files, Map.of("DATABASE_URL", "x"), START)).isInstanceOf(Passed.class);
    for (String code : new String[] {START, LATER}) {
      assertThat(outcome(files, Map.of("OTHER", "x"), code))
          .isEqualTo(
              new Skipped(
                  SkipReason.NOT_APPLICABLE,
                  "no cloud-run is declared, and what starts it may give more than its env.files; it is not"
                      + " known to give DATABASE_URL"));
    }
  }

  private Outcome outcome(String service, Map<String, String> dotenv, String code)
      throws InterruptedException {
    Environment environment =
        new Folder(dir)
            .file(
                "test.yaml",
                """
                version: 1
                environment: test
                gcp: { project: acme-test, region: us-central1 }
                source: { root: . }
                services: { backend: { image: { dockerfile: Dockerfile }, %s } }
                """
                    .formatted(service))
            .sound("test.yaml")
            .environment();
    var variables =
        new ServiceVariables(
            JudgedRevisions.asTheyAre(new FakeCloudRun().serving("backend", Map.of())),
            new Dotenv(dotenv));
    return new CodeEnvContract(CodeOf.python("3.11", Map.of("app/main.py", code)), variables)
        .run(
            new Target<>(
                Objects.requireNonNull(environment.services().get("backend")), environment),
            new NoThresholds());
  }

  /** One dotenv file; this process has what the service needs, and does not start it. */
  private record Dotenv(Map<String, String> lines) implements Variables {
    @Override
    public Reading<Map<String, SecretValue>> file(String path) {
      return new Reading.Known<>(values(lines));
    }

    @Override
    public Map<String, SecretValue> process() {
      return values(Map.of("DATABASE_URL", "of this process"));
    }

    private static Map<String, SecretValue> values(Map<String, String> texts) {
      return texts.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, it -> SecretValue.of(it.getValue())));
    }
  }
}
