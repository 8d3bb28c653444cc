package preflight.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.Said;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.log.LogMessage;
import preflight.probe.log.LogMessage.Speaker;
import preflight.probe.log.LogSignature;
import preflight.probe.log.Logs;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.Condition.Reason;
import preflight.probe.run.Condition.State;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceDoor;
import preflight.probe.run.ServiceState;
import preflight.probe.run.Variable;
import preflight.probe.secret.Profiles;
import preflight.resource.Gcp;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

class RunContainerExitTest {

  private static final Instant CREATED = Instant.parse("2026-03-01T08:00:00Z");
  private static final String NOT_BOUND =
      "Default STARTUP TCP probe failed 1 time consecutively for container \"b\" on port 8080."
          + " Connection failed with status DEADLINE_EXCEEDED.";
  private static final Gcp GCP =
      new Gcp(Optional.of("acme"), Optional.of("europe-west1"), Map.of(), Optional.empty());

  private final List<String> asked = new ArrayList<>();
  private Reason reason = Reason.HEALTH_CHECK_CONTAINER_ERROR;
  private String ready = "b-1";
  private Map<String, Variable> variables = Map.of();
  private List<LogSignature> own = List.of();

  private static Condition failed(Reason reason) {
    return new Condition("Ready", State.FAILED, reason, Said.said(""), Optional.of(CREATED));
  }

  private CloudRun run() {
    return new CloudRun() {
      @Override
      public ApiAnswer<ServiceState> service(String name) {
        return new ApiAnswer.Got<>(
            new ServiceState(
                name,
                failed(Reason.REVISION_FAILED),
                List.of(),
                true,
                "b-2",
                ready,
                Map.of(),
                true,
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                ServiceDoor.USUAL,
                Set.of()));
      }

      @Override
      public ApiAnswer<RevisionState> job(String name) {
        return new ApiAnswer.Absent<>(name);
      }

      @Override
      public ApiAnswer<RevisionState> revision(String service, String revision) {
        return new ApiAnswer.Got<>(
            new RevisionState(
                revision,
                List.of(failed(reason)),
                List.of(RevisionState.Container.of("image:" + revision, variables)),
                List.of(),
                "b@acme.iam.gserviceaccount.com",
                0,
                RevisionState.Network.NONE,
                Optional.of(CREATED)));
      }
    };
  }

  private static LogMessage message(int second, Speaker speaker, String instance, String text) {
    return new LogMessage(
        CREATED.plusSeconds(second),
        speaker,
        Said.said(instance),
        PeerText.NOTHING,
        Said.said(text));
  }

  private Outcome outcome(ApiAnswer<Logs.Excerpt> log) throws InterruptedException {
    Service service = Profiles.service("backend", ServiceEnv.NONE);
    return new RunContainerExit(
            run(),
            (of, revision, since) -> {
              asked.add(of + " " + revision + " " + since);
              return log;
            })
        .run(
            new Target<>(service, Profiles.of(GCP, List.of(), List.of(service))),
            new KnownSentences(own));
  }

  private Outcome wrote(String... container) throws InterruptedException {
    var all = new ArrayList<LogMessage>();
    for (String text : container) {
      all.add(
          message(
              all.size(),
              text.equals(NOT_BOUND) ? Speaker.PLATFORM : Speaker.CONTAINER,
              "i-1",
              text));
    }
    return outcome(new ApiAnswer.Got<>(new Logs.Excerpt(all, false)));
  }

  private static Failed failed(Outcome outcome, Signal signal) {
    assertThat(outcome).isInstanceOf(Failed.class);
    Failed failed = (Failed) outcome;
    assertThat(failed.signal()).isEqualTo(signal);
    return failed;
  }

  @Test
  void a_revision_that_is_ready_needs_no_log() throws Exception {
    ready = "b-2";
    assertThat(wrote("NameError: name 'x' is not defined"))
        .isEqualTo(Outcome.passed("revision b-2 started"));
    assertThat(asked).isEmpty();
  }

  @Test
  void a_revision_of_which_nothing_was_started_has_no_log() throws Exception {
    for (Reason each :
        List.of(
            Reason.CONTAINER_MISSING,
            Reason.SECRETS_ACCESS_CHECK_FAILED,
            Reason.VPC_NETWORK_NOT_FOUND)) {
      reason = each;
      assertThat(wrote("x")).isInstanceOf(Skipped.class);
    }
    assertThat(asked).isEmpty();
  }

  @Test
  void a_traceback_names_its_module_its_line_and_its_time() throws Exception {
    Failed failed =
        failed(
            wrote(
                """
                Traceback (most recent call last):
                  File "/usr/local/lib/python3.12/site-packages/uvicorn/importer.py", line 19, in load
                    module = importlib.import_module(module_str)
                  File "/app/main.py", line 3, in <module>
                    from app.agents.registry import AgentRegistry
                ModuleNotFoundError: No module named 'app.agents.registry'
                """),
            Signal.RUN_CONTAINER_EXITED);

    assertThat(failed.observed())
        .isEqualTo(
            "revision b-2 wrote: ModuleNotFoundError: No module named 'app.agents.registry',"
                + " raised at /app/main.py:3");
    assertThat(failed.clues()).containsExactlyInAnyOrder(Clue.CRASH, Clue.OLDER_SERVES);
    assertThat(failed.facts())
        .containsEntry("module", "app.agents.registry")
        .containsEntry("revision", "b-2")
        .containsEntry("since", "2026-03-01T08:00:00Z");
    assertThat(asked).hasSize(1).allMatch(it -> it.endsWith("b-2 2026-03-01T08:00:00Z"));
  }

  @Test
  void errors_of_other_languages_name_their_place_as_well() throws Exception {
    assertThat(
            failed(
                    wrote(
                        """
                        TypeError: Cannot read properties of undefined (reading 'url')
                            at Module._compile (node:internal/modules/cjs/loader:1554:14)
                            at new Pool (/app/node_modules/pg/lib/pool.js:5:1)
                            at Object.<anonymous> (/app/src/server.js:12:22)
                        """),
                    Signal.RUN_CONTAINER_EXITED)
                .observed())
        .endsWith("raised at /app/src/server.js:12");
    assertThat(
            failed(
                    wrote(
                        """
                        Exception in thread "main" java.lang.NullPointerException: url
                        \tat java.base/java.util.Objects.requireNonNull(Objects.java:259)
                        \tat com.acme.Orders.main(Orders.java:42)
                        """),
                    Signal.RUN_CONTAINER_EXITED)
                .observed())
        .endsWith("raised at com.acme.Orders.main:42");
    assertThat(
            failed(
                    wrote(
                        """
                        panic: runtime error: invalid memory address or nil pointer dereference

                        goroutine 1 [running]:
                        main.main()
                        \t/app/cmd/server/main.go:42 +0x1d
                        """),
                    Signal.RUN_CONTAINER_EXITED)
                .observed())
        .endsWith("raised at /app/cmd/server/main.go:42");
  }

  @Test
  void a_missing_variable_is_held_against_what_the_revision_is_given() throws Exception {
    assertThat(failed(wrote("KeyError: 'BASE_URL'"), Signal.RUN_CONTAINER_VARIABLE).clues())
        .doesNotContain(Clue.VARIABLE_SET);
    variables = Map.of("BASE_URL", new Variable.FromSecret("base-url", "1"));
    Failed failed = failed(wrote("KeyError: 'BASE_URL'"), Signal.RUN_CONTAINER_VARIABLE);
    assertThat(failed.clues()).contains(Clue.VARIABLE_SET);
    assertThat(failed.facts()).containsEntry("variable", "BASE_URL");
  }

  @Test
  void the_port_that_a_program_names_is_held_against_the_one_that_is_probed() throws Exception {
    assertThat(
            failed(wrote("Server listening on port 3000", NOT_BOUND), Signal.RUN_PORT_DIFFERS)
                .says())
        .contains("listens on port 3000, and the platform looks at port 8080");
    assertThat(
            failed(
                    wrote("Uvicorn running on http://127.0.0.1:8080", NOT_BOUND),
                    Signal.RUN_PORT_DIFFERS)
                .clues())
        .contains(Clue.LISTENS_TO_ITSELF);
    failed(
        wrote("[INFO] Listening at: http://0.0.0.0:8080 (1)", NOT_BOUND),
        Signal.RUN_PORT_NOT_BOUND);
    failed(wrote("Loading", NOT_BOUND), Signal.RUN_PORT_NOT_BOUND);
  }

  @Test
  void each_cause_has_its_signal() throws Exception {
    failed(
        wrote("Memory limit of 512 MiB exceeded with 530 MiB used."), Signal.RUN_CONTAINER_MEMORY);
    failed(wrote("dial tcp 10.0.0.3:5432: i/o timeout"), Signal.RUN_CONTAINER_DEPENDENCY);
    failed(wrote("relation \"agents\" does not exist"), Signal.RUN_CONTAINER_SCHEMA);
    failed(wrote("Container called exit(3)."), Signal.RUN_CONTAINER_EXITED);
    assertThat(
            failed(
                    wrote("Permission 'secretmanager.versions.access' denied for resource"),
                    Signal.RUN_CONTAINER_DENIED)
                .facts())
        .containsEntry("account", "b@acme.iam.gserviceaccount.com");
  }

  @Test
  void the_last_instance_counts_and_the_others_only_where_it_says_nothing() throws Exception {
    var earlier = message(1, Speaker.CONTAINER, "i-1", "NameError: name 'x' is not defined");
    var later = message(60, Speaker.CONTAINER, "i-2", "KeyError: 'BASE_URL'");
    failed(
        outcome(new ApiAnswer.Got<>(new Logs.Excerpt(List.of(earlier, later), false))),
        Signal.RUN_CONTAINER_VARIABLE);
    var silent = message(60, Speaker.CONTAINER, "i-2", "Loading");
    assertThat(
            failed(
                    outcome(new ApiAnswer.Got<>(new Logs.Excerpt(List.of(earlier, silent), true))),
                    Signal.RUN_CONTAINER_EXITED)
                .observed())
        .endsWith("; only its newest entries were read, back to 2026-03-01T08:00:01Z");
  }

  @Test
  void a_team_knows_sentences_of_its_own() throws Exception {
    own =
        List.of(
            new LogSignature(
                "ledger", "ledger is locked", LogSignature.Cause.DEPENDENCY, "another has it"));
    assertThat(failed(wrote("the ledger is locked"), Signal.RUN_CONTAINER_DEPENDENCY).says())
        .contains("does not start: another has it");
  }

  private Unknown unknown(ApiAnswer<Logs.Excerpt> log) throws InterruptedException {
    return (Unknown) outcome(log);
  }

  @Test
  void a_log_that_tells_nothing_is_no_pass() throws Exception {
    assertThat(unknown(new ApiAnswer.Got<>(new Logs.Excerpt(List.of(), false))).observed())
        .isEqualTo("the log has no entry of revision b-2");
    Unknown unknown =
        unknown(
            new ApiAnswer.Got<>(
                new Logs.Excerpt(
                    List.of(message(1, Speaker.CONTAINER, "", "データベースに接続しました")), false)));
    assertThat(unknown.observed()).isEqualTo("no known sentence stands in the log of revision b-2");
    assertThat(unknown.commands().getFirst().toString())
        .contains("resource.labels.revision_name=\"b-2\"");
  }

  @Test
  void a_log_that_nobody_may_read_is_unknown_and_says_what_would_help() throws Exception {
    Unknown forbidden =
        unknown(new ApiAnswer.Refused<>(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED")));
    assertThat(forbidden.reason()).isEqualTo(UnknownReason.PERMISSION);
    assertThat(forbidden.observed()).contains("logging.logEntries.list (roles/logging.viewer)");
    assertThat(forbidden.commands().getFirst().toString()).contains("--role=roles/logging.viewer");
    Unknown off =
        unknown(new ApiAnswer.Refused<>(new ApiTrouble.ApiDisabled("logging.googleapis.com")));
    assertThat(off.commands().getFirst().toString())
        .isEqualTo("gcloud services enable logging.googleapis.com --project=acme");
    assertThat(unknown(new ApiAnswer.Refused<>(new ApiTrouble.PolicyDenied())).observed())
        .contains("forbids this caller");
    assertThat(unknown(new ApiAnswer.Absent<>("log")).observed()).contains("roles/logging.viewer");
    assertThat(unknown(new ApiAnswer.Refused<>(new ApiTrouble.Throttled(""))).reason())
        .isEqualTo(UnknownReason.TRANSIENT);
  }
}
