package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.google.GrpcServer;
import preflight.probe.secret.FakeSecretManager;
import preflight.report.ReportSchema;
import tools.jackson.databind.JsonNode;

/** What a run says when Secret Manager has no more answers for its project in this minute. */
@Timeout(60)
class QuotaTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "access, secret-exists/secrets.A, the access quota of the project (per minute) is used up",
    "policy, secret-access/secrets.A, the read quota of the project (per minute) is used up"
  })
  void a_quota_that_is_used_up_is_unknown_and_says_what_to_do(
      String call, String check, String says) throws Exception {
    var manager = new FakeSecretManager().holding("a", "Zk8vQ2mN7xR4tW9pL3sD6fG1".getBytes(UTF_8));
    manager.refusals.put(
        call, GrpcServer.refusal(Status.Code.RESOURCE_EXHAUSTED, "RATE_LIMIT_EXCEEDED"));
    try (var server = new GrpcServer(manager)) {
      Path profile =
          Files.writeString(
              folder.resolve("p.yaml"),
              """
              version: 1
              environment: p
              gcp: { project: acme-test, region: us-central1, endpoints: { secretmanager: "%1$s", run: "%1$s" } }
              secrets: { A: { id: a, used-by: [back] } }
              services: { back: { cloud-run: back, account: back@acme-test.iam.gserviceaccount.com } }
              """
                  .formatted(server.gcp().endpoints().get("secretmanager")));
      Map.copyOf(manager.payloads)
          .forEach(
              (name, value) -> manager.payloads.put(name.replace("acme/", "acme-test/"), value));

      var ran =
          Invocation.of(
              Map.of(),
              List.of(
                  "run",
                  profile.toString(),
                  "--only",
                  "secret-exists",
                  "--only",
                  "secret-access",
                  "-o",
                  "json"));

      assertThat(ran.exitCode()).as(ran.everything()).isEqualTo(20);
      for (JsonNode each : ReportSchema.read(ran.out()).at("/checks")) {
        if (each.path("id").asString().equals(check)) {
          assertThat(each.path("outcome").asString()).isEqualTo("UNKNOWN");
          assertThat(each.path("reason").asString()).isEqualTo("transient");
          assertThat(each.path("observed").asString())
              .startsWith(says)
              .contains("RATE_LIMIT_EXCEEDED", "run it again in a minute", "--only", "raised");
          return;
        }
      }
      assertThat(ran.out()).contains(check);
    }
  }
}
