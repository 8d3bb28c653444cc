package preflight.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.deployment.DeploymentRequest.ServiceRequest;

class ManifestReaderTest {

  /** As {@code gcloud run services describe --format export} writes one. */
  private static final String EXPORTED =
      """
      apiVersion: serving.knative.dev/v1
      kind: Service
      metadata:
        annotations:
          client.knative.dev/user-image: eu-docker.pkg.dev/acme/app/backend:7
          run.googleapis.com/ingress: internal-and-cloud-load-balancing
          run.googleapis.com/ingress-status: internal-and-cloud-load-balancing
        creationTimestamp: '2026-01-01T00:00:00.000000Z'
        generation: 12
        labels:
          cloud.googleapis.com/location: europe-west1
        name: backend
        namespace: '123456789012'
        resourceVersion: AAY
        selfLink: /apis/serving.knative.dev/v1/namespaces/123456789012/services/backend
        uid: 00000000-0000-0000-0000-000000000000
      spec:
        template:
          metadata:
            annotations:
              autoscaling.knative.dev/maxScale: '20'
              run.googleapis.com/client-name: gcloud
              run.googleapis.com/container-dependencies: '{app:[collector]}'
              run.googleapis.com/secrets: shared:projects/987/secrets/shared-key,tls:projects/987/secrets/tls-cert
              run.googleapis.com/startup-cpu-boost: 'true'
              run.googleapis.com/vpc-access-connector: projects/acme/locations/europe-west1/connectors/vpc
              run.googleapis.com/vpc-access-egress: private-ranges-only
            labels:
              run.googleapis.com/startupProbeType: Default
          spec:
            containerConcurrency: 80
            containers:
            - name: app
              image: eu-docker.pkg.dev/acme/app/backend@sha256:0123
              args: ['--config', /etc/app]
              env:
              - name: spring.profiles.active
                value: gcp,prod
              - name: EMPTY
              - name: JWT
                valueFrom:
                  secretKeyRef:
                    key: '3'
                    name: jwt
              - name: SHARED
                valueFrom:
                  secretKeyRef: {key: latest, name: shared}
              ports:
              - containerPort: 8080
                name: http1
              resources:
                limits:
                  cpu: 1000m
                  memory: 512Mi
              startupProbe:
                tcpSocket: {port: 8080}
              volumeMounts:
              - {mountPath: /etc/tls, name: tls}
            - name: collector
              image: eu-docker.pkg.dev/acme/otel/collector:1
            serviceAccountName: backend@acme.iam.gserviceaccount.com
            timeoutSeconds: 300
            volumes:
            - name: tls
              secret:
                secretName: tls
                items:
                - {key: latest, path: cert.pem}
        traffic:
        - latestRevision: true
          percent: 100
      status:
        observedGeneration: 12
        url: https://backend.example
      """;

  @TempDir private Path folder;

  @Test
  void an_exported_service_reads_without_a_mistake() throws IOException {
    DeploymentReading reading = reading(EXPORTED);

    assertThat(planned(reading))
        .isEqualTo(
            "[app: eu-docker.pkg.dev/acme/app/backend@sha256:0123 spring.profiles.active=gcp,prod"
                + " EMPTY= JWT=<jwt:3> SHARED=<shared-key:latest> port 8080 cpu 1000m memory 512Mi"
                + " with [--config, /etc/app]] [collector: eu-docker.pkg.dev/acme/otel/collector:1]"
                + " /etc/tls/cert.pem=tls-cert:latest as backend@acme.iam.gserviceaccount.com max 20 for 300 s"
                + " via projects/acme/locations/europe-west1/connectors/vpc PRIVATE_RANGES_ONLY");
    DeploymentRequest request = request(reading);
    assertThat(request.told()).isEqualTo("service.yaml");
    assertThat(request.project()).contains("123456789012");
    assertThat(request.region()).contains("europe-west1");
    assertThat(request.services().getFirst().serves()).isTrue();
    assertThat(request.notes()).isEmpty();
  }

  @Test
  void a_manifest_replaces_the_template_and_gcloud_reads_the_same() throws IOException {
    Files.writeString(folder.resolve("service.yaml"), service("image: r/app:2"));

    DeploymentReading reading =
        new CommandReader()
            .read(
                List.of("gcloud", "run", "services", "replace", "service.yaml", "--region", "r"),
                folder);

    assertThat(PlannedText.of(reading, "backend", Optional.of(CommandReaderTest.template())))
        .isEqualTo("[r/app:2]");
    assertThat(request(reading).region()).contains("r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          - latestRevision: true\\n    percent: 0\\n    tag: canary\\n  - revisionName: backend-1\\n    percent: 100 | false canary
          - revisionName: backend-1\\n    percent: 90\\n  - latestRevision: true\\n    percent: 10 | true
          - revisionName: backend-2\\n    percent: 100 | true
          - revisionName: backend-1\\n    percent: 100 | false
          """)
  void traffic_tells_whether_the_new_revision_serves(String traffic, String expected)
      throws IOException {
    String text =
        service("image: r/app:2")
                .replace("  template:\n", "  template:\n    metadata: {name: backend-2}\n")
            + "  traffic:\n  "
            + traffic.replace("\\n", "\n")
            + "\n";

    ServiceRequest service = request(reading(text)).services().getFirst();

    assertThat(service.serves() + service.tag().map(it -> " " + it).orElse("")).isEqualTo(expected);
  }

  /** What stands in the container, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: app | 8:9: a container needs an image
          image: r/app:1\\nimagee: x | 9:9: unknown key 'imagee'; did you mean 'image'?
          image: r/app:1\\ndependsOn: [x] | 9:9: unknown key 'dependsOn'; the order of containers is the annotation run.googleapis.com/container-dependencies of the template
          image: r/app:1\\nenv: [{name: PORT, value: '80'}] | 9:15: PORT is set by Cloud Run itself and may not be given
          image: r/app:1\\nenv: [{name: A, value: 80}] | 9:32: value must be a text; put it in quotes
          image: r/app:1\\nenv: [{name: A, value: 'x'}, {name: A, value: 'y'}] | 9:38: A is given twice
          image: r/app:1\\nenv: [{name: A, value: x, valueFrom: {secretKeyRef: {name: a, key: '1'}}}] | 9:15: A has both value and valueFrom
          image: r/app:1\\nenv: [{name: A, valueFrom: {secretKeyRef: {name: a}}}] | 9:51: secretKeyRef of A needs a key, which is a version or latest
          image: r/app:1\\nenv: [{name: A, valueFrom: {secretKeyRef: {name: a, key: 3}}}] | 9:66: key must be a text; put it in quotes
          image: r/app:1\\nenv: [{name: A, valueFrom: {secretKeyRef: {name: a, version: '3', key: '3'}}}] | 9:61: unknown key 'version'; known: key, localObjectReference, name, optional
          image: r/app:1\\nenv: [{name: A, valueFrom: {configMapKeyRef: {name: a, key: b}}}] | 9:36: A needs secretKeyRef; Cloud Run has no others
          image: r/app:1\\nenv: {A: x} | 9:14: expected a list, found a mapping
          image: r/app:1\\nvolumeMounts: [{name: keys, mountPath: /keys}] | 9:24: there is no volume of the name keys
          image: r/app:1\\nresources: {limits: {cpu: 1}} | 9:35: cpu must be a text; put it in quotes
          image: r/app:1\\nstartupProbe: {httpGet: {path: /}, period: 3} | 9:44: unknown key 'period'; known: failureThreshold, grpc, httpGet, initialDelaySeconds, periodSeconds, successThreshold, tcpSocket, timeoutSeconds
          image: r/app:1\\nports: [{port: 80}] | 9:18: unknown key 'port'; known: containerPort, name, protocol
          image: r/app:${TAG} | 8:16: the placeholder in image was not filled in
          image: 'r/%APP%' | 8:16: the placeholder in image was not filled in
          image: r/__TAG__ | 8:16: the placeholder in image was not filled in
          image: '{{ .Values.image }}' | 8:16: the placeholder in image was not filled in
          """)
  void what_cloud_run_refuses_is_a_mistake_at_its_place(String container, String mistake)
      throws IOException {
    DeploymentReading reading = reading(service(container.replace("\\n", "\n        ")));

    assertThat(reading)
        .isInstanceOfSatisfying(
            DeploymentReading.Invalid.class,
            it -> assertThat(it.mistakes()).first().asString().endsWith("service.yaml:" + mistake));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nmetadata: {name: a} | 1:1: a service needs spec.template
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nmetadata: {name: a}\\nspec: {template: {metadata: {annotations: {autoscaling.knative.dev/maxScale: 5}}, spec: {containers: [{image: r/a}]}}} | 4:78: autoscaling.knative.dev/maxScale must be a text; put it in quotes
          kind: Service | 1:1: expected apiVersion: serving.knative.dev/v1 and kind: Service
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nmetadata: {name: a}\\nspec: {template: {spec: {}}} | 4:25: a template needs containers
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nmetadata: {name: a, lables: {}}\\nspec: {template: {spec: {containers: [{image: r/a}]}}} | 3:21: unknown key 'lables'; did you mean 'labels'?
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nspec: {template: {spec: {containers: [{image: r/a}]}}} | 1:1: a service needs metadata.name
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nmetadata: {name: a}\\nspec: {template: {spec: {containers: [{image: r/a}, {image: r/b}]}}} | 4:25: exactly one of several containers must have ports
          apiVersion: serving.knative.dev/v1\\nkind: Service\\nmetadata: {name: a}\\nspec: {template: {metadata: {annotations: {run.googleapis.com/secrets: 'A=a:1'}}, spec: {containers: [{image: r/a}]}}} | 4:44: expected NAME:projects/NUMBER/secrets/ID, with commas and no blanks between
          """)
  void a_service_must_be_whole(String text, String mistake) throws IOException {
    assertThat(reading(text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            DeploymentReading.Invalid.class,
            it -> assertThat(it.mistakes()).first().asString().endsWith("service.yaml:" + mistake));
  }

  @Test
  void other_documents_are_noted_and_a_service_stands_once() throws IOException {
    String pool =
        "apiVersion: run.googleapis.com/v1\nkind: WorkerPool\nmetadata: {name: w}\nspec: {}\n";
    DeploymentReading both =
        reading("---\n" + pool + "---\n" + service("image: r/app:1") + "---\n");

    assertThat(request(both).notes())
        .containsExactly("Preflight does not look at the WorkerPool w (run.googleapis.com/v1)");
    assertThat(planned(both)).isEqualTo("[r/app:1]");
    assertThat(planned(reading(service("image: r/app:1") + "---\n" + service("image: r/app:2"))))
        .isEqualTo("mistake: a second document for the service backend");
  }

  @Test
  void a_job_has_its_containers_two_templates_deep_and_its_network_at_the_first()
      throws IOException {
    DeploymentReading reading =
        reading(
            """
            apiVersion: run.googleapis.com/v1
            kind: Job
            metadata:
              name: migrate
              namespace: acme
              labels: {cloud.googleapis.com/location: eu}
              annotations: {run.googleapis.com/launch-stage: GA}
            spec:
              template:
                metadata:
                  annotations:
                    run.googleapis.com/vpc-access-connector: vpc
                    run.googleapis.com/execution-environment: gen2
                spec:
                  parallelism: 1
                  taskCount: 1
                  template:
                    spec:
                      maxRetries: 0
                      timeoutSeconds: '600'
                      serviceAccountName: run@acme
                      containers:
                      - image: eu-docker.pkg.dev/acme/app/backend:7
                        command: [alembic, upgrade, head]
                        env:
                        - {name: PORT, value: '80'}
                        - name: DATABASE_URL
                          valueFrom: {secretKeyRef: {name: url, key: '3'}}
            """);

    assertThat(PlannedText.ofJob(reading, Optional.empty()))
        .isEqualTo(
            "[eu-docker.pkg.dev/acme/app/backend:7 PORT=80 DATABASE_URL=<url:3>"
                + " runs [alembic, upgrade, head]] as run@acme for 600 s"
                + " via projects/acme/locations/eu/connectors/vpc");
    assertThat(request(reading).project()).contains("acme");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {template: {spec: {containers: [{image: r/a}]}}} | 4:7: a job needs spec.template.spec.template
          {template: {spec: {template: {spec: {containers: [{image: r/a, env: [{name: CLOUD_RUN_JOB, value: x}]}]}}}}} | CLOUD_RUN_JOB is set by Cloud Run itself and may not be given
          {template: {spec: {template: {spec: {containerConcurrency: 1, containers: [{image: r/a}]}}}}} | unknown key 'containerConcurrency'
          {template: {spec: {template: {spec: {containers: []}}}}} | a template needs containers
          """)
  void a_job_must_be_whole(String spec, String mistake) throws IOException {
    assertThat(
            reading(
                "apiVersion: run.googleapis.com/v1\nkind: Job\nmetadata: {name: migrate}\nspec: "
                    + spec
                    + "\n"))
        .isInstanceOfSatisfying(
            DeploymentReading.Invalid.class,
            it ->
                assertThat(it.mistakes().getFirst().toString())
                    .contains(mistake.replaceFirst("^4:7: ", "")));
  }

  @Test
  void an_image_that_a_tool_replaces_is_not_known() throws IOException {
    DeploymentReading reading = reading(service("image: backend"));

    assertThat(planned(reading)).isEqualTo("[?]");
    assertThat(request(reading).notes())
        .containsExactly(
            "the image backend names no registry, so that a tool such as Skaffold gives it another"
                + " name");
  }

  @Test
  void a_setting_of_a_revision_at_the_service_does_nothing_and_is_noted() throws IOException {
    String text =
        service("image: r/app:1")
            .replace(
                "metadata: {name: backend}",
                "metadata: {name: backend, annotations: {run.googleapis.com/vpc-access-connector: c}}");

    assertThat(planned(reading(text))).isEqualTo("[r/app:1]");
    assertThat(request(reading(text)).notes())
        .containsExactly(
            "run.googleapis.com/vpc-access-connector stands at the service, and does something only"
                + " in spec.template.metadata");
  }

  @Test
  void no_value_is_in_what_is_said() throws IOException {
    String value = "hunter2-topsecret";
    for (String env :
        List.of(
            "{name: A, value: '" + value + "', x: 1}", "{name: A, value: '${" + value + "}'}")) {
      assertThat(reading(service("image: r/app:1\n        env: [" + env + "]")).toString())
          .doesNotContain(value);
    }
  }

  private static String service(String container) {
    return """
    apiVersion: serving.knative.dev/v1
    kind: Service
    metadata: {name: backend}
    spec:
      template:
        spec:
          containers:
          - %s
    """
        .formatted(container);
  }

  private DeploymentReading reading(String text) throws IOException {
    Path file = folder.resolve("service.yaml");
    Files.writeString(file, text);
    return new ManifestReader().read(file);
  }

  private static DeploymentRequest request(DeploymentReading reading) {
    assertThat(reading).isInstanceOf(DeploymentReading.Read.class);
    return ((DeploymentReading.Read) reading).request();
  }

  private static String planned(DeploymentReading reading) {
    return PlannedText.of(reading, "backend", Optional.empty());
  }
}
