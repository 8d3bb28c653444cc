package preflight.probe.secret.form;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing here looks like a credential as it stands; what has to is drawn. */
class FormSearchTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
  private static final int DRAWN = 40;
  private final FormSearch search = new FormSearch(InstantSource.fixed(NOW));

  static Stream<Form> forms() {
    return Forms.all().stream();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void what_a_form_draws_is_found_in_code_and_told_by_its_name(Form form) {
    int found = 0;
    for (int seed = 0; seed < DRAWN; seed++) {
      String drawn = Drawn.from(form.pattern().pattern(), seed);
      String anchor = form.anchors().getFirst();
      boolean anchored =
          anchor.contains(":")
              || form.anchors().stream()
                  .anyMatch(it -> drawn.contains(it.replace(Form.INSIDE, "")));
      String value = anchored ? drawn : anchor + drawn;
      String text = "import os\n%s = \"%s\"\n".formatted(variable(form), value);
      List<Sighting> all = search.in("backend/app/config.py", text);
      assertThat(all.toString()).doesNotContain(value);
      found += (int) all.stream().filter(it -> it.looks().equals(form.looks())).count();
    }
    // Some of what is drawn is too plain, or fits another form of the same vendor.
    assertThat(found).as(form.id()).isGreaterThan(DRAWN * 7 / 10);
  }

  private static String variable(Form form) {
    String anchor = form.anchors().getFirst();
    return anchor.startsWith(Form.NAME) ? anchor.substring(Form.NAME.length()) + "_secret" : "X";
  }

  @ParameterizedTest
  @MethodSource("forms")
  void half_of_a_form_and_one_in_a_longer_word_is_nothing(Form form) {
    String value = Drawn.from(form.pattern().pattern(), 1);

    assertThat(search.in("a.py", "x = '" + value.substring(0, value.length() / 2) + "'"))
        .noneMatch(it -> it.looks().equals(form.looks()) && !form.id().startsWith("google-s"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "API_SECRET = \"%s\"",
        "api_secret: str = '%s'",
        "{\"client_secret\": \"%s\"}",
        "const apiKey = `%s`;",
        "secretKey := \"%s\"",
        "os.environ.get(\"JWT_SECRET\", \"%s\")",
        "config[\"password\"] = \"%s\"",
        "String password = \"%s\";",
        "db_password => '%s'",
        "settings.SECRET_KEY=b\"%s\"",
      })
  void a_drawn_value_under_a_telling_name_is_found_in_code(String line) {
    String value = Drawn.from("[A-Za-z0-9]{32}", 3);

    assertThat(search.in("app/settings.py", line.formatted(value)))
        .extracting(Sighting::looks)
        .containsExactly(Looks.ASSIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: %s",
        "  - DB_PASSWORD=%s",
        "env:\n- name: DB_PASSWORD\n  value: %s",
        "env:\n- name: DB_PASSWORD\n  value: \"%s\"",
        "export API_TOKEN=%s",
        "secret_key: \"%s\"",
      })
  void settings_need_no_quotes(String text) {
    String value = Drawn.from("[A-Za-z0-9]{32}", 4);

    assertThat(search.in("deploy/service.yaml", text.formatted(value))).hasSize(1);
    assertThat(search.in("deploy/service.go", text.formatted(value)))
        .hasSize(text.contains("secret_key") ? 1 : 0);
  }

  /** From the first use of the check: 48 of 68 findings were sentences. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "test-jwt-secret-key-for-testing-only-32-chars",
        "super-secret-key-change-in-production",
        "your-secret-key-min-32-chars-change-in-production",
        "development_secret_key_not_for_production",
        "a-very-long-dev-jwt-key-that-is-at-least-32-chars",
        "staging-oauth-simulation-key-2024-v1",
        "mock-jwt-token-for-e2e-tests-abc123",
        "test-service-secret-32-characters-minimum",
        "thisIsMyJwtSecretKeyDontUse123",
        "dev-secret-12345-local",
        "CHANGE_ME_IN_PRODUCTION_1234567890",
        "<your-api-key-here>",
        "${DB_PASSWORD}",
        "{{ vault.password }}",
        "%(password)s-and-more-12",
        "xxxxxxxxxxxxxxxxxxxxxxxx",
        "0123456789abcdef0123456789abcdef",
        "11111111111111111111111111111111",
        "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6",
        "00000000-0000-0000-0000-000000000000",
        "asdfghjklqwertyuiop1234",
        "ENC[AES256_GCM,data:p673w==,iv:YY=,aad:UQ=]",
        "projects/acme/secrets/jwt/versions/latest",
        "arn:aws:secretsmanager:eu-west-1:1:secret:db",
        "https://auth.internal/oauth2/token",
        "google.oauth2.credentials.Credentials2",
      })
  void sentences_and_stand_ins_are_no_credentials(String value) {
    String line = "JWT_SECRET_KEY = \"%s\"\n".formatted(value);

    assertThat(search.in("app/settings.py", line)).isEmpty();
    assertThat(search.in("deploy/app.yaml", "jwt_secret_key: " + value + "\n")).isEmpty();
    assertThat(search.in(".env.staging", "JWT_SECRET_KEY=" + value + "\n")).isEmpty();
  }

  /** What others' scanners were reported for: the project and the number of the report. */
  @ParameterizedTest
  @MethodSource
  void what_others_found_wrongly_is_not_found(String report, String path, String line) {
    assertThat(search.in(path, line)).as(report).isEmpty();
  }

  static Stream<Object[]> what_others_found_wrongly_is_not_found() {
    String hex32 = Drawn.from("[0-9a-f]{32}", 5);
    String hex40 = Drawn.from("[0-9a-f]{40}", 6);
    String hex64 = Drawn.from("[0-9a-f]{64}", 7);
    String base64 = Drawn.from("[A-Za-z0-9+/]{86}", 8);
    String google = "AI" + "za" + Drawn.from("[A-Za-z0-9]{35}", 9);
    return Stream.of(
        row("gitleaks 1219", "a.ts", "`tokenizationId`: '" + hex32 + "',"),
        row("gitleaks 1219", "a.ts", "tokenizationId: '" + hex32 + "',"),
        row(
            "gitleaks 1188",
            "config/settings.yml",
            "client_secret: \"_env:SALESFORCE_ID:REDACTED\""),
        row("gitleaks 877", "a.go", "// wrong username/password combination. Try 12 more"),
        row(
            "gitleaks 1321",
            "a.groovy",
            "[envVar: 'TF_SECRETID', vaultKey: 'inf-vsqt-01-secret-id']"),
        row("gitleaks 538", "package.json", "\"integrity\": \"sha512-" + base64 + "==\","),
        row("gitleaks 531", "a.tf", "github_token_filepath = \"./conf/github-token-12\""),
        row("gitleaks 1898", "a.tf", "source = \"github.com/acme/x?ref=" + hex40 + "\""),
        row("gitleaks 1832", "a.tf", "agent-inject-secret-ingest.json = \"kv/ops/ingest-27\""),
        row("gitleaks 1832", "a.tf", "password_policy = \"excellent\""),
        row("gitleaks 1728", "s.yaml", "encryptedData:\n  password: Ag" + base64.repeat(9)),
        row("gitleaks 1587", "a.json", "\"client_id\" : \"" + hex64 + "\","),
        row(
            "gitleaks 1587",
            "a.xml",
            "<entry key=\"jetbrains.mps.v8_elimination\" value=\"executed\" />"),
        row("gitleaks 1606", "a.groovy", "credentialsId: '" + hex32 + "'"),
        row("chezmoi 4679", "keybindings.json", "\"key\": \"ctrl+shift+down\","),
        row("detect-secrets 426", "config/index.js", "db: { password: '*******' },"),
        row("detect-secrets 426", "a.py", "password = \"/parameters/store_of_aws/key12\""),
        row("detect-secrets 430", "a.coffee", "{service_key: pagerDutyServiceApiKey, token: x}"),
        row("detect-secrets 265", "sudoers", "%wheel ALL=(ALL) NOPASSWD: ALL"),
        row("detect-secrets 97", "a.conf", "API_KEY = \"blah-blah-but-actually-not-secret\""),
        row("trufflehog 1772", "a.ts", "const pagerDutyToken = 'existingSubscription';"),
        row("trufflehog 4631", "go.sum", "acme/token v1.2.0 h1:" + base64.substring(0, 43) + "="),
        row("trufflehog 4631", "package-lock.json", "\"token\": \"" + base64 + "\""),
        row("trufflehog 2838", "a.py", "api_key = '00000000-0000-0000-0000-000000000000'"),
        row("trufflehog 3856", "c.yaml", "FLYWAY_URL: jdbc:postgresql://postgres:5432/mydb"),
        row("trufflehog 3886", "c.yaml", "url: postgres://test:test@127.0.0.1:7432/test"),
        row(
            "bagel 43",
            "a.sh",
            "git remote set-url origin https://u:$GITHUB_TOKEN_12@github.com/a"),
        row("deepsecrets 4", "a.js", "fetch('http://localhost:3001/@whatever/path/more')"),
        row(
            "kingfisher 176",
            "ci.yml",
            "- uses: actions/create-github-app-token@" + hex40 + " # v2"),
        row("secretlint 1235", "a.sh", "X={\"private_key\":\"" + pem("PRIVATE", "...") + "\"}"),
        row(
            "secretlint 1560",
            "package.json",
            "\"packageManager\": \"pnpm@9+sha512." + hex64 + "\""),
        row("trivy 2296", "a.json", "\"AccessKeyId\": \"AK" + "IAIOSFODNN7EXAMPLE\","),
        row(
            "SecuritySkills 1105",
            "a.js",
            "firebaseConfig = {\n  apiKey: \"" + google + "\",\n authDomain"),
        row("rasa 9111", "a.py", "slack = \"xo" + "xb-286425452756-test-XXXxxxXXXxxxXXX\""),
        row("acp-cli-demos 100", "a.json", "\"deliverableHash\": \"0x" + hex64 + "\""),
        row("ripsecrets 12", "a.java", "(mode == API_RETURN_VALUE && key.isReturnable())"),
        row(
            "plane",
            "form.tsx",
            "placeholder: \"gl" + "pat-" + Drawn.from("[A-Za-z0-9]{20}", 10) + "\""),
        row("a public key", "a.pem", pem("PUBLIC", "MIGf" + base64)),
        row("a certificate", "a.pem", pem("x", base64).replace("x KEY", "CERTIFICATE")),
        row("a key for tests", "tests/fixtures/k.pem", pem("PRIVATE", "MIGf" + base64)),
        row("an encrypted key", "k.pem", pem("ENCRYPTED PRIVATE", "MIGf" + base64)));
  }

  private static Object[] row(String report, String path, String line) {
    return new Object[] {report, path, line};
  }

  private static String pem(String kind, String body) {
    return "-----BEGIN " + kind + " KEY-----\\n" + body + "\\n-----END " + kind + " KEY-----\\n";
  }

  @Test
  void the_key_of_a_service_account_names_the_account() {
    String json =
        """
        {
          "type": "service_account",
          "project_id": "acme-production",
          "private_key_id": "%s",
          "private_key": "%s",
          "client_email": "deployer@acme-production.iam.gserviceaccount.com"
        }
        """
            .formatted(
                Drawn.from("[0-9a-f]{40}", 11),
                pem(
                    "PRIVATE",
                    "MIIE" + Drawn.from("[A-Za-z0-9+/]{40}", 12).repeat(2) + drawnKey()));

    assertThat(search.in("tests/config/account.json", json))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.what()).isEqualTo("deployer@acme-production.iam.gserviceaccount.com");
          assertThat(it.looks()).isEqualTo(Looks.SERVICE_ACCOUNT);
        });
    assertThat(search.in("a.json", json.replace("acme-production", "your-project"))).isEmpty();
  }

  private static String drawnKey() {
    var body = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      body.append(Drawn.from("[A-Za-z0-9+/]{40}", 100 + i));
    }
    return body.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"key.pem", "app/keys.py", "deploy/secret.yaml", "config.json"})
  void a_private_key_is_found_however_its_lines_are_written(String path) {
    String body = "MIIE" + drawnKey();
    String lines = pem("RSA PRIVATE", body.replaceAll("(.{64})", "$1\\\\n"));

    assertThat(search.in(path, "key = \"" + lines + "\""))
        .extracting(Sighting::what)
        .containsExactly("private-key");
    assertThat(search.in(path, "key: |\n" + lines.replace("\\n", "\n    ")))
        .extracting(Sighting::what)
        .containsExactly("private-key");
  }

  @Test
  void a_web_token_counts_that_opens_something() {
    String alg = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
    long later = NOW.getEpochSecond() + 86_400;
    long before = NOW.getEpochSecond() - 1;

    assertThat(token(alg, "{\"sub\":\"ops\",\"exp\":" + later + "}")).hasSize(1);
    assertThat(token(alg, "{\"sub\":\"ops\",\"aud\":{\"a\":[1]}}")).hasSize(1);
    assertThat(token(alg, "{\"sub\":\"ops\",\"exp\":" + before + "}")).isEmpty();
    assertThat(token(alg, "{\"sub\":\"1234567890\",\"name\":\"John Doe\"}")).isEmpty();
    assertThat(token("{\"alg\":\"none\"}", "{\"sub\":\"operations\"}")).isEmpty();
    assertThat(token(alg, "{\"role\":\"anon\",\"iss\":\"supabase\"}")).isEmpty();
    assertThat(token(alg, "{\"role\":\"service_role\",\"iss\":\"supabase\"}"))
        .extracting(Sighting::looks)
        .containsExactly(Looks.SERVICE_ROLE);
    assertThat(token(alg, "{\"sub\":\"ops\"")).isEmpty();
  }

  private List<Sighting> token(String header, String claims) {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    String token =
        encoder.encodeToString(header.getBytes(UTF_8))
            + "."
            + encoder.encodeToString(claims.getBytes(UTF_8))
            + "."
            + Drawn.from("[A-Za-z0-9_-]{43}", 13);
    return search.in("app/client.py", "headers = {'Authorization': 'Bearer " + token + "'}");
  }

  @Test
  void a_password_in_a_url_is_found_where_the_host_is_one() {
    String password = Drawn.from("[A-Za-z0-9]{20}", 14);
    String url = "DB = 'postgresql://app:" + password + "@%s:5432/app'";

    assertThat(search.in("app/db.py", url.formatted("db.acme-prod.net")))
        .extracting(Sighting::what)
        .containsExactly("db.acme-prod.net");
    // Cloud SQL and Memorystore have private addresses.
    assertThat(search.in("app/db.py", url.formatted("10.20.0.3")))
        .extracting(Sighting::what)
        .containsExactly("10.20.0.3");
    for (String host : List.of("localhost", "127.0.0.1", "db", "db.example.com", "{host}")) {
      assertThat(search.in("app/db.py", url.formatted(host))).as(host).isEmpty();
    }
    assertThat(search.in("a.py", "x = 'redis://default:password123@cache.acme.net'")).isEmpty();
  }

  @Test
  void a_form_says_more_than_the_name_before_it_and_both_are_one() {
    String token = "gh" + "p_" + Drawn.from("[0-9A-Za-z]{36}", 15);

    assertThat(search.in("a.py", "GITHUB_TOKEN = '" + token + "'"))
        .extracting(it -> it.looks().words())
        .containsExactly("a GitHub token");
    assertThat(search.in(".env", "GITHUB_TOKEN=" + token))
        .extracting(it -> it.looks().words())
        .containsExactly("a GitHub token");
  }

  @Test
  void what_django_draws_from_all_punctuation_is_no_code() {
    String key = Drawn.from("[a-z0-9!@#%^&*(_=+]{50}", 16);

    assertThat(search.in("app/settings.py", "SECRET_KEY = '" + key + "'")).hasSize(1);
    assertThat(search.in("app/settings.py", "SECRET_KEY = env('DJANGO_SECRET_KEY_12345')"))
        .isEmpty();
  }

  @Test
  void a_hostile_text_takes_no_time() {
    String line = "secret=\"" + "a".repeat(200) + "://x:" + "token='".repeat(50) + ".eyJ";

    assertThat(search.in("a.py", line.repeat(3000))).isEmpty();
    assertThat(search.in("a.py", "-----BEGIN PRIVATE KEY-----" + "\\n".repeat(200_000))).isEmpty();
    assertThat(search.in("a.py", ".eyJ".repeat(100_000))).isEmpty();
  }
}
