package preflight.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.deployment.DeploymentRequest.ServiceRequest;
import preflight.probe.SecretValue;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.RevisionState.Mount;
import preflight.probe.run.RevisionState.Network;
import preflight.probe.run.Variable;

class CommandReaderTest {

  private static final String BASE =
      "[app: registry/app:1 LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]";
  private static final String REST =
      " /keys/tls=tls:1 as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC";

  @TempDir private Path folder;

  /** What becomes of one template; {@code …} stands for what it shares with all the others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # gcloud run deploy backend
          --image registry/app:2 | [app: registry/app:2 LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          --image=registry/app@sha256:ab -q --async --format json | [app: registry/app@sha256:ab LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          --source . | [app: ? LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          --set-env-vars A=1 | [app: registry/app:1 JWT=<jwt:3> A=1 cpu 1 memory 512Mi]…
          --set-env-vars LOG=debug,A= | [app: registry/app:1 JWT=<jwt:3> LOG=debug A= cpu 1 memory 512Mi]…
          --set-env-vars A=1 --set-env-vars B=2 | [app: registry/app:1 JWT=<jwt:3> A=1 B=2 cpu 1 memory 512Mi]…
          --set-env-vars ^@^A=1,2@B=x=y | [app: registry/app:1 JWT=<jwt:3> A=1,2 B=x=y cpu 1 memory 512Mi]…
          --set-env-vars= | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          --update-env-vars LOG=debug,A=1 | [app: registry/app:1 LOG=debug URL=u JWT=<jwt:3> A=1 cpu 1 memory 512Mi]…
          --remove-env-vars LOG,JWT,NONE | [app: registry/app:1 URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          --remove-env-vars LOG --update-env-vars LOG=x | [app: registry/app:1 URL=u JWT=<jwt:3> LOG=x cpu 1 memory 512Mi]…
          --clear-env-vars | [app: registry/app:1 JWT=<jwt:3> cpu 1 memory 512Mi]…
          --update-env-vars JWT=x | refused: sets JWT in plain text, which is a secret today
          --set-env-vars JWT=x | refused: sets JWT in plain text, which is a secret today
          --remove-secrets JWT --update-env-vars JWT=x | refused: sets JWT in plain text, which is a secret today
          --update-secrets LOG=log:1 | refused: maps LOG to a secret, which is a plain variable today
          --remove-env-vars LOG --update-secrets LOG=log:1 | [app: registry/app:1 URL=u JWT=<jwt:3> LOG=<log:1> cpu 1 memory 512Mi]…
          --update-secrets JWT=jwt:latest | [app: registry/app:1 LOG=info URL=u JWT=<jwt:latest> cpu 1 memory 512Mi]…
          --update-secrets A=projects/123/secrets/other | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> A=<other:latest> cpu 1 memory 512Mi]…
          --update-secrets A=projects/123/secrets/other/versions/4 | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> A=<other:4> cpu 1 memory 512Mi]…
          --update-secrets A=jwt | mistake: A must name a secret with its version, such as ID:latest or ID:3
          --update-secrets A=projects/acme/secrets/jwt | mistake: A must name a secret with its version, such as ID:latest or ID:3
          --set-secrets A=a:1 | [app: registry/app:1 LOG=info URL=u A=<a:1> cpu 1 memory 512Mi] as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --clear-secrets | [app: registry/app:1 LOG=info URL=u cpu 1 memory 512Mi] as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --remove-secrets JWT,/keys/tls | [app: registry/app:1 LOG=info URL=u cpu 1 memory 512Mi] as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --update-secrets /keys/tls=tls:2 | = /keys/tls=tls:2 as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --update-secrets /keys/tls=another:2 | = /keys/tls=another:2 as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --update-secrets /keys/other=another:2 | refused: mounts two secrets in the folder /keys, which holds one
          --update-secrets /a/x=s:1,/a/y=t:1 | refused: mounts two secrets in the folder /a, which holds one
          --update-secrets /key=s:1 | mistake: the path /key must be of the form /folder/file
          --service-account other@acme | = /keys/tls=tls:1 as other@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --max-instances 9 | = /keys/tls=tls:1 as run@acme max 9 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --min-instances 2 --timeout 15m | = /keys/tls=tls:1 as run@acme max 5 min 2 for 900 s via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --timeout 600 | = /keys/tls=tls:1 as run@acme max 5 for 600 s via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --max-instances default | = /keys/tls=tls:1 as run@acme via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --vpc-connector new | = /keys/tls=tls:1 as run@acme max 5 via new ALL_TRAFFIC
          --vpc-connector new --project p --region r | = /keys/tls=tls:1 as run@acme max 5 via projects/p/locations/r/connectors/new ALL_TRAFFIC
          --vpc-egress private-ranges-only | = /keys/tls=tls:1 as run@acme max 5 via projects/acme/locations/eu/connectors/vpc PRIVATE_RANGES_ONLY
          --clear-vpc-connector | = /keys/tls=tls:1 as run@acme max 5
          --clear-vpc-connector --network default --subnet sub --vpc-egress all-traffic | = /keys/tls=tls:1 as run@acme max 5 in sub
          --memory 1Gi --cpu 2 --port 9090 | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> port 9090 cpu 2 memory 1Gi]…
          --use-http2 | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> port 8080 cpu 1 memory 512Mi]…
          --port 70000 | mistake: --port must be a number from 1 to 65535, or default
          --command node --args=--port,8080 | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi runs [node] with [--port, 8080]]…
          --labels a=b --timeout 5m --concurrency 10 --no-allow-unauthenticated --min-instances 1 --cpu-boost --ingress all | = /keys/tls=tls:1 as run@acme max 5 min 1 for 300 s via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          --container app --image registry/app:3 --set-env-vars A=1 | [app: registry/app:3 JWT=<jwt:3> A=1 cpu 1 memory 512Mi]…
          --container app --image registry/app:3 --port 80 --container proxy --image envoy:1 --cpu 1 | [app: registry/app:3 LOG=info URL=u JWT=<jwt:3> port 80 cpu 1 memory 512Mi] [proxy: envoy:1 cpu 1]…
          --container app --image a --max-instances 3 | mistake: --max-instances stands behind --container, and is no flag of a container
          -q --clear-vpc-connector | refused: sends all requests through its VPC connector, which gcloud --quiet removes only with --vpc-egress=private-ranges-only
          --vpc-connector new --clear-vpc-connector | = /keys/tls=tls:1 as run@acme max 5
          --container app --image a --container proxy --image b | mistake: exactly one --container must be followed by --port or --use-http2
          --image x --container app --port 80 | mistake: --image must follow the --container that it is for
          --set-env-vars A=1 --update-env-vars B=2 | mistake: --set-env-vars and --update-env-vars exclude each other
          --set-env-vars A=1,2 | mistake: --set-env-vars has a part that is not KEY=VALUE; values with a comma need another delimiter, as in --set-env-vars=^@^A=1,2@B=3
          --update-env-vars A=1 --update-env-vars A=2 | mistake: --update-env-vars gives A twice
          --set-env-vars PORT=80 | mistake: PORT is set by Cloud Run itself and may not be given
          --update-secrets K_SERVICE=a:1 | mistake: K_SERVICE is set by Cloud Run itself and may not be given
          --update-env-vars X_GOOGLE_A=1 | mistake: X_GOOGLE_A begins with X_GOOGLE_, which is reserved
          --image | mistake: --image needs a value
          --async=true | mistake: --async takes no value
          --imag registry/app:2 | not understood: gcloud is given --imag, which Preflight does not know
          --platform gke | not understood: gcloud run deploys to a cluster here, not to Cloud Run
          --help | not understood: gcloud is asked for help
          another | not understood: gcloud run deploy has more words than the name of a service
          """)
  void flags_of_gcloud_run_deploy_change_the_template_as_gcloud_does(String flags, String planned) {
    String image =
        flags.contains("--image") || flags.contains("--source") || flags.contains("--container")
            ? ""
            : "--image registry/app:1 ";
    assertThat(planned("gcloud run deploy backend " + image + flags, Optional.of(template())))
        .isEqualTo(
            planned.startsWith("=") ? BASE + planned.substring(1) : planned.replace("…", REST));
  }

  @Test
  void a_first_deployment_begins_with_nothing() {
    assertThat(
            planned(
                "gcloud run deploy backend --image i --set-env-vars A=1 --port 80",
                Optional.empty()))
        .isEqualTo("[i A=1 port 80]");
    assertThat(planned("gcloud run deploy backend --image i --no-traffic", Optional.empty()))
        .isEqualTo(
            "refused: does not exist, and gcloud refuses --no-traffic for the first revision");
    assertThat(
            planned("gcloud run services update backend --update-env-vars A=1", Optional.empty()))
        .isEqualTo("refused: does not exist, and no image is named for it");
    assertThat(
            planned(
                "gcloud run deploy backend --container web --image i --port 80 --container log --image j",
                Optional.empty()))
        .isEqualTo("[web: i port 80] [log: j]");
  }

  @Test
  void an_update_keeps_the_image_and_a_deployment_without_one_builds_it() {
    assertThat(
            planned(
                "gcloud beta run services update backend --memory 1Gi", Optional.of(template())))
        .startsWith("[app: registry/app:1 ")
        .contains("memory 1Gi");
    assertThat(planned("gcloud run deploy backend --memory 1Gi", Optional.of(template())))
        .startsWith("[app: ? ");
  }

  @Test
  void a_request_tells_where_it_goes_whether_it_serves_and_by_which_tag() {
    DeploymentRequest request =
        read(
            "CLOUDSDK_RUN_REGION=europe-west1 gcloud --project=acme alpha run deploy backend --image i"
                + " --no-traffic --tag canary");

    assertThat(request.told()).isEqualTo("gcloud run deploy");
    assertThat(request.project()).contains("acme");
    assertThat(request.region()).contains("europe-west1");
    ServiceRequest service = request.services().getFirst();
    assertThat(service.service()).isEqualTo("backend");
    assertThat(service.serves()).isFalse();
    assertThat(service.tag()).contains("canary");
    assertThat(
            read("gcloud run deploy projects/p/locations/r/services/backend --image i").services())
        .extracting(ServiceRequest::service)
        .containsExactly("backend");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exec gcloud run deploy backend --image i
          env -u X CLOUDSDK_CORE_PROJECT=acme gcloud run deploy backend --image i
          sudo -E -u deployer /usr/bin/gcloud run deploy backend --image i
          timeout -k 5 600 nice -n 5 gcloud run deploy backend --image i
          """)
  void what_stands_in_front_of_gcloud_is_looked_through(String command) {
    assertThat(read(command).services())
        .extracting(ServiceRequest::service)
        .containsExactly("backend");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gcloud run deploy backend --image "i:1" --set-env-vars 'A=x y' | [i:1 A=x y]
          set -euo pipefail; IMAGE=i:2; gcloud run deploy backend --image "$IMAGE" | [i:2]
          gcloud run deploy backend --image i:$TAG --set-env-vars A=$A,B=b | [? A=? B=b]
          gcloud run deploy backend --image i:$(git rev-parse HEAD) | [?]
          gcloud run deploy backend --image i && gcloud run services update backend --update-env-vars A=1 # then | [i A=1]
          gcloud run deploy $SERVICE --image i | not understood: which service gcloud run deploy deploys is not known before it runs
          if true; then gcloud run deploy backend --image i; fi | not understood: its text for the shell is more than commands one after the other
          gcloud run deploy backend --image i | not understood: its text for the shell is more than commands one after the other
          cd x && gcloud run deploy backend --image i | not understood: cd is no command that Preflight can read
          """)
  void the_text_for_a_shell_is_read_as_far_as_it_is_plain(String text, String planned) {
    String piped =
        planned.startsWith("not understood: its text") && text.startsWith("gcloud")
            ? text + " | tee log"
            : text;
    assertThat(PlannedText.of(reading(List.of("bash", "-ec", piped)), "backend", Optional.empty()))
        .isEqualTo(planned);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ./deploy.sh | deploy.sh is no command that Preflight can read
          bash deploy.sh | Preflight does not read what the script deploy.sh does
          kubectl apply -f x | kubectl is no command that Preflight can read
          gcloud app deploy | gcloud app deploy is no command that Preflight can read
          gcloud run deploy --image i | gcloud run deploy names no service
          terraform plan | only terraform apply deploys
          terraform -chdir=infra apply -auto-approve tfplan | the plan tfplan is not text; write it as JSON (terraform show -json tfplan > plan.json) and name that: --manifest plan.json
          terraform apply | terraform apply makes its plan while it runs; save it first (terraform plan -out=tfplan), write it as JSON (terraform show -json tfplan > plan.json) and name that: --manifest plan.json
          """)
  void other_commands_are_not_understood_and_it_is_said_why(String command, String why) {
    assertThat(reading(List.of(command.split(" ", -1))))
        .isEqualTo(new DeploymentReading.NotUnderstood(why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy migrate --image registry/app:2 --tasks 3 --max-retries 0 --execute-now --wait | [app: registry/app:2 LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          deploy migrate --source . | [app: ? LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi]…
          update migrate --update-env-vars A=1 --parallelism 2 --task-timeout 10m | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> A=1 cpu 1 memory 512Mi]…
          update migrate --set-secrets A=a:1 --remove-env-vars LOG | [app: registry/app:1 URL=u A=<a:1> cpu 1 memory 512Mi] as run@acme max 5 via projects/acme/locations/eu/connectors/vpc ALL_TRAFFIC
          update migrate --container app --image a --container log --image b | [app: a LOG=info URL=u JWT=<jwt:3> cpu 1 memory 512Mi] [log: b]…
          update migrate --update-env-vars JWT=x | refused: sets JWT in plain text, which is a secret today
          update migrate --update-env-vars PORT=80 | [app: registry/app:1 LOG=info URL=u JWT=<jwt:3> PORT=80 cpu 1 memory 512Mi]…
          deploy migrate --image i --set-env-vars CLOUD_RUN_TASK_INDEX=1 | mistake: CLOUD_RUN_TASK_INDEX is set by Cloud Run itself and may not be given
          create migrate --image i | refused: exists already
          deploy migrate --vpc-connector new --service-account other@acme --image registry/app:1 | = /keys/tls=tls:1 as other@acme max 5 via new ALL_TRAFFIC
          deploy | not understood: gcloud run jobs deploy names no job
          """)
  void flags_of_jobs_change_the_template_as_gcloud_does(String command, String planned) {
    assertThat(
            PlannedText.ofJob(
                reading(List.of(("gcloud run jobs " + command).split(" ", -1))),
                Optional.of(template())))
        .isEqualTo(
            planned.startsWith("=") ? BASE + planned.substring(1) : planned.replace("…", REST));
  }

  /** google-github-actions/deploy-cloudrun 364: how a job goes along without the action. */
  @Test
  void a_job_is_updated_by_a_beta_command_with_its_database_and_its_connector() {
    assertThat(
            PlannedText.ofJob(
                reading(
                    List.of(
                        "gcloud",
                        "--quiet",
                        "beta",
                        "run",
                        "jobs",
                        "update",
                        "migrate",
                        "--image",
                        "eu-docker.pkg.dev/p/r/s:3f2a91c",
                        "--max-retries",
                        "3",
                        "--add-cloudsql-instances=p:r:i",
                        "--vpc-connector=my-vpc-connector",
                        "--region",
                        "some-region",
                        "--set-env-vars=A=1")),
                Optional.of(template())))
        .isEqualTo(
            "[app: eu-docker.pkg.dev/p/r/s:3f2a91c JWT=<jwt:3> A=1 cpu 1 memory 512Mi]"
                + " /keys/tls=tls:1 as run@acme max 5 via my-vpc-connector ALL_TRAFFIC");
  }

  @Test
  void a_job_that_is_not_there_is_created_and_not_updated() {
    assertThat(
            PlannedText.ofJob(
                reading(List.of("gcloud", "run", "jobs", "create", "migrate", "--image=i")),
                Optional.empty()))
        .isEqualTo("[i]");
    assertThat(
            PlannedText.ofJob(
                reading(List.of("gcloud", "run", "jobs", "update", "migrate", "--image=i")),
                Optional.empty()))
        .isEqualTo("refused: does not exist");
  }

  @Test
  void a_job_and_a_service_of_one_name_are_two_things() {
    DeploymentReading reading =
        reading(
            List.of(
                "bash",
                "-c",
                "gcloud run jobs update app --image i && gcloud run jobs execute app --wait &&"
                    + " gcloud run deploy app --image j"));

    assertThat(PlannedText.ofJob(reading, Optional.of(template()))).startsWith("[app: i ");
    assertThat(PlannedText.of(reading, "app", Optional.of(template()))).startsWith("[app: j ");
    assertThat(((DeploymentReading.Read) reading).request().notes())
        .containsExactly("nobody knows what the execution of the job app does");
  }

  @Test
  void traffic_makes_no_revision() {
    assertThat(read("gcloud run services update-traffic backend --to-latest"))
        .satisfies(it -> assertThat(it.services()).isEmpty())
        .satisfies(it ->
            assertThat(it.notes())
                .containsExactly(
                    "gcloud run services update-traffic makes no revision of backend"));
  }

  @Test
  void variables_and_flags_may_come_from_files() throws IOException {
    Files.writeString(folder.resolve("vars.yaml"), "A: 'a, b'\nB: \"2\"\n");
    Files.writeString(
        folder.resolve("flags.yaml"),
        "--image: i:1\n--update-secrets: {JWT: 'jwt:4'}\n--args: [a, 'b,c']\n--async:\n--memory: 1Gi\n");

    assertThat(
            planned(
                "gcloud run deploy backend --image i --env-vars-file=vars.yaml",
                Optional.of(template())))
        .startsWith("[app: i JWT=<jwt:3> A=a, b B=2 cpu");
    assertThat(planned("gcloud run deploy backend --flags-file flags.yaml", Optional.empty()))
        .isEqualTo("[i:1 JWT=<jwt:4> memory 1Gi with [a, b,c]]");
    Files.writeString(folder.resolve("vars.yaml"), "A: 1\n");
    assertThat(
            reading(
                List.of("gcloud", "run", "deploy", "b", "--image=i", "--env-vars-file=vars.yaml")))
        .isInstanceOfSatisfying(
            DeploymentReading.Invalid.class,
            it ->
                assertThat(it.mistakes().getFirst().toString())
                    .endsWith("vars.yaml:1:1: A must be a text; put its value in quotes"));
  }

  @Test
  void no_value_is_in_what_is_said() {
    String value = "hunter2-topsecret";
    DeploymentReading invalid =
        reading(
            List.of(
                "gcloud", "run", "deploy", "b", "--image", "i", "--set-env-vars", "A=x," + value));
    DeploymentReading read =
        reading(
            List.of(
                "gcloud", "run", "deploy", "b", "--image", "i", "--set-env-vars", "A=" + value));

    assertThat(invalid).isInstanceOf(DeploymentReading.Invalid.class);
    assertThat(invalid.toString()).doesNotContain(value);
    assertThat(read.toString()).doesNotContain(value);
    assertThat(
            ((DeploymentReading.Read) read)
                .request()
                .services()
                .getFirst()
                .change()
                .orElseThrow()
                .over(Optional.empty())
                .toString())
        .doesNotContain(value);
  }

  private DeploymentReading reading(List<String> words) {
    return new CommandReader().read(words, folder);
  }

  private DeploymentRequest read(String command) {
    DeploymentReading reading = reading(List.of(command.split(" ", -1)));
    assertThat(reading).isInstanceOf(DeploymentReading.Read.class);
    return ((DeploymentReading.Read) reading).request();
  }

  private String planned(String command, Optional<RevisionState> template) {
    return PlannedText.of(reading(List.of(command.split(" ", -1))), "backend", template);
  }

  static RevisionState template() {
    var variables = new LinkedHashMap<String, Variable>();
    variables.put("LOG", plain("info"));
    variables.put("URL", plain("u"));
    variables.put("JWT", new Variable.FromSecret("jwt", "3"));
    return new RevisionState(
        "",
        List.of(),
        List.of(
            new Container(
                Optional.of("app"),
                "registry/app:1",
                variables,
                OptionalInt.empty(),
                Map.of("cpu", "1", "memory", "512Mi"),
                List.of(),
                List.of())),
        List.of(new Mount("tls", "1", "/keys/tls")),
        "run@acme",
        5,
        new Network(
            Optional.of("projects/acme/locations/eu/connectors/vpc"),
            Optional.empty(),
            Optional.of("ALL_TRAFFIC")),
        Optional.empty());
  }

  private static Variable plain(String value) {
    return Variable.Plain.of(new SecretValue(value.getBytes(UTF_8)), Optional.empty());
  }
}
