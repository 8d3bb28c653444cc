package preflight.profile.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.Golden;
import preflight.profile.FakeChecks;
import preflight.profile.Folder;
import preflight.profile.Linted;
import preflight.profile.ProfileReader;
import preflight.profile.Reading;

class MistakesTest {

  private static final String HEAD = "version: 1\nenvironment: test\n";

  @TempDir Path dir;
  private Folder folder = new Folder(Path.of("target"));

  @BeforeEach
  void prepare() {
    folder = new Folder(dir);
  }

  @Test
  void ten_planted_mistakes_are_ten_lines_with_their_places() {
    String profile =
        """
        version: 1
        environment: test
        extends: parent.yaml
        packs: { only: [checks/own.yaml] }
        secrets:
          JWT_SECRET: { minBits: 256, used-by: [bakend] }
          REDIS_HOST: { matches: redis.cache.hots }
        redis:
          cache:
            host: localhost
            port: "6379"
            host: 127.0.0.1
            budget: { p95: 10 }
        services:
          backend: { uses: [services.auth] }
          auth: { uses: [services.backend] }
        waivers:
          - { check: redis-reachable/redis.cache, owner: me, reason: later, expires: 2026-13-01 }
        """;
    folder.file("test.yaml", profile);
    folder.file("parent.yaml", "version: 1\npostgres: { main: { database: app, user: app } }\n");
    folder.file("checks/own.yaml", "version: 1\nrules:\n  - { check: redis-latncy, on: redis }\n");
    List<String> mistakes = folder.mistakes("test.yaml", Mode.RUN);
    Golden.assertUpToDate(
        Path.of("src/test/resources/golden/mistakes.txt"), String.join("\n", mistakes) + "\n");
    assertThat(mistakes).hasSize(10);
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEqualTo(mistakes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis: { cache: { host: a } }                      | 3:10: missing key 'port'
          redis: { cache: { host: a, port: 70000 } }         | 3:34: expected a whole number from 1 to 65535
          redis: { cache: { host: a, port: 1.5 } }           | 3:34: expected a whole number, found a fraction
          redis: { cache: { host: a, port: 1, tls: 'true' } } | 3:42: expected true or false, found text
          redis: { cache: { host: a, port: } }               | 3:33: has no value; an empty mapping is written {}
          redis: { cache: { host: [a], port: 1 } }           | 3:25: expected a single value, or secrets.NAME, found a list
          redis: { cache: { host: ' ', port: 1 } }           | 3:25: must not be blank
          secrets: { A: { id: projects/other/secret/x } }    | 3:21: expected a secret id: up to 255 letters, digits, '-' and '_', such as jwt-secret-staging, or its full name, such as projects/acme/secrets/jwt-secret/versions/3
          secrets: { A: { version: x/y } }                   | 3:26: expected a secret version: a number, latest, or an alias of letters, digits, '-' and '_' that begins with a letter
          secrets: { A: { id: '' } }                         | 3:21: expected a secret id: up to 255 letters, digits, '-' and '_', such as jwt-secret-staging, or its full name, such as projects/acme/secrets/jwt-secret/versions/3
          gcp: { endpoints: { secretsmanager: 'http://127.0.0.1:1' } } | 3:21: expected an API: artifactregistry, logging, redis, run, secretmanager, serviceusage, sqladmin or vpcaccess
          redis: [cache]                                     | 3:8: expected a mapping, found a list
          redis: { 'a.b': { host: a, port: 1 } }             | 3:10: expected a name: letters, digits, '-' and '_'
          services: { a: { url: ftp://a } }                  | 3:23: expected a URL such as https://api.example.com, without a user, password, query or fragment
          services: { a: { url: 'https://u:p@a' } }          | 3:23: expected a URL such as https://api.example.com, without a user, password, query or fragment
          services: { a: { resources: { memory: 5MB } } }    | 3:39: expected a size such as 512Mi, 1.5Gi or 512M, at most 1024Ti
          services: { a: { uses: [redis.cache] } }           | 3:25: nothing under the resources is named 'redis.cache'; known: services.a
          services: { a: { uses: [services.a] } }            | 3:25: cycle in uses: services.a → services.a
          services: { a: { endpoints: { h: {} } } }          | 3:31: an endpoint has exactly one of get, post, websocket, sse, grpc, tcp
          services: { a: { endpoints: { h: { get: /h, body: x } } } }          | 3:31: nothing looks at body of an endpoint with get
          services: { a: { endpoints: { h: { sse: /h, send: x, expect: { message: x, status: 200 } } } } }          | 3:31: nothing looks at message, send, status of an endpoint with sse
          redis: { cache: { host: 'redis://h', port: 1 } }           | 3:25: expected a host: a name or an address without scheme, port, user or password, such as 10.20.0.3 or redis.internal; an international name as xn--…
          postgres: { main: { host: 'app:pw@h', port: 1, database: a, user: b } }           | 3:27: expected a host or directory of a socket: a name or an address without scheme, port, user or password, such as 10.20.0.3, or a path such as /cloudsql/acme-staging:us-central1:main
          redis: { cache: { host: a, port: 1, mode: ring } } | 3:43: expected one of standalone, cluster, sentinel
          redis: { cache: { host: a, port: 1, mode: sentinel } } | 3:10: mode: sentinel needs the name of the master: sentinel: { master: NAME }
          redis: { cache: { host: a, port: 1, sentinel: { master: m } } } | 3:10: sentinel is for mode: sentinel
          redis: { cache: { host: a, port: 1, verify: chains } } | 3:45: expected one of none, chain, authority, full; did you mean 'chain'?
          redis: { cache: { host: a, port: 1, client-key: key.pem } } | 3:10: client-certificate and client-key belong together
          redis: { cache: { host: a, port: 1, ca: secrets.CA } } | 3:41: nothing under secrets is named 'secrets.CA'
          postgres: { main: { host: a, database: a, user: b, privileges: [create] } } | 3:65: expected a privilege: CREATE, USAGE, CONNECT, TEMPORARY, SELECT, INSERT, UPDATE, DELETE or TRUNCATE
          postgres: { main: { host: a, database: a, user: b, privileges: [SELECT] } } | 3:13: privileges in tables need the tables in which the role must have them: tables: [NAME]
          postgres: { main: { host: a, database: a, user: b, pool-mode: pooled } } | 3:63: expected one of session, transaction, statement
          services: { a: { env: { require: X } } }           | 3:34: expected a list, found text
          secrets: { A: { used_by: [] } }                    | 3:17: unknown key 'used_by'; did you mean 'used-by'?
          secrets: { A: { source: vault } }                  | 3:25: expected secret-manager, env or file:PATH
          secrets: { A: { format: hexx } }                   | 3:25: expected one of hex, base64, uuid, url, number, pem, fernet, json; did you mean 'hex'?
          secrets: { A: { same-as: [secrets.B] } }           | 3:27: nothing under secrets is named 'secrets.B'; did you mean 'secrets.A'?
          secrets: { A: { matches: redis.cache.host } }      | 3:26: no resource is named 'redis.cache'; known: secrets.A
          secrets: { A: { matches: host } }                  | 3:26: expected a field of a resource, such as redis.cache.host
          secrets: { A: { id: '${env:GONE}' } }              | 3:21: the environment variable GONE is not set
          secrets: { A: { id: '${env:}' } }                  | 3:21: a variable is written ${env:NAME}
          override: { redis-latncy: {} }                     | 3:13: no check is called 'redis-latncy'; did you mean 'redis-latency'?
          override: { redis-latency/redis.b: {} }            | 3:13: no resource is called 'redis.b'
          secrets: { AB: { same-as: [AC] } }                 | 3:28: names no secret of this profile; did you mean 'secrets.AB'?
          override: { redis-latency: { timeout: 0s } }       | 3:39: expected a duration greater than 0
          override: { redis-latency: { severity: bad } }     | 3:40: expected one of info, warning, blocker
          waivers: [{ check: http-health, owner: a, expires: 2026-01-01 }] | 3:11: missing key 'reason'
          waivers: [{ check: http-health, owner: a, reason: ' ', expires: 2026-01-01 }] | 3:51: must not be blank
          waivers: [{ check: http-health, owner: a, reason: b, expires: soon }] | 3:63: expected a date such as 2026-12-01
          packs: { only: [checks/none.yaml] }                          | 3:17: no such file: checks/none.yaml
          extends: none.yaml                                 | 3:10: no such file: none.yaml
          secrets: !!java.util.HashMap {}                    | 3:10: YAML tags such as tag:yaml.org,2002:java.util.HashMap are not allowed
          secrets: { A: *gone }                              | 3:15: the alias *gone is not defined above
          """)
  void every_kind_of_mistake_has_its_place_and_words(String line, String mistake) {
    folder.file("test.yaml", HEAD + line + "\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly("test.yaml:" + mistake.replace(dir + "/", ""));
  }

  @Test
  void an_environment_is_not_named_like_a_flag() {
    folder.file("test.yaml", "version: 1\nenvironment: -x\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly(
            "test.yaml:2:14: expected a name of an environment: one line that does not begin with"
                + " '-', such as staging");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcp: { project: acme/x }",
        "gcp: { project: Acme-Staging }",
        "gcp: { project: acme }",
        "gcp: { region: us/central1 }",
        "gcp: { impersonate: somebody@example.com }",
        "secrets: { A: { id: a.b } }",
        "secrets: { A: { version: -1 } }",
        "secrets: { A: { aliases: ['A B'] } }",
        "secrets: { A: { source: 'file:/dev/zero' } }",
        "connectors: { 'a_b': {} }",
        "connectors: { a: { range: 10.0.0.0 } }",
        "connectors: { a: { range: 10.0.0.256/28 } }",
        "connectors: { a: { machine-type: 'e2 micro' } }",
        "redis: { c: { port: 1, host: 'a b' } }",
        "redis: { c: { port: 1, host: 'a:6379' } }",
        "redis: { c: { port: 1, host: '[::1]' } }",
        "redis: { c: { port: 1, host: 'b\u00fccher.example' } }",
        "redis: { c: { port: 1, host: a, user: 'a b' } }",
        "redis: { c: { port: 1, host: a, instance: projects/p/caches/c } }",
        "redis: { c: { port: 1, host: a, ca: /dev/zero } }",
        "redis: { c: { port: 1, host: a, budget: { p95: 3000000h } } }",
        "postgres: { m: { host: a, database: \"a\\0b\", user: a } }",
        "postgres: { m: { host: a, database: a, user: \"a\\nb\" } }",
        "postgres: { m: { host: a, database: a, user: a, extensions: ['a b'] } }",
        "postgres: { m: { host: a, database: a, user: a, socket: relative } }",
        "postgres: { m: { host: a, database: a, user: a, tables: ['a\tb'] } }",
        "services: { a: { cloud-run: a/b } }",
        "services: { a: { cloud-run: Backend } }",
        "services: { a: { account: a@b.c } }",
        "services: { a: { url: 'https://h?x=1' } }",
        "services: { a: { url: 'https://h/#/' } }",
        "services: { a: { openapi: '/a b' } }",
        "services: { a: { origins: ['https://h/'] } }",
        "services: { a: { origins: [h] } }",
        "services: { a: { origins: ['*'] } }",
        "services: { a: { origins: ['null'] } }",
        "services: { a: { origins: ['https://App.example.com'] } }",
        "services: { a: { origins: ['https://app.example.com:443'] } }",
        "services: { a: { url: 'http://a', headers: { 'X Y': a } } }",
        "services: { a: { headers: { X: \"a\\r\\nY: b\" } } }",
        "services: { a: { pool: -1 } }",
        "services: { a: { pool: { size: 10, overflow: -1 } } }",
        "services: { a: { pool: { size: 10, processes: 0 } } }",
        "services: { a: { hosts: ['https://h?x=1'] } }",
        "services: { a: { auth: { route: '/%zz' } } }",
        "services: { a: { auth: { bypass-header: 'X Y' } } }",
        "services: { a: { env: { forbid: ['A=B'] } } }",
        "services: { a: { env: { expect: { 'A B': x } } } }",
        "services: { a: { resources: { memory: 999999999Ti } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: '/a b' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: '/[]' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: '/{id}' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: '/a#b' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { post: '/%' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { sse: '/%zz' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { websocket: '/%zz' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { websocket: /, subprotocols: ['j w'] } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { websocket: /, subprotocols: ['\u0451'] } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { grpc: 'a b' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: /, headers: { 'X Y': a } } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: /, headers: { X: \"a\\r\\nY: b\" } } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: /, headers: { X: '\u0451' } } } } }",
        "waivers: [{ check: http-health, owner: a, reason: b, expires: +999999999-12-31 }]",
      })
  void what_would_break_a_check_is_refused_with_its_place_and_not_repeated(String line) {
    folder.file("test.yaml", HEAD + line + "\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .singleElement()
        .asString()
        .matches("test\\.yaml:3:\\d+: (expected a|what stands there is a device).*");
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcp: { project: 'example.com:my-project', region: europe-west12 }",
        "gcp: { project: '123456789012', region: northamerica-northeast1 }",
        "gcp: { impersonate: 123456789012-compute@developer.gserviceaccount.com }",
        "services: { a: { account: my-project@appspot.gserviceaccount.com } }",
        "secrets: { A: { version: 7 }, B: { version: live }, C: { source: env, id: spring.pw } }",
        "connectors: { vpc: { network: projects/host-project/global/networks/shared } }",
        "redis: { c: { port: 1, host: my_redis } }",
        "redis: { c: { port: 1, host: '::1' } }",
        "redis: { c: { port: 1, host: 'fe80::1%eth0' } }",
        "redis: { c: { port: 1, host: 'c.memorystore.internal.', user: 'app:read' } }",
        "postgres: { m: { host: a, database: 'B\u00fccher', user: 'sa@p.iam', tables: ['public.\"Order Items\"'] } }",
        "services: { a: { cloud-run: a, endpoints: { h: { get: /health } }, hosts: ['https://h'] } }",
        "services: { a: { url: 'http://a', headers: { User-Agent: Mozilla/5.0 }, endpoints: { h: { get: / } } } }",
        "postgres: { m: { host: a, database: a, user: a } }\nservices: { a: { uses: [postgres.m], pool: 10 } }",
        "postgres: { m: { host: a, database: a, user: a } }\nservices: { a: { uses: [postgres.m], pool: { processes: 4, size: 10, overflow: 2 } } }",
        "services: { a: { url: 'http://[::1]:8080/base/', origins: ['capacitor://localhost', 'http://localhost:5173'] } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: '/v1/projects/x:check?q=a%20b&l=1' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: health } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { grpc: '' } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { grpc: liveness } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { websocket: /, subprotocols: [graphql-transport-ws, mqtt, v12.stomp] } } } }",
        "services: { a: { url: 'http://a', endpoints: { h: { get: /, headers: { X_Tenant: 'a; b=\"c\"', Accept: '*/*' } } } } }",
        "services: { a: { resources: { cpu: 500m }, env: { forbid: [spring.profiles.active, _X] } } }",
      })
  void an_honest_value_is_accepted(String line) {
    folder.file("test.yaml", HEAD + line + "\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEmpty();
  }

  @Test
  void what_a_variable_says_is_held_to_the_same_and_the_variable_is_named() {
    folder.file(
        "test.yaml",
        HEAD + "services: { a: { url: 'http://a', endpoints: { h: { get: '/${env:P}' } } } }\n");
    assertThat(folder.read("test.yaml", Mode.RUN, Map.of("P", "canary value")).toString())
        .contains("expected a path of a URL", "comes from the environment variable P")
        .doesNotContain("canary");
  }

  @Test
  void a_password_in_place_of_a_reference_is_not_repeated() {
    folder.file(
        "test.yaml",
        HEAD + "redis: { cache: { host: a, port: 1, password: 'Tr0ub4dor&3-canary' } }\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .singleElement()
        .asString()
        .contains("names no secret of this profile")
        .doesNotContain("Tr0ub4dor");
  }

  @Test
  void the_value_of_a_variable_is_not_repeated() {
    folder.file("test.yaml", HEAD + "redis: { cache: { host: a, port: '${env:P}' } }\n");
    var reading = folder.read("test.yaml", Mode.RUN, Map.of("P", "canary-value"));
    assertThat(reading.toString()).contains("from 1 to 65535").doesNotContain("canary");

    folder.file("test.yaml", HEAD + "services: { a: { uses: ['${env:P}'] } }\n");
    reading = folder.read("test.yaml", Mode.RUN, Map.of("P", "canary-value"));
    assertThat(reading.toString()).contains("names no resource").doesNotContain("canary");
  }

  @Test
  void what_stands_in_a_file_cannot_break_the_line_or_the_terminal() {
    folder.file("test.yaml", HEAD + "\"a\\n\\e[31m" + "b".repeat(900) + "\": 1\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .singleElement()
        .asString()
        .startsWith("test.yaml:3:1: unknown key 'a\\u000a\\u001b[31mbbb")
        .hasSizeLessThan(600)
        .hasLineCount(1);
  }

  @Test
  void a_parent_of_another_version_is_refused_though_its_child_hides_it() {
    folder.file("test.yaml", "extends: base.yaml\n" + HEAD).file("base.yaml", "version: 2\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly("base.yaml:1:10: only version 1 is supported");
  }

  @Test
  void a_reference_that_is_a_variable_can_be_looked_at_without_its_value() {
    folder.file(
        "test.yaml", HEAD + "redis: { cache: { host: a, port: 1, password: '${env:WHICH}' } }\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEmpty();
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).hasSize(1);
  }

  /** Whatever is done to a profile, reading it ends in an answer with places inside its files. */
  @Test
  void a_damaged_profile_never_ends_in_an_exception() throws Exception {
    String sound = Files.readString(Path.of("env-profiles/base.yaml"));
    Random random = new Random(20260301);
    String noise = "\t\n :{}[]&*!|>'\"%@#-,?~\u0000\u00e9${env:";
    for (int i = 0; i < 400; i++) {
      StringBuilder damaged = new StringBuilder(sound);
      for (int j = 0; j < 3; j++) {
        int at = random.nextInt(damaged.length());
        int end = Math.min(damaged.length(), at + random.nextInt(20));
        damaged.replace(at, end, noise.charAt(random.nextInt(noise.length())) + "");
      }
      folder.file("test.yaml", damaged.toString());
      long lines = damaged.chars().filter(it -> it == '\n').count() + 2;
      for (Mode mode : Mode.values()) {
        if (folder.read("test.yaml", mode, Map.of())
            instanceof Reading.Invalid(List<Mistake> mistakes)) {
          assertThat(mistakes)
              .isNotEmpty()
              .allSatisfy(it -> assertThat(it.place().line()).isBetween(1, (int) lines));
        }
      }
    }
  }

  @Test
  void a_circle_of_parents_is_named() {
    folder.file("a.yaml", "extends: b.yaml\n" + HEAD).file("b.yaml", "extends: a.yaml\n");
    assertThat(folder.mistakes("a.yaml", Mode.RUN))
        .containsExactly("b.yaml:1:10: cycle in extends: a.yaml → b.yaml → a.yaml");
  }

  @Test
  void a_missing_file_says_so() {
    assertThat(folder.mistakes("gone.yaml", Mode.RUN))
        .containsExactly("gone.yaml:1:1: no such file: gone.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   \n", "# nothing\n", "---\n"})
  void an_empty_file_says_so(String text) {
    folder.file("test.yaml", text);
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .singleElement()
        .asString()
        .endsWith("the file is empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: [1, 2        | 2:1
          a: b: c         | 1:5
          'a:\tb: 1'      | 1:3
          {a: 1}}         | 1:7
          'a: \u0001'     | 1:4
          """)
  void what_is_not_yaml_has_its_place(String text, String place) {
    folder.file("test.yaml", text + "\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .singleElement()
        .asString()
        .startsWith("test.yaml:" + place + ": not YAML");
  }

  @Test
  void a_tab_for_indentation_has_its_place() {
    folder.file("test.yaml", HEAD + "redis:\n\tcache: {}\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .singleElement()
        .asString()
        .startsWith("test.yaml:4:1: not YAML");
  }

  @Test
  void a_byte_that_is_not_utf_8_has_its_place() throws Exception {
    byte[] text = (HEAD + "owners: { infra: é }\n").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(dir.resolve("test.yaml"), text);
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .containsExactly("test.yaml:3:18: not UTF-8: byte 47 of the file");
  }

  @Test
  void a_byte_order_mark_is_ignored() {
    folder.file("test.yaml", "\uFEFF" + HEAD);
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).isEmpty();
  }

  @Test
  void a_second_document_is_refused() {
    folder.file("test.yaml", HEAD + "---\nversion: 1\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .containsExactly("test.yaml:3:1: a second document; a file must hold one document");
  }

  @Test
  void aliases_may_share_but_not_multiply() {
    folder.file(
        "test.yaml",
        HEAD
            + """
            redis:
              cache: { host: a, port: 1, budget: &quick { p95: 5ms } }
              other: { host: b, port: 1, budget: *quick }
            """);
    assertThat(folder.mistakes("test.yaml", Mode.RUN)).isEmpty();

    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", before.repeat(1), before)));
      bomb.append("b%d: [%s]\n".formatted(i, (before + ", ").repeat(20)));
    }
    folder.file("bomb.yaml", bomb.toString().repeat(1) + "z: [" + "*a11, ".repeat(50) + "]\n");
    assertThat(folder.mistakes("bomb.yaml", Mode.LINT))
        .anyMatch(it -> it.endsWith("more than 100000 values after its aliases are expanded"));
  }

  @Test
  void an_alias_of_itself_is_refused() {
    folder.file("test.yaml", "a: &a { b: *a }\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT))
        .containsExactly("test.yaml:1:12: the alias *a is not defined above");
  }

  @Test
  void depth_and_size_are_bounded() {
    folder.file("deep.yaml", "a: " + "[".repeat(200_000) + "\n");
    folder.file("large.yaml", "# " + "x".repeat(1 << 20) + "\n");
    assertThat(folder.mistakes("deep.yaml", Mode.LINT))
        .containsExactly("deep.yaml:1:36: nested deeper than 32 levels");
    assertThat(folder.mistakes("large.yaml", Mode.LINT))
        .containsExactly("large.yaml:1:1: large.yaml is larger than 1 MiB");
  }

  @Test
  void another_version_is_not_supported() {
    folder.file("test.yaml", "version: 2\nenvironment: test\n");
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly(
            "test.yaml:1:10: expected a whole number that is 1: no other version is supported");
  }

  @Test
  void a_mistake_in_a_pack_is_reported_in_the_pack() {
    folder.file(
        "test.yaml", HEAD + "redis: { cache: { host: a, port: 1 } }\npacks: { only: [p.yaml] }\n");
    folder.file(
        "p.yaml",
        """
        version: 1
        rules:
          - { check: redis-reachable, on: postgres }
          - { check: redis-latency, on: redis.cach, with: {} }
          - { check: redis-latency, on: redis, with: { sampels: 5 } }
          - { check: redis-latency, on: redis }
          - { check: secret-exists, on: secrets, class: config }
          - { check: secret-exists, on: redis.cache, sverity: info }
        """);
    assertThat(folder.mistakes("test.yaml", Mode.RUN))
        .containsExactly(
            "p.yaml:3:35: redis-reachable checks redis, not postgres",
            "p.yaml:4:33: no resource is called 'redis.cach'; did you mean 'redis.cache'?",
            "p.yaml:5:48: unknown key 'sampels'; did you mean 'samples'?",
            "p.yaml:6:5: a second rule for redis-latency on redis; first in line 5",
            "p.yaml:8:33: secret-exists checks secrets, not redis.cache",
            "p.yaml:8:46: unknown key 'sverity'; did you mean 'severity'?");
  }

  @Test
  void the_mistakes_of_a_child_are_told_though_its_parent_cannot_be_read() {
    folder
        .file(
            "test.yaml",
            HEAD
                + """
                extends: gone.yaml
                redis: { cache: { hst: a, password: secrets.OF_THE_PARENT } }
                waivers: [{ check: redis-latency, reason: r, owner: o, expires: soon }]
                """)
        .file("broken.yaml", "redis: [\n")
        .file("other.yaml", HEAD + "extends: broken.yaml\nservces: {}\n");

    for (Mode mode : Mode.values()) {
      assertThat(folder.mistakes("test.yaml", mode))
          .hasSize(3)
          .anyMatch(it -> it.startsWith("test.yaml:3:10: no such file: "))
          .anyMatch(it -> it.startsWith("test.yaml:4:19: unknown key 'hst'"))
          .anyMatch(it -> it.contains("expected a date"));
      assertThat(folder.mistakes("other.yaml", mode))
          .hasSize(2)
          .anyMatch(it -> it.startsWith("broken.yaml:2:1: not YAML"))
          .anyMatch(it -> it.startsWith("other.yaml:4:1: unknown key 'servces'"));
    }
  }

  @Test
  void a_pack_can_be_looked_at_alone() {
    folder.file(
        "p.yaml",
        """
        version: 1
        rules:
          - { check: redis-latncy, on: redis }
          - { check: redis-latency, on: redis.anywhere, with: { samples: 1 } }
          - { check: redis-latency, on: redis, with: { samples: 1 } }
        """);
    assertThat(
            new ProfileReader(FakeChecks.all(), Map.of(), Folder.TODAY, dir)
                .lint(dir.resolve("p.yaml")))
        .isInstanceOfSatisfying(
            Linted.Invalid.class,
            it ->
                assertThat(it.mistakes())
                    .extracting(mistake -> mistake.toString().replace(dir + "/", ""))
                    .containsExactly(
                        "p.yaml:3:14: no check is called 'redis-latncy'; did you mean"
                            + " 'redis-latency'?",
                        "p.yaml:5:57: expected a whole number from 3 to 1000000"));
  }

  @Test
  void a_parent_may_be_incomplete_to_look_at_but_not_to_run() {
    folder.file("base.yaml", "version: 1\nredis: { cache: { port: 1 } }\n");
    assertThat(folder.mistakes("base.yaml", Mode.LINT)).isEmpty();
    assertThat(folder.mistakes("base.yaml", Mode.RUN))
        .containsExactly(
            "base.yaml:1:1: missing key 'environment'", "base.yaml:2:10: missing key 'host'");
  }

  @Test
  void a_profile_that_names_an_environment_is_no_parent_unless_another_extends_it() {
    folder.file("test.yaml", HEAD + "redis: { cache: { port: 1 } }\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).hasSize(1);
    folder.file("child.yaml", "extends: test.yaml\n");
    assertThat(folder.mistakes("test.yaml", Mode.LINT)).isEmpty();
  }

  @Test
  void a_dangling_reference_is_a_mistake_in_a_parent_too() {
    folder.file("base.yaml", "version: 1\nservices: { a: { uses: [redis.cache] } }\n");
    assertThat(folder.mistakes("base.yaml", Mode.LINT)).hasSize(1);
  }
}
