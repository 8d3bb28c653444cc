package preflight.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.deployment.DeploymentRequest.ServiceRequest;

/** Configurations of builds as public repositories have them, in other words. */
class BuildTest {

  @TempDir private Path folder;

  @Test
  void the_step_that_deploys_is_read_with_its_substitutions() throws IOException {
    write(
        """
        steps:
        - name: gcr.io/cloud-builders/docker
          args: [build, -t, 'eu.gcr.io/$PROJECT_ID/${_SERVICE}:$COMMIT_SHA', .]
        - name: gcr.io/google.com/cloudsdktool/cloud-sdk:slim
          entrypoint: gcloud
          args:
          - run
          - deploy
          - $_SERVICE
          - --image=registry/$PROJECT_ID/${_SERVICE}:stable
          - --region=${_REGION}
          - --set-env-vars=COST=5$$,REVISION=$COMMIT_SHA
          - --update-secrets=JWT=jwt:${_VERSION}
        substitutions: {_SERVICE: backend, _REGION: europe-west1, _VERSION: latest}
        options: {substitutionOption: ALLOW_LOOSE}
        """);

    DeploymentReading reading =
        reading(
            "gcloud builds submit --project acme --config=build.yaml --substitutions _VERSION=7 .");

    assertThat(planned(reading))
        .isEqualTo("[registry/acme/backend:stable COST=5$ REVISION=? JWT=<jwt:7>]");
    DeploymentRequest request = ((DeploymentReading.Read) reading).request();
    assertThat(request.told()).isEqualTo("gcloud builds submit, gcloud run deploy");
    assertThat(request.project()).contains("acme");
    assertThat(request.region()).contains("europe-west1");
  }

  @Test
  void an_image_that_the_build_makes_is_not_there_before_it() throws IOException {
    for (String make :
        List.of(
            "{name: docker, args: [build, -t, 'r/app:1', .]}",
            "{name: kaniko, args: ['--destination=r/app:1']}",
            "{name: gcr.io/k8s-skaffold/pack, args: [build, --publish, 'r/app:1']}")) {
      write(
          """
          steps:
          - %s
          - name: gcr.io/cloud-builders/gcloud
            args: [beta, run, deploy, backend, --image, 'r/app:1']
          """
              .formatted(make));
      assertThat(planned(reading("gcloud builds submit --config build.yaml"))).isEqualTo("[?]");
    }
  }

  @Test
  void scripts_and_shells_of_steps_are_read_too() throws IOException {
    write(
        """
        steps:
        - name: cloud-sdk
          entrypoint: bash
          args:
          - -c
          - |
            set -e
            gcloud run deploy backend --image r/app:${_TAG} \\
              --update-env-vars REVISION=$$BUILD
        - name: cloud-sdk
          env: ['TAG=$_TAG']
          script: |
            #!/usr/bin/env bash
            gcloud run deploy auth --image "r/auth:$TAG"
        - name: cloud-sdk
          entrypoint: gcloud
          args: [deploy, releases, create, r1]
        substitutions: {_TAG: '4'}
        """);

    DeploymentReading reading = reading("gcloud builds submit --config build.yaml");

    assertThat(planned(reading)).isEqualTo("[r/app:4 REVISION=?]");
    assertThat(PlannedText.of(reading, "auth", Optional.empty())).isEqualTo("[r/auth:4]");
  }

  @Test
  void variables_that_only_the_build_knows_are_not_guessed() throws IOException {
    write(
        """
        steps:
        - name: gcr.io/cloud-builders/gcloud
          args: [run, deploy, backend, --image, 'r/app:1', --update-env-vars, '${_VARIABLES}']
        """);

    assertThat(planned(reading("gcloud builds submit --config build.yaml")))
        .isEqualTo("not understood: what --update-env-vars names is not known before it runs");
    assertThat(
            planned(
                reading(
                    "gcloud builds submit --config build.yaml --substitutions ^;^_VARIABLES=A=1,B=2")))
        .isEqualTo("[r/app:1 A=1 B=2]");
    write(
        """
        steps:
        - name: gcr.io/cloud-builders/gcloud
          args: [run, deploy, backend, --image, 'r/app:1', --service-account, '${_ACCOUNT}']
        """);
    assertThat(planned(reading("gcloud builds submit --config build.yaml")))
        .isEqualTo("not understood: what --service-account names is not known before it runs");
  }

  @Test
  void a_build_without_a_deployment_makes_no_revision() throws IOException {
    write("steps: [{name: docker, args: [build, .]}]\n");

    assertThat(services("gcloud builds submit --config build.yaml")).isEmpty();
    assertThat(services("gcloud builds submit --tag r/app")).isEmpty();
    assertThat(reading("gcloud builds submit"))
        .isInstanceOfSatisfying(
            DeploymentReading.Invalid.class,
            it -> assertThat(it.mistakes().getFirst().message()).startsWith("no such file: "));
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("build.yaml"), text);
  }

  private DeploymentReading reading(String command) {
    return new CommandReader().read(List.of(command.split(" ", -1)), folder);
  }

  private List<ServiceRequest> services(String command) {
    return ((DeploymentReading.Read) reading(command)).request().services();
  }

  private static String planned(DeploymentReading reading) {
    return PlannedText.of(reading, "backend", Optional.empty());
  }
}
