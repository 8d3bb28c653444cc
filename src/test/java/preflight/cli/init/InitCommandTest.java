package preflight.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.cli.Invocation;

class InitCommandTest {

  private static final String SERVICE =
      """
      apiVersion: serving.knative.dev/v1
      kind: Service
      metadata:
        name: api-staging
        namespace: '123456789012'
        labels: { cloud.googleapis.com/location: us-central1 }
      spec:
        template:
          metadata:
            annotations:
              run.googleapis.com/vpc-access-connector: projects/acme-staging/locations/us-central1/connectors/staging-connector
          spec:
            serviceAccountName: api@acme-staging.iam.gserviceaccount.com
            containers:
            - image: us-central1-docker.pkg.dev/acme-staging/apps/api:1
              ports: [{ containerPort: 8080 }]
              env:
              - { name: ENVIRONMENT, value: staging }
              - { name: LOG_LEVEL, value: info }
              - { name: REDIS_HOST, value: 10.20.0.3 }
              - name: REDIS_PASSWORD
                valueFrom: { secretKeyRef: { name: redis-password-staging, key: latest } }
              - name: JWT_SECRET
                valueFrom: { secretKeyRef: { name: jwt-secret-staging, key: "3" } }
              startupProbe: { httpGet: { path: /healthz, port: 8080 } }
      status:
        url: https://api-staging-abc123-uc.a.run.app
      """;

  @TempDir Path folder;

  private Invocation init(String... arguments) {
    List<String> all = new ArrayList<>(List.of("init"));
    all.addAll(List.of(arguments));
    return Invocation.of(Map.of(), all);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String fromSecret(String name, String id) {
    return "- { name: %s, valueFrom: { secretKeyRef: { name: %s, key: latest } } }"
        .formatted(name, id);
  }

  /** What it writes is linted. */
  private String written(String environment, String... sources) throws IOException {
    Path target = folder.resolve(environment + ".yaml");
    List<String> all =
        new ArrayList<>(List.of("init", environment, "--force", "--to", target.toString()));
    for (String source : sources) {
      all.addAll(List.of("--from", source));
    }
    Invocation init = Invocation.of(Map.of(), all);
    assertThat(init.exitCode()).as(init.everything()).isZero();
    assertThat(Invocation.of("lint", target.toString()).exitCode()).isZero();
    assertThat(Invocation.of("plan", target.toString()).exitCode()).isZero();
    return Files.readString(target);
  }

  @Test
  void a_manifest_becomes_a_profile() throws IOException {
    assertThat(written("staging", file("service.yaml", SERVICE)))
        .isEqualTo(
            """
            # What preflight init found in service.yaml. Check what is guessed, and add what is not known.
            version: 1
            environment: staging

            gcp: { project: "123456789012", region: us-central1 }

            secrets:
              JWT_SECRET: { id: jwt-secret-staging, version: "3", used-by: [api] }
              REDIS_PASSWORD: { id: redis-password-staging, used-by: [api] }

            connectors:
              staging-connector: {}

            redis:
              cache:
                host: 10.20.0.3
                port: 6379
                password: secrets.REDIS_PASSWORD
                reached-through: connectors.staging-connector

            services:
              api:
                cloud-run: api-staging
                url: "https://api-staging-abc123-uc.a.run.app"
                uses: [redis.cache]
                account: api@acme-staging.iam.gserviceaccount.com
                env: { expect: { ENVIRONMENT: staging }, require: [LOG_LEVEL, REDIS_HOST] }
                endpoints: { health: { get: /healthz } }   # guessed from the startup probe
            """);
  }

  @Test
  void a_compose_file_becomes_a_profile_without_the_values_of_its_dotenv_file() throws IOException {
    file(
        ".env",
        """
        POSTGRES_PASSWORD=kT5wQ9zLm2Xv8Rn4
        JWT_SECRET=Bs6Dc1Fy0AkT5wQ9zLm2Xv8Rn4Gh7Jp3
        APP_PORT=8000
        """);
    file("Dockerfile", "FROM python:3.12\n");
    String compose =
        file(
            "docker-compose.yml",
            """
            x-common: &common
              JWT_SECRET: ${JWT_SECRET:?set it}
              REDIS_URL: redis://redis:6379/0
            services:
              api:
                build: .
                ports: ["${APP_PORT}:8080"]
                environment:
                  <<: *common
                  DATABASE_URL: postgresql+asyncpg://${POSTGRES_USER:-app}:${POSTGRES_PASSWORD}@db:5432/orders
                  STRIPE_KEY: sk_live_kT5wQ9zLm2Xv8Rn4Gh7Jp3Bs6Dc1
                healthcheck: { test: [CMD, curl, -f, "http://localhost:8080/health"] }
                depends_on: [db, redis]
              worker:
                build: .
                command: celery -A app worker
                environment:
                  CELERY_BROKER_URL: redis://redis:6379/1
              db:
                image: postgres:16-alpine
                environment:
                  - POSTGRES_USER=${POSTGRES_USER:-app}
                  - POSTGRES_PASSWORD=${POSTGRES_PASSWORD}
                  - POSTGRES_DB=orders
                ports: ["127.0.0.1:5433:5432"]
              redis:
                image: redis:7
                ports: [{ target: 6379, published: "6379" }]
              queue:
                image: rabbitmq:3-management
            """);
    String text = written("local", compose);
    assertThat(text)
        .doesNotContain("kT5wQ9zLm2Xv8Rn4", "Bs6Dc1Fy0A", "sk_live")
        .isEqualTo(
            """
            # What preflight init found in docker-compose.yml. Check what is guessed, and add what is not known.
            # not known: queue is RabbitMQ, of which Preflight has no checks of its own
            version: 1
            environment: local

            secrets:
              JWT_SECRET: { source: "file:.env", used-by: [api] }
              POSTGRES_PASSWORD: { source: "file:.env" }

            redis:
              cache: { host: 127.0.0.1, port: 6379 }

            postgres:
              main: { host: 127.0.0.1, port: 5433, database: orders, user: app, password: secrets.POSTGRES_PASSWORD }   # from this machine; services reach it as db:5432

            source: { root: . }

            services:
              api:
                url: "http://127.0.0.1:8000"
                uses: [postgres.main, redis.cache]
                env: { files: [.env] }
                image: { dockerfile: Dockerfile }
                endpoints: { health: { get: /health } }   # guessed from the health check
              worker: { uses: [redis.cache], image: { dockerfile: Dockerfile } }
            """);
  }

  @Test
  void a_state_of_terraform_becomes_a_profile() throws IOException {
    String state =
        file(
            "state.json",
            """
            { "format_version": "1.0", "terraform_version": "1.9.0", "values": { "root_module": { "resources": [
              { "mode": "managed", "type": "google_redis_instance", "name": "cache", "values": {
                "name": "cache-staging", "host": "10.20.0.4", "port": 6378, "auth_enabled": false,
                "transit_encryption_mode": "SERVER_AUTHENTICATION", "redis_version": "REDIS_7_0" } },
              { "mode": "managed", "type": "google_sql_database_instance", "name": "main", "values": {
                "name": "main-staging", "database_version": "POSTGRES_16", "connection_name": "acme-staging:us-central1:main-staging",
                "ip_address": [ { "type": "PRIVATE", "ip_address": "10.20.0.5" } ] } },
              { "mode": "managed", "type": "google_sql_database", "name": "app", "values": { "name": "app", "instance": "main-staging" } },
              { "mode": "managed", "type": "google_sql_user", "name": "app", "values": { "name": "app", "instance": "main-staging" } },
              { "mode": "managed", "type": "google_vpc_access_connector", "name": "c", "values": { "name": "staging-connector", "network": "staging-vpc" } } ],
              "child_modules": [ { "resources": [
              { "mode": "managed", "type": "google_cloud_run_v2_service", "name": "api", "values": {
                "name": "api-staging", "project": "acme-staging", "location": "us-central1", "uri": "https://api-abc-uc.a.run.app",
                "template": [ { "service_account": "api@acme-staging.iam.gserviceaccount.com",
                  "vpc_access": [ { "connector": "projects/acme-staging/locations/us-central1/connectors/staging-connector" } ],
                  "volumes": [ { "name": "cloudsql", "cloud_sql_instance": [ { "instances": [ "acme-staging:us-central1:main-staging" ] } ] } ],
                  "containers": [ { "image": "us-docker.pkg.dev/acme-staging/apps/api:1", "ports": [ { "container_port": 8080 } ],
                    "env": [
                      { "name": "REDIS_HOST", "value": "10.20.0.4", "value_source": [] },
                      { "name": "REDIS_PORT", "value": "6378", "value_source": [] },
                      { "name": "DB_PASSWORD", "value": "", "value_source": [ { "secret_key_ref": [ { "secret": "db-password", "version": "latest" } ] } ] } ],
                    "liveness_probe": [ { "http_get": [ { "path": "/livez", "port": 0 } ] } ] } ] } ] } },
              { "mode": "managed", "type": "google_secret_manager_secret", "name": "old", "values": { "secret_id": "old-key" } } ] } ] } } }
            """);
    assertThat(written("staging", state))
        .isEqualTo(
            """
            # What preflight init found in state.json. Check what is guessed, and add what is not known.
            # not declared: 1 secret that no service receives: old-key
            version: 1
            environment: staging

            gcp: { project: acme-staging, region: us-central1 }

            secrets:
              DB_PASSWORD: { id: db-password, used-by: [api] }

            connectors:
              staging-connector: { network: staging-vpc }

            redis:
              # its certificate is of its own authority, which is in no file here. To verify it, save the authority with:
              # gcloud redis instances describe cache-staging --region="${REGION:?its region}" --format='value(serverCaCerts[0].cert)' > redis-ca.pem
              # and write verify: authority, ca: redis-ca.pem in place of verify: none
              cache:
                host: 10.20.0.4
                port: 6378
                tls: true
                verify: none
                version: "7.0"
                instance: cache-staging
                reached-through: connectors.staging-connector

            postgres:
              main:
                host: 10.20.0.5
                database: app
                user: app
                password: secrets.DB_PASSWORD
                version: "16"
                instance: main-staging
                reached-through: connectors.staging-connector

            services:
              api:
                cloud-run: api-staging
                url: "https://api-abc-uc.a.run.app"
                uses: [postgres.main, redis.cache]
                account: api@acme-staging.iam.gserviceaccount.com
                env: { require: [REDIS_HOST, REDIS_PORT] }
                endpoints: { health: { get: /livez } }   # guessed from the liveness probe
            """);
  }

  @Test
  void a_plain_password_is_not_written_and_said_to_be_missing() throws IOException {
    String text =
        written(
            "staging",
            file(
                "service.yaml",
                SERVICE.replace(
                    "- { name: LOG_LEVEL, value: info }",
                    "- { name: DATABASE_URL, value: 'postgresql://app:Zk7Qm2Xv9Wn8Ry3Kx6@10.20.0.9/orders' }")));
    assertThat(text)
        .doesNotContain("Zk7Qm2Xv9Wn8Ry3Kx6")
        .contains("host: 10.20.0.9", "# not known: the password.");
  }

  /** As Google's samples for Cloud SQL have it. */
  @Test
  void an_instance_of_cloud_sql_is_reached_by_its_socket() throws IOException {
    String text =
        written(
            "staging",
            file(
                "service.yaml",
                SERVICE
                    .replace(
                        "      annotations:\n        run",
                        "      annotations:\n        run.googleapis.com/cloudsql-instances: acme-staging:us-central1:main\n        run")
                    .replace(
                        "- { name: LOG_LEVEL, value: info }",
                        String.join(
                            "\n        ",
                            "- { name: DB_USER, value: app }",
                            "- { name: DB_NAME, value: orders }",
                            fromSecret("DB_PASS", "db-pass"),
                            "- { name: INSTANCE_CONNECTION_NAME, value: 'acme-staging:us-central1:main' }"))));
    assertThat(text)
        .contains(
            """
                url: "postgresql://app@/orders?host=/cloudsql/acme-staging:us-central1:main"
                password: secrets.DB_PASS
            """);
  }

  /** Of a service whose instance is attached elsewhere, or whose manifest does not say so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/cloudsql/acme-staging:us-central1:main",
        "/cloudsql/example.com:acme-staging:us-central1:main",
        "/var/run/postgresql"
      })
  void a_host_that_is_a_socket_is_a_store(String directory) throws IOException {
    String text =
        written(
            "staging",
            file(
                "service.yaml",
                SERVICE.replace(
                    "- { name: LOG_LEVEL, value: info }",
                    String.join(
                        "\n        ",
                        "- { name: DB_HOST, value: '" + directory + "' }",
                        "- { name: DB_USER, value: app }",
                        "- { name: DB_NAME, value: orders }",
                        fromSecret("DB_PASS", "db-pass")))));
    assertThat(text)
        .contains(
            "\"postgresql://app@/orders?host=%s\"".formatted(directory),
            "password: secrets.DB_PASS",
            "uses: [postgres.main, redis.cache]");
  }

  @Test
  void a_dotenv_file_is_read_as_compose_reads_it() throws IOException {
    file(
        ".env",
        "BASE=acme\nDATABASE_NAME=${BASE}-orders # of ours\nDB_PASSWORD='a$b#kT5wQ9zLm2Xv8Rn4'\n");
    file("raw.env", "API_TOKEN='Bs6Dc1Fy0AkT5wQ9zLm2Xv8Rn4Gh7Jp3'\n");
    String text =
        written(
            "local",
            file(
                "compose.yaml",
                """
                services:
                  db:
                    image: postgres:16
                    environment: { POSTGRES_PASSWORD: "${DB_PASSWORD}", POSTGRES_DB: "${DATABASE_NAME}" }
                    ports: ["5432:5432"]
                  api:
                    image: acme/api:1
                    env_file: [{ path: raw.env, format: raw }]
                    ports: ["8080:3000"]
                    depends_on: [db]
                """));
    assertThat(text)
        .doesNotContain("kT5wQ9zLm2Xv8Rn4", "services reach it")
        .contains(
            "database: acme-orders",
            "DB_PASSWORD: { source: \"file:.env\", dialect: compose }",
            "API_TOKEN: { source: \"file:raw.env\", dialect: docker");
  }

  @Test
  void urls_in_secrets_are_stores() throws IOException {
    String text =
        written(
            "staging",
            file(
                "service.yaml",
                SERVICE.replace(
                    "- { name: REDIS_HOST, value: 10.20.0.3 }",
                    fromSecret("DATABASE_URL", "database-url-staging")
                        + "\n        "
                        + fromSecret("REDIS_URL", "redis-url-staging"))));
    assertThat(text)
        .contains(
            "  cache: { url: secrets.REDIS_URL, reached-through: connectors.staging-connector }",
            "  # guessed to be Postgres from the name DATABASE_URL\n",
            "  main: { url: secrets.DATABASE_URL, reached-through: connectors.staging-connector }",
            "uses: [postgres.main, redis.cache]");
  }

  @Test
  void several_sources_stand_together() throws IOException {
    String state =
        file(
            "state.json",
            """
            { "format_version": "1.0", "values": { "root_module": { "resources": [
              { "mode": "managed", "type": "google_redis_instance", "name": "cache", "values": {
                "name": "cache-staging", "host": "10.20.0.3", "port": 6379, "auth_enabled": true } } ] } } }
            """);
    assertThat(written("staging", file("service.yaml", SERVICE), state))
        .startsWith("# What preflight init found in service.yaml, state.json.")
        .contains(
            """
              cache:
                host: 10.20.0.3
                port: 6379
                password: secrets.REDIS_PASSWORD
                instance: cache-staging
            """);
  }

  @Test
  void overrides_of_a_compose_file_count_as_compose_takes_them() throws IOException {
    String compose =
        file("compose.yml", "services: { db: { image: 'postgres:16' }, api: { build: . } }\n");
    assertThat(written("local", compose)).contains("# not known: where this machine reaches db");
    file("compose.override.yml", "services: { db: { ports: ['5433:5432'] } }\n");
    assertThat(written("local", compose))
        .contains("main: { host: 127.0.0.1, port: 5433, database: postgres, user: postgres }");
  }

  /** What stands in a source is data, in a profile and in its comments. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health?key=LEAKA8LEAKA8",
        "/health?x&k=LEAKA8LEAKA8#LEAKA8",
        "/health#LEAKA8LEAKA8",
        "/health%3Fkey=LEAKA8LEAKA8",
      })
  void the_query_of_a_health_check_is_left_out(String path) throws IOException {
    String compose =
        file(
            "compose.yml",
            """
            services:
              api:
                image: web
                ports: ["8080:80"]
                healthcheck: { test: "curl -f 'http://localhost:80%1$s'" }
              worker:
                image: web
                expose: ["80"]
                healthcheck: { test: [CMD, wget, "http://localhost:80%1$s"] }
            """
                .formatted(path));
    assertThat(written("local", compose))
        .doesNotContain("LEAKA8")
        .contains(
            "endpoints: { health: { get: /health } }   # guessed from the health check; its query"
                + " is left out, since it may hold a secret",
            "# not known: where it is reached. Add url: https://…, and endpoints: { health: { get:"
                + " /health } }; its query is left out, since it may hold a secret");
  }

  @Test
  void the_query_of_a_probe_is_left_out() throws IOException {
    for (String kind : List.of("startup", "liveness")) {
      for (String url : List.of("status:", "nothing:")) {
        String service =
            file(
                "probe.yaml",
                SERVICE
                    .replace("startupProbe", kind + "Probe")
                    .replace("path: /healthz", "path: \"/live?k=LEAKB6LEAKB6\"")
                    .replace("status:", url));
        assertThat(written("staging", service))
            .doesNotContain("LEAKB6")
            .contains("get: /live }", "its query is left out, since it may hold a secret");
      }
    }
  }

  @Test
  void names_and_values_of_strangers_are_no_syntax() throws IOException {
    String compose =
        file(
            "compose.yml",
            """
            services:
              "a: b\\n# x ${env:HOME}":
                image: web
                ports: ["8080:80"]
                environment:
                  "BAD\\nNAME": "x"
                  REDIS_URL: "redis://$${env:HOME}:6379/0"
                  DATABASE_URL: "postgresql://app@db$${env:HOME}/app"
                  POSTGRES_HOST: "$${env:HOME}"
                healthcheck: { test: "curl http://localhost:80/$${env:HOME}" }
              "queue\\nversion: 2": { image: rabbitmq }
            """);
    String text = written("local", compose);
    String declared =
        text.lines().filter(it -> !it.strip().startsWith("#")).collect(Collectors.joining("\n"));
    assertThat(declared).doesNotContain("env:", "version: 2", "BAD");
    assertThat(text.lines().filter(it -> it.startsWith("version:"))).containsExactly("version: 1");
  }

  @Test
  void the_walk_through_shows_what_is_written() throws IOException {
    String document = Files.readString(Path.of("docs/first-profile.md"));
    String[] found =
        Files.readString(Path.of("src/test/resources/golden/init-findings.txt"))
            .lines()
            .findFirst()
            .orElseThrow()
            .split(" of ", -1);
    assertThat(document)
        .contains(
            "%s scenarios, it is right about the root cause of %s ".formatted(found[1], found[0]));
    String[] blocks = document.split("```yaml\n|```\n", -1);
    String source =
        java.util.Arrays.stream(blocks)
            .filter(it -> it.startsWith("apiVersion"))
            .findFirst()
            .orElseThrow();
    assertThat(blocks).contains(written("staging", file("service.yaml", source)));
  }

  @Test
  void a_file_that_is_there_stays() throws IOException {
    String source = file("service.yaml", SERVICE);
    Path target = folder.resolve("staging.yaml");
    Files.writeString(target, "mine\n");
    Invocation refused = init("staging", "--from", source, "--to", target.toString());
    assertThat(refused.exitCode()).isEqualTo(64);
    assertThat(refused.err()).contains("is there; --force replaces it");
    assertThat(target).hasContent("mine");
    assertThat(init("staging", "--from", source, "--to", target.toString(), "--force").exitCode())
        .isZero();
    assertThat(target).content().startsWith("# What preflight init found");
    try (var left = Files.list(folder)) {
      assertThat(left.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("service.yaml", "staging.yaml");
    }
  }

  @Test
  void a_hyphen_is_stdout() throws IOException {
    Invocation init = init("staging", "--from", file("service.yaml", SERVICE), "--to", "-");
    assertThat(init.exitCode()).isZero();
    assertThat(init.out()).startsWith("# What preflight init found").contains("services:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "staging|nothing to read: give --project and --region, or --from FILE",
        "staging --project acme-staging|--project needs --region",
        "staging --region us-central1|--region needs --project",
        "staging --project A --region us-central1|--project: expected a project id",
        "staging --project acme-staging --region mars|--region: expected a region",
        "env/staging.yaml --from x|is not the name of an environment",
        "staging --from x --endpoint run|is not API=URL",
        "staging --from x --endpoint run=https://evil.example|no URL that may get Google credentials",
      })
  void a_wrong_call_is_explained(String arguments, String why) {
    Invocation init = init(arguments.split(" ", -1));
    assertThat(init.exitCode()).as(init.everything()).isEqualTo(64);
    assertThat(init.err()).contains(why);
  }

  @Test
  void two_regions_make_no_profile() throws IOException {
    Invocation init =
        init(
            "staging",
            "--from",
            file("a.yaml", SERVICE),
            "--from",
            file("b.yaml", SERVICE.replace("us-central1", "europe-west1")),
            "--to",
            "-");
    assertThat(init.exitCode()).isEqualTo(64);
    assertThat(init.err()).contains("europe-west1 and us-central1; run init once for each");
  }

  @Test
  void a_file_that_says_nothing_of_services_is_refused() throws IOException {
    for (var each :
        Map.of(
                "a.yaml", "a: 1\n",
                "b.yaml", "services: {}\n",
                "c.json", "{ \"version\": 4, \"terraform_version\": \"1.9\", \"lineage\": \"x\" }",
                "d.json", "{ \"a\": 1 }",
                "e.yaml", "a: [\n",
                "f.yaml", "apiVersion: v1\nkind: ConfigMap\n")
            .entrySet()) {
      Invocation init =
          init("staging", "--from", file(each.getKey(), each.getValue()), "--to", "-");
      assertThat(init.exitCode()).as(each.getKey() + init.everything()).isEqualTo(78);
      assertThat(init.err()).contains(each.getKey() + ":");
      assertThat(init.out()).isEmpty();
    }
    assertThat(init("staging", "--from", folder + "/none.yaml", "--to", "-").exitCode())
        .isEqualTo(78);
  }
}
