package preflight.catalog.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.ServiceVariables;
import preflight.check.Check;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.command.Command;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.Condition;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.Variable;
import preflight.probe.secret.Comparison;
import preflight.probe.secret.Profiles;
import preflight.probe.secret.Reading;
import preflight.probe.secret.UnreadableSecret;
import preflight.probe.secret.Variables;
import preflight.probe.secret.form.Looks;
import preflight.probe.secret.overlap.Likeness;
import preflight.probe.secret.repository.CommittedSecrets;
import preflight.probe.secret.repository.Match;
import preflight.probe.secret.repository.Progress;
import preflight.probe.secret.repository.Unsearched;
import preflight.profile.Folder;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.field.FieldReference;
import preflight.resource.service.ServiceEnv;
import preflight.resource.url.UrlPart;

class RelationChecksTest {

  private static final ApiTrouble FORBIDDEN = new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED");
  private static final Service BACKEND =
      new ServiceDraft("backend").cloudRun("backend").url("https://api.acme.dev").done();
  private static final Service AUTH = Profiles.service("auth", ServiceEnv.NONE);
  private static final Secret JWT =
      Profiles.secret(
          "JWT_SECRET", it -> it.id("jwt").usedBy("backend", "auth").aliases("JWT_SECRET_KEY"));
  private static final Secret URL =
      Profiles.secret(
          "API_URL",
          it -> it.matches(new FieldReference(new ResourceName(Kind.SERVICES, "backend"), "url")));

  private static final UnreadableSecret UNREADABLE = new UnreadableSecret(JWT, FORBIDDEN);

  private final KnownSecrets secrets =
      new KnownSecrets()
          .with("JWT_SECRET", KnownSecrets.sound())
          .with("API_URL", KnownSecrets.setting());
  private final FakeCloudRun run = new FakeCloudRun();
  private final FakeRegister register = new FakeRegister();
  private List<UnreadableSecret> unread = List.of();

  @Test
  void a_secret_that_equals_what_is_declared_passes() throws Exception {
    secrets.matches.put("API_URL https://api.acme.dev", KnownSecrets.equal());

    assertThat(run(new SecretMatchesResource(secrets), URL)).isInstanceOf(Passed.class);
  }

  @Test
  void a_secret_with_a_line_break_more_fails_with_the_command_s_facts() throws Exception {
    assertThat(run(new SecretMatchesResource(secrets), URL))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_MISMATCH);
              assertThat(it.expected())
                  .isEqualTo("the url of services.backend, byte for byte (20 bytes)");
              assertThat(it.says()).contains("ends with a line break");
              assertThat(it.facts()).containsEntry("declared", "https://api.acme.dev");
            });
  }

  @Test
  void a_part_of_a_url_that_differs_is_not_to_replace_the_url() throws Exception {
    secrets.matches.put(
        "API_URL https://api.acme.dev",
        Match.differsIn(UrlPart.HOST, "the host in the URL is another (9 bytes)"));

    assertThat(run(new SecretMatchesResource(secrets), URL))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.facts())
                    .containsEntry("new-value", "the whole URL with the host that is declared")
                    .doesNotContainKey("declared"));
  }

  @Test
  void a_value_of_another_form_is_not_overwritten_unseen() throws Exception {
    secrets.matches.put(
        "API_URL https://api.acme.dev",
        Match.differsInForm("the path of a socket", "the path of a socket (30 bytes)"));

    assertThat(run(new SecretMatchesResource(secrets), URL))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.says()).contains("holds the path of a socket");
              assertThat(it.facts())
                  .containsEntry(
                      "new-value",
                      "the declared url if services are to use it in place of the path of a socket")
                  .doesNotContainKey("declared");
            });
  }

  @Test
  void a_match_is_unknown_without_the_value_and_needs_a_declaration() throws Exception {
    secrets.with("API_URL", KnownSecrets.FORBIDDEN);

    assertThat(run(new SecretMatchesResource(secrets), URL)).isInstanceOf(Unknown.class);
    assertThat(run(new SecretMatchesResource(secrets), JWT)).isInstanceOf(Skipped.class);
  }

  @Test
  void a_secret_that_every_service_receives_is_mapped() throws Exception {
    run.serving("backend", underBothNames());
    run.serving(
        "auth", Map.of(), List.of(new RevisionState.Mount("jwt", "latest", "key")), List.of());

    assertThat(mapped()).isEqualTo(Outcome.passed("2 services receive it"));
  }

  @Test
  void a_secret_that_services_do_not_receive_under_every_name_fails_for_all_of_them()
      throws Exception {
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of());

    assertThat(mapped())
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_NOT_MAPPED);
              assertThat(it.observed())
                  .isEqualTo(
                      "services.backend, revision backend-1: JWT_SECRET_KEY is not set; "
                          + "services.auth, revision auth-1: JWT_SECRET is not set,"
                          + " JWT_SECRET_KEY is not set");
              assertThat(it.commands().get("updates"))
                  .extracting(Command::toString)
                  .containsExactly(
                      "gcloud run services update backend --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\" --update-secrets=JWT_SECRET_KEY=jwt:latest",
                      "gcloud run services update auth --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\" --update-secrets=JWT_SECRET=jwt:latest,JWT_SECRET_KEY=jwt:latest");
            });
  }

  @Test
  void a_secret_counts_in_whichever_container_it_is_and_must_be_right_in_each() throws Exception {
    run.serving("auth", underBothNames());
    run.withSidecar("backend", Map.of(), underBothNames());
    assertThat(mapped()).isInstanceOf(Passed.class);

    run.withSidecar(
        "backend",
        underBothNames(),
        Map.of("JWT_SECRET", FakeCloudRun.plain("x"), "PORT", FakeCloudRun.plain("1")));
    assertThat(((Failed) mapped()).commands().get("updates"))
        .extracting(Command::toString)
        .containsExactly(
            "gcloud run services update backend --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\""
                + " --container=proxy --remove-env-vars=JWT_SECRET"
                + " --update-secrets=JWT_SECRET=jwt:latest");
  }

  @Test
  void a_service_that_cannot_be_looked_at_hides_no_failure_of_another() throws Exception {
    run.serving("auth", Map.of());
    assertThat(mapped()).isInstanceOf(Failed.class);

    run.serving("auth", underBothNames());
    assertThat(signal(mapped())).isEqualTo(Signal.RUN_SERVICE_NOT_FOUND);
  }

  @Test
  void what_is_proven_wrong_at_one_service_wins_over_what_is_unknown_of_another() throws Exception {
    var denied =
        new Condition(
            "Ready",
            Condition.State.FAILED,
            Condition.Reason.SECRETS_ACCESS_CHECK_FAILED,
            Said.said("Permission denied on secret: projects/acme/secrets/jwt/versions/latest"),
            Optional.empty());
    var old = new Variable.FromSecret("old", "3");
    secrets.groups.put("old:3", new Reading.Known<>(KnownSecrets.group("another")));
    register.created = new ApiAnswer.Got<>(FakeCloudRun.STARTED.plusSeconds(60));
    run.refusing("backend", FORBIDDEN);

    run.serving("auth", underBothNames(), List.of(), List.of(denied));
    assertThat(signal(access())).isEqualTo(Signal.SECRET_ACCESS_DENIED);
    assertThat(signal(stale())).isEqualTo(Signal.SECRET_STALE);
    run.serving("auth", Map.of("JWT_SECRET", old));
    assertThat(signal(mapped())).isEqualTo(Signal.SECRET_NOT_MAPPED);
    assertThat(signal(same())).isEqualTo(Signal.SECRET_DIFFERS);
  }

  @Test
  void a_service_that_is_not_there_is_named_by_every_check_that_asks_about_it() throws Exception {
    for (Outcome outcome : List.of(mapped(), stale(), access())) {
      assertThat(signal(outcome)).isEqualTo(Signal.RUN_SERVICE_NOT_FOUND);
      assertThat(((Failed) outcome).facts()).containsEntry("absent", "services.backend");
      assertThat(((Failed) outcome).observed()).isEqualTo("Cloud Run has no service backend");
    }
  }

  @Test
  void a_plain_variable_goes_before_it_becomes_a_secret() throws Exception {
    run.serving("auth", underBothNames());
    run.serving(
        "backend",
        Map.of(
            "JWT_SECRET",
            FakeCloudRun.plain("value"),
            "JWT_SECRET_KEY",
            new Variable.FromSecret("jwt", "latest")));

    assertThat(((Failed) mapped()).commands().get("updates"))
        .extracting(Command::toString)
        .containsExactly(
            "gcloud run services update backend --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\""
                + " --remove-env-vars=JWT_SECRET --update-secrets=JWT_SECRET=jwt:latest");
  }

  @Test
  void a_volume_counts_only_with_the_pinned_version() throws Exception {
    Secret pinned =
        Profiles.secret("JWT_SECRET", it -> it.id("jwt").version("3").usedBy("backend"));
    run.serving(
        "backend", Map.of(), List.of(new RevisionState.Mount("jwt", "2", "key")), List.of());
    assertThat(run(new SecretMapped(JudgedRevisions.asTheyAre(run)), pinned))
        .isInstanceOf(Failed.class);

    run.serving(
        "backend", Map.of(), List.of(new RevisionState.Mount("jwt", "3", "key")), List.of());
    assertThat(run(new SecretMapped(JudgedRevisions.asTheyAre(run)), pinned))
        .isInstanceOf(Passed.class);
  }

  @Test
  void a_secret_with_a_declared_path_must_be_mounted_there() throws Exception {
    Secret secret = read("JWT_SECRET: { id: jwt, used-by: [backend], mounted-at: /secrets/jwt }");
    run.serving(
        "backend",
        Map.of(),
        List.of(new RevisionState.Mount("jwt", "latest", "/secrets/jwt")),
        List.of());
    assertThat(run(new SecretMapped(JudgedRevisions.asTheyAre(run)), secret))
        .isInstanceOf(Passed.class);

    run.serving(
        "backend",
        Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")),
        List.of(new RevisionState.Mount("jwt", "latest", "/run/jwt")),
        List.of());
    assertThat(run(new SecretMapped(JudgedRevisions.asTheyAre(run)), secret))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.observed())
                  .endsWith("nothing is mounted at /secrets/jwt, the secret is at /run/jwt");
              assertThat(it.commands().get("updates"))
                  .singleElement()
                  .asString()
                  .endsWith(" --update-secrets=/secrets/jwt=jwt:latest");
            });
  }

  @Test
  void an_alias_of_one_service_is_asked_of_that_service_only() throws Exception {
    Secret secret =
        read(
            "JWT_SECRET: { id: jwt, used-by: [backend, auth], aliases-in: { auth: [TOKEN_KEY] } }");
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    assertThat(((Failed) run(new SecretMapped(JudgedRevisions.asTheyAre(run)), secret)).observed())
        .isEqualTo("services.auth, revision auth-1: TOKEN_KEY is not set");
  }

  @Test
  void a_name_of_dot_net_is_carried_by_its_variable() throws Exception {
    Secret secret = read("'Jwt:Key': { id: jwt, used-by: [backend] }");
    run.serving("backend", Map.of("Jwt__Key", new Variable.FromSecret("jwt", "latest")));
    assertThat(run(new SecretMapped(JudgedRevisions.asTheyAre(run)), secret))
        .isInstanceOf(Passed.class);
  }

  private static Secret read(String secret) throws Exception {
    Path dir = Files.createTempDirectory("profile");
    var folder =
        new Folder(dir)
            .file(
                "test.yaml",
                """
                version: 1
                environment: test
                secrets: { %s }
                services: { backend: { cloud-run: backend }, auth: { cloud-run: auth } }
                """
                    .formatted(secret));
    return folder.sound("test.yaml").environment().secrets().values().iterator().next();
  }

  @Test
  void a_variable_from_another_secret_or_a_plain_one_is_no_mapping() throws Exception {
    run.serving("auth", Map.of());
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("other", "latest")));
    assertThat(mapped()).isInstanceOf(Failed.class);

    run.serving("backend", Map.of("JWT_SECRET", FakeCloudRun.plain("value")));
    assertThat(mapped()).isInstanceOf(Failed.class);
  }

  @Test
  void a_plain_variable_that_refers_to_another_secret_is_no_mapping() throws Exception {
    run.serving("auth", Map.of("JWT_SECRET_KEY", FakeCloudRun.plain("sm://jwt")));
    run.serving("backend", Map.of("JWT_SECRET", FakeCloudRun.plain("projects/p/secrets/old")));

    assertThat(mapped())
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.observed())
                    .contains("JWT_SECRET refers to the secret projects/p/secrets/old")
                    .doesNotContain("JWT_SECRET_KEY refers"));
  }

  @Test
  void a_value_behind_a_reference_is_compared_with_the_others() throws Exception {
    secrets.groups.put("jwt:latest", new Reading.Known<>(KnownSecrets.group("sound")));
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of("JWT_SECRET_KEY", FakeCloudRun.plain("secret://jwt")));

    assertThat(same()).isEqualTo(Outcome.passed("2 places carry it"));
  }

  @Test
  void whether_it_is_mapped_is_unknown_to_who_may_not_look() throws Exception {
    run.refusing(FORBIDDEN);

    assertThat(mapped()).isInstanceOf(Unknown.class);
  }

  @Test
  void services_that_carry_one_value_agree() throws Exception {
    secrets.groups.put("jwt:latest", new Reading.Known<>(KnownSecrets.group("sound")));
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of("JWT_SECRET_KEY", FakeCloudRun.plain("sound")));

    assertThat(same()).isEqualTo(Outcome.passed("2 places carry it"));
  }

  @Test
  void services_that_carry_different_values_are_shown_by_letter() throws Exception {
    secrets.groups.put("jwt:latest", new Reading.Known<>(KnownSecrets.group("sound")));
    secrets.groups.put("old:3", new Reading.Known<>(KnownSecrets.group("another")));
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of("JWT_SECRET_KEY", new Variable.FromSecret("old", "3")));

    assertThat(same())
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_DIFFERS);
              assertThat(it.evidence())
                  .extracting(evidence -> evidence.fact())
                  .containsExactly(
                      "this secret: group A",
                      "services.backend, revision backend-1, JWT_SECRET from jwt:latest: group A",
                      "services.auth, revision auth-1, JWT_SECRET_KEY from old:3: group B");
              assertThat(it.commands().get("updates"))
                  .extracting(Command::toString)
                  .containsExactly(
                      "gcloud run services update auth --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\""
                          + " --update-secrets=JWT_SECRET_KEY=jwt:latest");
            });
  }

  @Test
  void every_name_that_carries_another_value_is_repaired_and_a_plain_one_goes_first()
      throws Exception {
    secrets.groups.put("old:3", new Reading.Known<>(KnownSecrets.group("another")));
    run.serving(
        "auth",
        Map.of(
            "JWT_SECRET",
            FakeCloudRun.plain("another"),
            "JWT_SECRET_KEY",
            new Variable.FromSecret("old", "3")));

    assertThat(((Failed) same()).commands().get("updates"))
        .extracting(Command::toString)
        .containsExactly(
            "gcloud run services update auth --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\""
                + " --remove-env-vars=JWT_SECRET"
                + " --update-secrets=JWT_SECRET=jwt:latest,JWT_SECRET_KEY=jwt:latest");
  }

  @Test
  void whether_services_agree_is_unknown_when_one_value_cannot_be_read() throws Exception {
    secrets.groups.put("jwt:latest", new Reading.Unanswered<>(FORBIDDEN));
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));

    assertThat(same()).isInstanceOf(Unknown.class);
  }

  @Test
  void what_a_deployment_maps_by_itself_is_neither_mapped_nor_another_value_before_it()
      throws Exception {
    for (String service : List.of("backend", "auth")) {
      run.serving(
          service,
          Map.of(
              "JWT_SECRET", new Variable.Unresolved(),
              "JWT_SECRET_KEY", new Variable.Unresolved()));
    }

    assertThat(same()).isInstanceOf(Unknown.class);
    assertThat(mapped()).isInstanceOf(Unknown.class);
  }

  @Test
  void a_value_that_could_not_be_read_is_not_called_missing() throws Exception {
    secrets.groups.put("jwt:latest", new Reading.Unanswered<>(FORBIDDEN));
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of("JWT_SECRET_KEY", FakeCloudRun.plain("another")));

    assertThat(((Failed) same()).evidence())
        .extracting(evidence -> evidence.fact())
        .contains(
            "services.backend, revision backend-1, JWT_SECRET from jwt:latest: could not be read");
  }

  @Test
  void an_instance_older_than_the_newest_version_is_stale() throws Exception {
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "latest")));
    run.serving("auth", Map.of());
    register.created = new ApiAnswer.Got<>(FakeCloudRun.STARTED.plusSeconds(60));
    assertThat(signal(stale())).isEqualTo(Signal.SECRET_STALE);

    register.created = new ApiAnswer.Got<>(FakeCloudRun.STARTED.minusSeconds(60));
    assertThat(stale()).isInstanceOf(Passed.class);

    register.created = new ApiAnswer.Refused<>(FORBIDDEN);
    assertThat(stale()).isInstanceOf(Unknown.class);
  }

  @Test
  void a_pin_under_one_name_hides_no_stale_alias_and_the_repair_names_what_is_stale()
      throws Exception {
    secrets.groups.put("jwt:latest", new Reading.Known<>(KnownSecrets.group("sound")));
    run.serving("auth", underBothNames());
    run.serving(
        "backend",
        Map.of(
            "JWT_SECRET",
            new Variable.FromSecret("jwt", "2"),
            "JWT_SECRET_KEY",
            new Variable.FromSecret("jwt", "latest")));
    register.created = new ApiAnswer.Got<>(FakeCloudRun.STARTED.plusSeconds(60));

    assertThat(stale())
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.SECRET_STALE);
              assertThat(it.says())
                  .contains("is newer than what is held by services.backend and services.auth");
              assertThat(it.commands().get("updates"))
                  .extracting(Command::toString)
                  .containsExactly(
                      "gcloud run services update backend --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\" --update-secrets=JWT_SECRET_KEY=jwt:3",
                      "gcloud run services update auth --region=\"${REGION:?the region}\" --project=\"${PROJECT:?the project}\" --update-secrets=JWT_SECRET=jwt:3,JWT_SECRET_KEY=jwt:3");
            });
  }

  @Test
  void a_pinned_version_is_never_stale_since_its_value_is_compared_elsewhere() throws Exception {
    run.serving("auth", Map.of());
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("jwt", "2")));
    register.created = new ApiAnswer.Got<>(FakeCloudRun.STARTED.plusSeconds(60));

    assertThat(stale()).isInstanceOf(Passed.class);
  }

  @Test
  void access_is_decided_by_the_policy_where_it_decides() throws Exception {
    run.serving("backend", Map.of()).serving("auth", Map.of());
    assertThat(access()).isInstanceOf(Unknown.class);

    register.readers =
        new ApiAnswer.Got<>(
            Set.of(
                "serviceAccount:backend@acme.iam.gserviceaccount.com",
                "serviceAccount:auth@acme.iam.gserviceaccount.com"));
    assertThat(access()).isInstanceOf(Passed.class);
  }

  @Test
  void a_ready_revision_that_maps_the_secret_proves_access_where_the_policy_does_not_decide()
      throws Exception {
    var ready =
        new Condition(
            "Ready",
            Condition.State.SUCCEEDED,
            Condition.Reason.NONE,
            Said.said(""),
            Optional.empty());
    run.serving("backend", underBothNames(), List.of(), List.of(ready));
    run.serving("auth", underBothNames(), List.of(), List.of(ready));
    assertThat(access()).isInstanceOf(Passed.class);

    register.readers = new ApiAnswer.Refused<>(FORBIDDEN);
    assertThat(access()).isInstanceOf(Passed.class);

    run.serving("auth", Map.of(), List.of(), List.of(ready));
    assertThat(access()).isInstanceOf(Unknown.class);
    run.serving("auth", underBothNames());
    assertThat(access()).isInstanceOf(Unknown.class);
  }

  @Test
  void access_is_denied_where_the_platform_says_so_of_this_secret() throws Exception {
    var denied =
        new Condition(
            "Ready",
            Condition.State.FAILED,
            Condition.Reason.SECRETS_ACCESS_CHECK_FAILED,
            Said.said("Permission denied on secret: projects/acme/secrets/jwt/versions/latest"),
            Optional.empty());
    run.serving("backend", Map.of(), List.of(), List.of(denied));

    assertThat(signal(access())).isEqualTo(Signal.SECRET_ACCESS_DENIED);
  }

  @Test
  void a_value_of_another_environment_fails_and_without_one_nothing_applies() throws Exception {
    assertThat(reused(Comparison.NONE)).isInstanceOf(Skipped.class);
    assertThat(reused(compared(List.of()))).isInstanceOf(Passed.class);
    assertThat(reused(compared(List.of(), UNREADABLE))).isInstanceOf(Unknown.class);
    assertThat(
            signal(
                reused(
                    compared(List.of(new Comparison.Reused(JWT, Likeness.EQUAL, 64)), UNREADABLE))))
        .isEqualTo(Signal.SECRET_REUSED);
  }

  @Test
  void a_committed_credential_fails_unless_it_is_allowed_with_a_reason() throws Exception {
    var finding = found(".env", Optional.of(JWT), false);
    var allowed = new SecretNotInRepository.Allowed(".env", "3f2a:3", "a key made for tests");
    var moved = new SecretNotInRepository.Allowed(".env", "3f2a:4", "a key made for tests");
    var unreasoned = new SecretNotInRepository.Allowed(".env", "3f2a:3", " ");

    assertThat(repository(Optional.empty())).isInstanceOf(Outcome.Unknown.class);
    assertThat(repository(Optional.of(List.of()))).isInstanceOf(Passed.class);
    assertThat(signal(repository(Optional.of(List.of(finding)))))
        .isEqualTo(Signal.SECRET_COMMITTED);
    assertThat(repository(Optional.of(List.of(finding)), allowed)).isInstanceOf(Passed.class);
    assertThat(repository(Optional.of(List.of(finding)), moved)).isInstanceOf(Failed.class);
    assertThat(repository(Optional.of(List.of(finding)), unreasoned)).isInstanceOf(Failed.class);
  }

  private static CommittedSecrets.Finding found(String path, Optional<Secret> live, boolean past) {
    return new CommittedSecrets.Finding(
        Said.said(path),
        3,
        Said.said(live.map(it -> it.name().toString()).orElse("API_TOKEN")),
        live.isPresent() ? Looks.LIVE : Looks.ASSIGNED,
        live,
        past,
        () -> "3f2a:3");
  }

  @Test
  void a_search_that_ran_out_of_time_keeps_what_it_found_and_says_how_far_it_came()
      throws Exception {
    var half = new Progress(1200, 5000, false);
    var told = new ArrayList<Outcome>();
    CommittedSecrets searching =
        (_, _, _, soFar) -> {
          soFar.accept(new CommittedSecrets.Searched(List.of(), List.of(), List.of(), half));
          var found = List.of(found("a.py", Optional.empty(), true));
          soFar.accept(new CommittedSecrets.Searched(found, List.of(), List.of(), half));
          return Optional.of(
              new CommittedSecrets.Searched(List.of(), List.of(), List.of(), Progress.WHOLE));
        };
    var with = new SecretNotInRepository.With(true, List.of());

    assertThat(new SecretNotInRepository(searching).run(target(), with, told::add))
        .isInstanceOf(Passed.class);
    assertThat(told.getFirst())
        .isInstanceOfSatisfying(
            Unknown.class,
            it ->
                assertThat(it.observed())
                    .isEqualTo(
                        "nothing was found in the first 1,200 of at least 5,000 contents, when the"
                            + " time was over; --deadline gives the run more, and timeout in the"
                            + " pack gives this check more"));
    assertThat(((Failed) told.getLast()).evidence())
        .extracting(it -> it.toString())
        .anyMatch(it -> it.contains("the first 1,200 of at least 5,000 contents"));
  }

  @Test
  void what_was_not_searched_is_no_pass() throws Exception {
    var left = List.of(new Unsearched(Said.said("big.bin"), "is not in this clone"));
    CommittedSecrets searching =
        (_, _, _, _) ->
            Optional.of(new CommittedSecrets.Searched(List.of(), List.of(), left, Progress.WHOLE));

    assertThat(
            new SecretNotInRepository(searching)
                .run(target(), new SecretNotInRepository.With(false, List.of())))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> assertThat(it.observed()).isEqualTo("big.bin is not in this clone"));
  }

  private static Target<Source> target() {
    return new Target<>(
        new Source(new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of()),
        Profiles.of(Gcp.NONE));
  }

  @Test
  void the_remedy_for_a_committed_credential_can_be_pasted() throws Exception {
    Failed failed =
        (Failed)
            repository(Optional.of(List.of(found("it's \"here\"/.env", Optional.of(JWT), true))));

    assertThat(failed.observed())
        .isEqualTo("it's \"here\"/.env:3 once held the live value of secrets.JWT_SECRET");
    assertThat(failed.facts())
        .containsEntry("path", "it's \"here\"/.env")
        .containsEntry("id", "jwt");
    assertThat(
            ((Failed) repository(Optional.of(List.of(found(".env", Optional.empty(), false)))))
                .facts())
        .containsEntry("id", "api-token");
  }

  @Test
  void a_value_that_cannot_be_read_cannot_be_searched_for() throws Exception {
    unread = List.of(UNREADABLE);

    assertThat(repository(Optional.of(List.of())))
        .isInstanceOfSatisfying(
            Unknown.class,
            it -> assertThat(it.observed()).startsWith("nothing is known of secrets.JWT_SECRET: "));
  }

  @Test
  void a_place_that_maps_a_secret_without_value_differs() throws Exception {
    run.serving("backend", Map.of("JWT_SECRET", new Variable.FromSecret("gone", "latest")));

    assertThat(signal(same())).isEqualTo(Signal.SECRET_DIFFERS);
  }

  private Outcome repository(
      Optional<List<CommittedSecrets.Finding>> found, SecretNotInRepository.Allowed... allowed)
      throws InterruptedException {
    var source =
        new Source(new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of());
    return new SecretNotInRepository((_, _, _, _) ->
        found.map(it -> new CommittedSecrets.Searched(it, unread, List.of(), Progress.WHOLE)))
        .run(
            new Target<>(source, Profiles.of(Gcp.NONE)),
            new SecretNotInRepository.With(false, List.of(allowed)));
  }

  private static Comparison compared(List<Comparison.Reused> reused, UnreadableSecret... unread) {
    return _ -> Optional.of(new Comparison.Compared("production", reused, List.of(unread)));
  }

  private Outcome reused(Comparison comparison) throws InterruptedException {
    return run(new SecretReusedAcrossEnvironments(secrets, comparison), JWT);
  }

  private static Map<String, Variable> underBothNames() {
    var jwt = new Variable.FromSecret("jwt", "latest");
    return Map.of("JWT_SECRET", jwt, "JWT_SECRET_KEY", jwt);
  }

  private Outcome mapped() throws InterruptedException {
    return run(new SecretMapped(JudgedRevisions.asTheyAre(run)), JWT);
  }

  private Outcome stale() throws InterruptedException {
    return run(new SecretStaleInService(secrets, register, JudgedRevisions.asTheyAre(run)), JWT);
  }

  private Outcome access() throws InterruptedException {
    return run(new SecretAccess(register, run, JudgedRevisions.asTheyAre(run)), JWT);
  }

  private Outcome same() throws InterruptedException {
    var local =
        new Variables() {
          @Override
          public Reading<Map<String, SecretValue>> file(String path) {
            return new Reading.Missing<>("the file " + path, Optional.empty());
          }

          @Override
          public Map<String, SecretValue> process() {
            return Map.of();
          }
        };
    return run(
        new SecretSameAcrossServices(
            secrets, new ServiceVariables(JudgedRevisions.asTheyAre(run), local)),
        JWT);
  }

  private static Signal signal(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).signal();
  }

  private static Outcome run(Check<Target<Secret>, NoThresholds> check, Secret secret)
      throws InterruptedException {
    var environment = Profiles.of(Gcp.NONE, List.of(JWT, URL), List.of(BACKEND, AUTH));
    return check.run(new Target<>(secret, environment), new NoThresholds());
  }
}
