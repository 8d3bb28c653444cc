package preflight.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import preflight.catalog.http.HttpHealth;
import preflight.catalog.redis.RedisReachable;
import preflight.catalog.secret.SecretExists;
import preflight.catalog.secret.SecretNotInRepository;
import preflight.catalog.secret.SecretStrength;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.cli.Catalogue;
import preflight.diagnosis.RootCause.Fix;
import preflight.probe.Stores;
import preflight.probe.secret.Profiles;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Redis;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretSource;
import preflight.resource.Source;
import preflight.resource.Target;

class FixesTest {

  private static final Gcp PROJECT =
      new Gcp(Optional.of("acme-staging"), Optional.of("us-central1"), Map.of(), Optional.empty());

  @Test
  void a_secret_of_the_process_is_repaired_there_and_not_in_secret_manager() {
    assertThat(rejected(PROJECT, new SecretSource.ProcessEnvironment()))
        .satisfies(it ->
            assertThat(it.text())
                .endsWith("Give this process the right value in the variable REDIS_PASSWORD."))
        .satisfies(it ->
            assertThat(it.commands())
                .extracting(Command::toString)
                .containsExactly(
                    "gcloud redis instances describe cache-test --region=us-central1"
                        + " --project=acme-staging --format='value(authEnabled)'",
                    "export REDIS_PASSWORD=\"${NEW_REDIS_PASSWORD:?the value of REDIS_PASSWORD}\""));
  }

  @Test
  void a_profile_without_a_project_gets_no_command_of_google_cloud() {
    assertThat(rejected(Gcp.NONE, new SecretSource.ProcessEnvironment()).commands())
        .extracting(Command::toString)
        .containsExactly(
            "export REDIS_PASSWORD=\"${NEW_REDIS_PASSWORD:?the value of REDIS_PASSWORD}\"");
    Fix file = rejected(Gcp.NONE, new SecretSource.DotenvFile(".env"));
    assertThat(file.text()).endsWith("Correct REDIS_PASSWORD in .env.");
    assertThat(file.commands()).isEmpty();
  }

  @Test
  void a_store_that_is_not_at_google_is_looked_for_where_it_is() {
    Fix fix =
        new Fixes(Profiles.of(Gcp.NONE, List.of(), List.of()))
            .of(
                CheckDefinition.of(RedisReachable.class),
                Stores.at(58080).redis().resource(),
                Outcome.failed(Signal.TCP_REFUSED, "", "")
                    .fact("host", "127.0.0.1")
                    .fact("port", "58080"));

    assertThat(fix.text()).startsWith("Start what should listen there");
    assertThat(fix.commands())
        .extracting(Command::toString)
        .containsExactly("nc -vz -w 5 127.0.0.1 58080");
  }

  @Test
  void a_service_that_is_not_on_cloud_run_has_no_log_there() {
    Environment environment =
        Environments.of("service worker elsewhere url=http://127.0.0.1:58080");
    Fix fix =
        new Fixes(environment)
            .of(
                CheckDefinition.of(HttpHealth.class),
                environment.services().values().iterator().next(),
                Outcome.failed(Signal.HTTP_APP_ERROR, "", ""));

    assertThat(fix.text()).isEqualTo("Find the error in the log of the service.");
    assertThat(fix.commands()).isEmpty();
  }

  @Test
  void a_secret_of_secret_manager_is_repaired_there() {
    assertThat(rejected(PROJECT, new SecretSource.SecretManager()).commands().getLast().toString())
        .endsWith(
            "gcloud secrets versions add REDIS_PASSWORD --data-file=- --project=acme-staging");
  }

  @Test
  void whoever_read_the_old_value_of_a_secret_is_deployed_again() {
    Environment environment =
        Environments.of(
            """
            secret REDIS_PASSWORD used-by=backend
            service backend
            redis cache password=REDIS_PASSWORD
            """);
    assertThat(
            rejected(environment, Map.of("id", stored(environment)))
                .commands()
                .getLast()
                .toString())
        .startsWith("gcloud run services update ")
        .contains("--update-secrets=REDIS_PASSWORD=" + stored(environment));
  }

  @Test
  void a_random_value_replaces_a_credential_and_nothing_larger() {
    Failed weak = Outcome.failed(Signal.SECRET_WEAK, "", "");
    assertThat(strengthened("SIGNING_KEY", weak).getFirst())
        .startsWith("VALUE=$(openssl rand -hex 32) && ");
    assertThat(strengthened("SIGNING_KEY", weak.fact(CheckDoc.BITS, "512")).getFirst())
        .startsWith("VALUE=$(openssl rand -hex 64) && ");
    assertThat(
            strengthened(
                    "SETTINGS",
                    weak.fact(CheckDoc.NEW_VALUE, "the whole URL with another password"))
                .getFirst())
        .startsWith(": \"${NEW_SETTINGS:?the whole URL with another password}\" && printf %s ");
    assertThat(strengthened("OPENAI_API_KEY", weak).getFirst())
        .as("no vendor knows a value that we draw")
        .startsWith(": \"${NEW_OPENAI_API_KEY:?the value of OPENAI_API_KEY}\" && printf %s ");
  }

  @Test
  void what_a_store_must_be_given_first_is_not_drawn() {
    Environment environment = Environments.of("secret CACHE_WORD\nredis cache password=CACHE_WORD");
    Fix fix =
        new Fixes(environment)
            .of(
                CheckDefinition.of(SecretStrength.class),
                environment.secrets().values().iterator().next(),
                Outcome.failed(Signal.SECRET_WEAK, "", ""));
    assertThat(fix.text())
        .startsWith("Store a new value: the password that you gave the store. The command");
    assertThat(fix.commands().getFirst().toString()).doesNotContain("openssl");
  }

  private static List<String> strengthened(String name, Failed weak) {
    Environment environment = Environments.of("secret " + name);
    return new Fixes(environment)
            .of(
                CheckDefinition.of(SecretStrength.class),
                environment.secrets().values().iterator().next(),
                weak)
            .commands()
            .stream()
            .map(Command::toString)
            .toList();
  }

  @Test
  void a_secret_that_is_created_is_granted_once_to_each_account_before_anybody_is_deployed() {
    Environment environment =
        Environments.of(
            """
            secret SERVICE_SECRET used-by=backend,auth,worker
            service backend account=runtime@acme-staging.iam.gserviceaccount.com
            service auth account=runtime@acme-staging.iam.gserviceaccount.com
            service worker
            """);
    Fix fix =
        new Fixes(environment)
            .of(
                CheckDefinition.of(SecretExists.class),
                environment.secrets().values().iterator().next(),
                Outcome.failed(Signal.SECRET_NOT_FOUND, "", ""));
    String grant =
        "gcloud secrets add-iam-policy-binding service-secret-staging --project=acme-staging"
            + " --role=roles/secretmanager.secretAccessor --member=serviceAccount:";
    assertThat(fix.commands())
        .extracting(Command::toString)
        .satisfies(it -> assertThat(it.getFirst()).contains("gcloud secrets create "))
        .contains(grant + "runtime@acme-staging.iam.gserviceaccount.com")
        .satisfies(it ->
            assertThat(it.get(2))
                .startsWith("ACCOUNT=$(gcloud run services describe worker-staging ")
                .endsWith(grant + "\"$ACCOUNT\""))
        .satisfies(it ->
            assertThat(it.subList(3, it.size()))
                .hasSize(3)
                .allMatch(each -> each.startsWith("gcloud run services update ")));
  }

  @Test
  void a_regional_secret_of_another_project_is_repaired_where_it_is() {
    Secret password =
        Profiles.secret(
            "REDIS_PASSWORD",
            it -> it.project(Optional.of("acme-shared")).location("europe-west1"));
    Environment environment = Profiles.of(PROJECT, List.of(password), List.of());
    String there = " --location=europe-west1 --project=acme-shared";
    assertThat(rejected(environment, Map.of("id", "REDIS_PASSWORD")).commands())
        .extracting(Command::toString)
        .anyMatch(
            it -> it.endsWith("gcloud secrets versions add REDIS_PASSWORD --data-file=-" + there))
        .anyMatch(it ->
            it.startsWith("gcloud redis instances describe ")
                && it.contains("--project=acme-staging"));
    Fix created =
        new Fixes(environment)
            .of(
                CheckDefinition.of(SecretExists.class),
                password,
                Outcome.failed(Signal.SECRET_NOT_FOUND, "", ""));
    // gcloud refuses a policy of replication for what is in one place.
    assertThat(created.commands().getFirst().toString())
        .endsWith("gcloud secrets create REDIS_PASSWORD --data-file=-" + there);
    assertThat(Signal.values())
        .flatExtracting(it ->
            new Fixes(environment)
                .of(CheckDefinition.of(SecretExists.class), password, Outcome.failed(it, "", ""))
                .commands())
        .extracting(Command::toString)
        .filteredOn(it -> it.contains("gcloud secrets "))
        .isNotEmpty()
        .allMatch(it -> it.contains(there));
  }

  @Test
  void nothing_is_written_to_a_secret_that_nobody_declared() {
    assertThat(rejected(Environments.of("redis cache"), Map.of()).commands())
        .extracting(Command::toString)
        .noneMatch(it -> it.contains("secrets versions add"));
  }

  @Test
  void a_committed_credential_is_replaced_before_its_file_leaves_git() {
    assertThat(committed(PROJECT).commands())
        .extracting(Command::toString)
        .containsExactly(
            ": \"${ID:?the id}\" && : \"${NEW_VALUE:?the new value}\" && printf %s \"$NEW_VALUE\" |"
                + " gcloud secrets versions add \"$ID\" --data-file=- --project=acme-staging",
            "git -C . rm --cached --ignore-unmatch ':(top,literal)'docker-compose.yml");
  }

  @Test
  void what_is_left_of_a_repair_without_its_main_command_is_no_repair() {
    assertThat(committed(Gcp.NONE).commands()).isEmpty();
    assertThat(committed(Gcp.NONE).text()).startsWith("Store a new value");
  }

  @Test
  void an_instance_that_nobody_declared_is_asked_for() {
    Environment environment = Profiles.of(PROJECT);
    assertThat(
            new Fixes(environment)
                .of(
                    CheckDefinition.of(RedisReachable.class),
                    undeclared(Stores.at(1).redis().resource()),
                    Outcome.failed(Signal.REDIS_AUTH_REJECTED, "", ""))
                .commands())
        .extracting(Command::toString)
        .allMatch(it -> it.contains("describe \"${INSTANCE:?the instance}\""));
  }

  @Test
  void what_a_secret_holds_is_asked_for_and_never_named_in_its_place() {
    Stores stores = Stores.byUrl("redis://127.0.0.1:1");
    for (Target<?> store : List.of(stores.redis(), stores.postgres())) {
      List<String> lines = remedies(store);
      assertThat(lines)
          .noneMatch(it -> it.contains("secrets.STORE_URL"))
          .noneMatch(it -> it.contains("{HOST:") || it.contains("{USER:"))
          .contains(
              "nc -vz -w 5 \"${HOST_IN_STORE_URL:?the host in the secret STORE_URL}\""
                  + " \"${PORT_IN_STORE_URL:?the port in the secret STORE_URL}\"");
    }
    assertThat(remedies(stores.postgres()))
        .anyMatch(it ->
            it.endsWith(
                " -c 'ALTER ROLE \"'\"${USER_IN_STORE_URL:?the user in the secret STORE_URL}\"'\""
                    + " SET search_path = \"'\"${SCHEMA:?the schema}\"'\", public'"));
  }

  @Test
  void what_the_failure_found_out_is_not_asked_for() {
    assertThat(
            new Fixes(Profiles.of(Gcp.NONE, List.of(), List.of()))
                .of(
                    CheckDefinition.of(RedisReachable.class),
                    Stores.byUrl("redis://127.0.0.1:1").redis().resource(),
                    Outcome.failed(Signal.TCP_REFUSED, "", "")
                        .fact("host", "127.0.0.1")
                        .fact("port", "58080"))
                .commands())
        .extracting(Command::toString)
        .containsExactly("nc -vz -w 5 127.0.0.1 58080");
  }

  /** The commands for whatever may be wrong with it, with Google Cloud and without. */
  private static List<String> remedies(Target<?> store) {
    return Stream.of(PROJECT, Gcp.NONE)
        .map(it -> new Fixes(Profiles.of(it, List.of(), List.of())))
        .flatMap(fixes ->
            Catalogue.all().stream()
                .filter(it -> it.doc().on().isInstance(store.resource()))
                .flatMap(check ->
                    Arrays.stream(Signal.values())
                        .map(it -> fixes.of(check, store.resource(), Outcome.failed(it, "", "")))))
        .flatMap(it -> it.commands().stream())
        .map(Command::toString)
        .distinct()
        .toList();
  }

  private static Redis undeclared(Redis it) {
    return new Redis(
        it.name(),
        it.host(),
        it.port(),
        it.user(),
        it.password(),
        it.tls(),
        it.ca(),
        it.verify(),
        it.database(),
        it.version(),
        it.reachedThrough(),
        Optional.empty(),
        it.budget(),
        it.impact(),
        Optional.empty(),
        it.mode(),
        it.sentinel(),
        it.clientCertificate(),
        it.clientKey());
  }

  private static Fix committed(Gcp gcp) {
    return new Fixes(Profiles.of(gcp))
        .of(
            CheckDefinition.of(SecretNotInRepository.class),
            new Source(
                new ResourceName(Kind.SOURCE, "source"), ".", List.of(), List.of(), List.of()),
            Outcome.failed(Signal.SECRET_COMMITTED, "", "")
                .fact("path", "docker-compose.yml")
                .fact("id", "postgres-password"));
  }

  private static String stored(Environment environment) {
    return environment.secrets().values().iterator().next().storedId();
  }

  private static Fix rejected(Gcp gcp, SecretSource source) {
    Secret password = Profiles.secret("REDIS_PASSWORD", it -> it.source(source));
    return rejected(Profiles.of(gcp, List.of(password), List.of()), Map.of("id", "REDIS_PASSWORD"));
  }

  private static Fix rejected(Environment environment, Map<String, String> facts) {
    var check = CheckDefinition.of(RedisReachable.class);
    Outcome.Failed failed = Outcome.failed(Signal.REDIS_AUTH_REJECTED, "", "");
    for (var fact : facts.entrySet()) {
      failed = failed.fact(fact.getKey(), fact.getValue());
    }
    return new Fixes(environment).of(check, Stores.at(1).redis().resource(), failed);
  }
}
