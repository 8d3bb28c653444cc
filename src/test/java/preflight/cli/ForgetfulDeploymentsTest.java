package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import preflight.report.ReportSchema;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenario;
import preflight.sandbox.Secret;
import tools.jackson.databind.JsonNode;

/** What a deployment leaves out, or names wrong, is seen while nothing has been deployed. */
@Timeout(120)
class ForgetfulDeploymentsTest {

  /** Well, and the version of SERVICE_SECRET before the newest is retired. */
  private static final Scenario ROTATED =
      new Scenario(
          "rotated",
          "A retired version is disabled.",
          0,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          /* told= */ false,
          healthy -> healthy.withSecret("SERVICE_SECRET", ForgetfulDeploymentsTest::retired));

  private static RunningSandbox sandbox;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    sandbox = RunningSandbox.start(ROTATED);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static Secret retired(Secret secret) {
    return new Secret(
        secret.name(),
        secret.id(),
        secret.created(),
        secret.labels(),
        Stream.of(
                secret.version("1").orElseThrow().withState(Secret.State.DISABLED),
                secret.version("2").orElseThrow())
            .toList());
  }

  @Test
  void a_manifest_with_all_that_the_service_needs_may_go() throws Exception {
    assertThat(judged(manifest("backend-sandbox"))).isEqualTo("0");
  }

  @Test
  void a_manifest_that_forgets_a_secret_may_not() throws Exception {
    assertThat(judged(manifest("backend-sandbox").replaceFirst(".*name: SERVICE_SECRET,.*\n", "")))
        .isEqualTo("11 secret-mapped/secrets.SERVICE_SECRET SECRET_NOT_MAPPED");
  }

  @Test
  void a_manifest_that_forgets_its_network_may_not() throws Exception {
    assertThat(judged(manifest("backend-sandbox").replaceFirst(".*vpc-access-connector:.*\n", "")))
        .isEqualTo("11 vpc-attached/services.backend VPC_NOT_ATTACHED");
  }

  @Test
  void what_set_env_vars_wipes_is_named() throws Exception {
    JsonNode report = report(command("--set-env-vars=LOG_LEVEL=debug"));

    assertThat(verdict(report)).startsWith("11 env-required/services.backend ENV_MISSING");
    assertThat(report.at("/deployment/services/0/changes").toString())
        .contains("ENVIRONMENT", "AUTH_URL", "WEB_ORIGIN");
  }

  @Test
  void a_secret_that_nobody_created_is_named() throws Exception {
    assertThat(
            judged(
                manifest("backend-sandbox")
                    .replace("name: audit-log-key-sandbox,", "name: audit-lock-key-sandbox,")))
        .isEqualTo("11 run-secrets/services.backend SECRET_NOT_FOUND");
  }

  @Test
  void one_secret_more_that_nobody_created_is_named() throws Exception {
    assertThat(judged(command("--update-secrets=GHOST=ghost:latest")))
        .isEqualTo("11 run-secrets/services.backend SECRET_NOT_FOUND");
  }

  @Test
  void an_image_that_nobody_pushed_is_named() throws Exception {
    assertThat(judged(manifest("backend-sandbox").replace("backend:next", "backend:nxet")))
        .isEqualTo("11 run-image/services.backend RUN_IMAGE_MISSING");
  }

  @Test
  void a_version_that_somebody_disabled_is_named() throws Exception {
    assertThat(judged(pinned("1"))).isEqualTo("11 run-secrets/services.backend SECRET_DISABLED");
  }

  @Test
  void a_version_that_was_never_there_is_named() throws Exception {
    assertThat(judged(pinned("99"))).isEqualTo("11 run-secrets/services.backend SECRET_NOT_FOUND");
  }

  @Test
  void a_variable_that_is_a_secret_today_takes_no_value() throws Exception {
    assertThat(judged(command("--update-env-vars=JWT_SECRET=x")))
        .isEqualTo("11 run-change/services.backend RUN_CHANGE_REFUSED");
  }

  @Test
  void a_job_that_is_deployed_is_judged_as_it_will_be() throws Exception {
    JsonNode report = report(job("update", "--update-env-vars=LOG_LEVEL=debug,NEW=1"));

    assertThat(verdict(report)).isEqualTo("0");
    assertThat(report.at("/deployment/services/0/service").asString())
        .isEqualTo("jobs.migrate-sandbox");
    assertThat(report.at("/deployment/services/0/changes").toString())
        .contains("changed: LOG_LEVEL", "added: NEW")
        .doesNotContain("debug");
    assertThat(outcome(report, "run-image/jobs.migrate-sandbox")).isEqualTo("PASSED");
    assertThat(outcome(report, "run-secrets/jobs.migrate-sandbox")).isEqualTo("PASSED");
  }

  @Test
  void a_job_of_an_image_or_a_secret_that_is_not_there_may_not_go() throws Exception {
    assertThat(
            judged(
                job("deploy", "--image=us-central1-docker.pkg.dev/sandbox/services/backend:nxet")))
        .isEqualTo("11 run-image/jobs.migrate-sandbox RUN_IMAGE_MISSING");
    assertThat(judged(job("update", "--update-secrets=GHOST=ghost:latest")))
        .isEqualTo("11 run-secrets/jobs.migrate-sandbox SECRET_NOT_FOUND");
    assertThat(judged(job("update", "--update-secrets=S=service-secret-sandbox:1")))
        .isEqualTo("11 run-secrets/jobs.migrate-sandbox SECRET_DISABLED");
    assertThat(judged(job("update", "--update-env-vars=POSTGRES_PASSWORD=x")))
        .isEqualTo("11 run-change/jobs.migrate-sandbox RUN_CHANGE_REFUSED");
    assertThat(judged(job("create")))
        .isEqualTo("11 run-change/jobs.migrate-sandbox RUN_CHANGE_REFUSED");
  }

  @Test
  void what_another_account_may_read_of_a_secret_is_not_known() throws Exception {
    JsonNode report =
        report(job("update", "--service-account=other@sandbox.iam.gserviceaccount.com"));

    assertThat(report.at("/verdict/exitCode").asInt()).isEqualTo(20);
    assertThat(outcome(report, "run-secrets/jobs.migrate-sandbox")).isEqualTo("UNKNOWN");
    // It may be misspelt, or read by a grant of the project: a repair would be a guess.
    assertThat(report.toString())
        .contains("gcloud projects get-iam-policy sandbox")
        .doesNotContain("add-iam-policy-binding postgres-password-sandbox");
  }

  @Test
  void another_project_is_a_slip_of_whoever_typed_it() throws Exception {
    var words = new ArrayList<>(command());
    words.set(words.indexOf("--project=sandbox"), "--project=production");
    var run = run(profile(""), words);

    assertThat(run.exitCode()).as(run.everything()).isEqualTo(64);
    assertThat(run.err()).contains("production", "sandbox", "contacted nothing");
  }

  @Test
  void a_service_that_is_not_there_yet_may_come() throws Exception {
    String manifest = manifest("backend-new");
    String coming = profile("cloud-run: backend-new, url: \"http://127.0.0.1:9\", ");

    assertThat(verdict(report(coming, flags(manifest)))).isEqualTo("0");
    assertThat(
            verdict(
                report(coming, flags(manifest.replaceFirst(".*name: SERVICE_SECRET,.*\n", "")))))
        .isEqualTo("11 secret-mapped/secrets.SERVICE_SECRET SECRET_NOT_MAPPED");
  }

  /** As deploy-with-preflight runs it. */
  @Test
  void nothing_is_deployed_that_could_not_be_taken_back_as_asked() throws Exception {
    Path proof = folder.resolve("verdict");
    var variables = new HashMap<>(sandbox.exports());
    variables.put("PREFLIGHT_PROOF", proof.toString());
    var line = List.of("run", profile(""), "--rollback", "--only", "secret-exists", "--", "./x");

    Invocation refused = Invocation.of(variables, line);
    assertThat(refused.exitCode()).as(refused.everything()).isEqualTo(64);
    assertThat(refused.err()).contains("so --rollback is not possible", "Nothing was deployed");
    assertThat(proof).doesNotExist();

    var named = new ArrayList<>(line);
    named.addAll(2, List.of("--deploying", "backend"));
    assertThat(Invocation.of(variables, named).exitCode()).isZero();
    assertThat(proof).exists();

    // The same line once more, after it.
    variables.remove("PREFLIGHT_PROOF");
    variables.put("PREFLIGHT_JUDGED", proof + ".json");
    Invocation after = Invocation.of(variables, named);
    assertThat(after.exitCode()).as(after.everything()).isZero();
    assertThat(after.out()).contains("AFTER");
  }

  private static String pinnedSecret(String version) {
    return "name: service-secret-sandbox, key: '" + version + "'";
  }

  private String pinned(String version) throws IOException {
    return manifest("backend-sandbox")
        .replace("name: service-secret-sandbox, key: latest", pinnedSecret(version));
  }

  /** A manifest of backend as it is, with the next image. */
  private static String manifest(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/deployments/service.yaml"))
        .replace("{NAME}", name)
        .replace("{ACCOUNT}", "runtime@sandbox.iam.gserviceaccount.com")
        .replace("{AUTH_URL}", sandbox.exports().getOrDefault("PREFLIGHT_SANDBOX_AUTH_URL", ""));
  }

  private static List<String> command(String... flags) {
    var words =
        new ArrayList<>(
            List.of(
                "--",
                "gcloud",
                "run",
                "deploy",
                "backend-sandbox",
                "--image=us-central1-docker.pkg.dev/sandbox/services/backend:next",
                "--region=us-central1",
                "--project=sandbox"));
    words.addAll(List.of(flags));
    return words;
  }

  private static List<String> job(String verb, String... flags) {
    var words =
        new ArrayList<>(
            List.of(
                "--",
                "gcloud",
                "run",
                "jobs",
                verb,
                "migrate-sandbox",
                "--region=us-central1",
                "--project=sandbox"));
    words.addAll(List.of(flags));
    return words;
  }

  private static String outcome(JsonNode report, String id) {
    return report
        .at("/checks")
        .valueStream()
        .filter(it -> it.at("/id").asString().equals(id))
        .map(it -> it.at("/outcome").asString())
        .findFirst()
        .orElse("none");
  }

  private List<String> flags(String manifest) throws IOException {
    return List.of(
        "--manifest", Files.writeString(folder.resolve("service.yaml"), manifest).toString());
  }

  private String judged(String manifest) throws IOException {
    return judged(flags(manifest));
  }

  private String judged(List<String> deployment) throws IOException {
    return verdict(report(deployment));
  }

  private JsonNode report(List<String> deployment) throws IOException {
    return report(profile(""), deployment);
  }

  private JsonNode report(String profile, List<String> deployment) throws IOException {
    var run = run(profile, deployment);
    assertThat(run.out()).as(run.everything()).startsWith("{");
    return ReportSchema.read(run.out());
  }

  private static Invocation run(String profile, List<String> deployment) {
    return Invocation.of(
        sandbox.exports(),
        Stream.concat(Stream.of("run", profile, "-o", "json"), deployment.stream()).toList());
  }

  /** Exit code, and what blocks by itself. */
  private static String verdict(JsonNode report) {
    return Stream.concat(
            Stream.of(report.at("/verdict/exitCode").asString()),
            report
                .at("/rootCauses")
                .valueStream()
                .filter(it -> it.at("/severity").asString().equals("blocker"))
                .map(it -> it.at("/id").asString() + " " + signal(report, it)))
        .reduce((one, other) -> one + " " + other)
        .orElseThrow();
  }

  private static String signal(JsonNode report, JsonNode root) {
    return report
        .at("/checks")
        .valueStream()
        .filter(it -> it.at("/id").equals(root.at("/id")))
        .map(it -> it.at("/signal").asString())
        .findFirst()
        .orElseThrow();
  }

  private String profile(String backend) throws IOException {
    return PatientProfile.in(folder, backend).toString();
  }
}
