package preflight.catalog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.Said;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
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
import preflight.resource.ServiceDraft;
import preflight.resource.Target;
import preflight.resource.service.ServiceEnv;

class RunRevisionReadyTest {

  private static final String EXITED = "The container failed. Container called exit(1).";

  @Test
  void passes_when_the_newest_revision_is_ready() throws Exception {
    assertThat(outcome(got(service(condition(State.SUCCEEDED, Reason.NONE, ""), true, "b-2"))))
        .isEqualTo(Outcome.passed("revision b-2 is ready"));
  }

  @Test
  void fails_when_an_older_revision_serves_because_the_newest_did_not_start() throws Exception {
    Outcome outcome =
        outcome(
            got(service(condition(State.FAILED, Reason.REVISION_FAILED, ""), true, "b-1")),
            condition(State.FAILED, Reason.HEALTH_CHECK_CONTAINER_ERROR, EXITED));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_CONTAINER_EXITED);
              assertThat(it.observed())
                  .isEqualTo(
                      "revision b-2 is not ready (HEALTH_CHECK_CONTAINER_ERROR); b-1 still serves");
              assertThat(it.evidence().getFirst().fact()).isEqualTo(EXITED);
              assertThat(it.facts()).containsEntry("revision", "b-2");
            });
  }

  @Test
  void says_whether_an_older_revision_serves_in_place_of_the_newest() throws Exception {
    assertThat(exited("b-1", Map.of())).contains(Clue.OLDER_SERVES);
    assertThat(exited("b-2", Map.of())).doesNotContain(Clue.OLDER_SERVES);
    assertThat(exited("", Map.of())).doesNotContain(Clue.OLDER_SERVES);
  }

  @Test
  void says_since_when_it_fails_where_the_platform_does() throws Exception {
    Instant since = Instant.parse("2026-03-01T08:00:00Z");
    var condition =
        new Condition(
            "Ready",
            State.FAILED,
            Reason.HEALTH_CHECK_CONTAINER_ERROR,
            Said.said(EXITED),
            Optional.of(since));

    assertThat(outcome(got(service(condition, true, "b-1"))))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.facts()).containsEntry("since", since.toString()));
  }

  @Test
  void says_when_the_image_that_does_not_start_is_ready_in_an_older_revision() throws Exception {
    var same = Map.of("b-1", "image:1", "b-2", "image:1");
    var other = Map.of("b-1", "image:1", "b-2", "image:2");

    assertThat(exited("b-1", same)).contains(Clue.IMAGE_RAN_BEFORE);
    assertThat(exited("b-1", other)).doesNotContain(Clue.IMAGE_RAN_BEFORE);
    assertThat(exited("", same)).doesNotContain(Clue.IMAGE_RAN_BEFORE);
  }

  private static Set<Clue> exited(String ready, Map<String, String> images)
      throws InterruptedException {
    Condition condition = condition(State.FAILED, Reason.HEALTH_CHECK_CONTAINER_ERROR, EXITED);
    return failed(service(condition, true, ready), images, Set.of()).clues();
  }

  @Test
  void says_whether_the_variable_that_the_container_asks_for_is_set() throws Exception {
    Condition condition =
        condition(
            State.FAILED,
            Reason.HEALTH_CHECK_CONTAINER_ERROR,
            "KeyError: 'SERVICE_SECRET'. Container called exit(1).");
    ServiceState state = service(condition, true, "b-1");

    assertThat(failed(state, Map.of(), Set.of()).facts())
        .containsEntry("variable", "SERVICE_SECRET");
    assertThat(failed(state, Map.of(), Set.of()).clues()).doesNotContain(Clue.VARIABLE_SET);
    assertThat(failed(state, Map.of(), Set.of("SERVICE_SECRET")).clues())
        .contains(Clue.VARIABLE_SET);
  }

  private static Failed failed(
      ServiceState state, Map<String, String> images, Set<String> variables)
      throws InterruptedException {
    var run =
        new CloudRun() {
          @Override
          public ApiAnswer<ServiceState> service(String name) {
            return got(state);
          }

          @Override
          public ApiAnswer<RevisionState> job(String name) {
            return new ApiAnswer.Absent<>(name);
          }

          @Override
          public ApiAnswer<RevisionState> revision(String ofService, String name) {
            return new ApiAnswer.Got<>(
                new RevisionState(
                    name,
                    List.of(),
                    List.of(
                        RevisionState.Container.of(
                            images.getOrDefault(name, ""),
                            variables.stream()
                                .collect(
                                    Collectors.toMap(
                                        it -> it, _ -> new Variable.FromSecret("id", "latest"))))),
                    List.of(),
                    "",
                    0,
                    RevisionState.Network.NONE,
                    Optional.empty()));
          }
        };
    return (Failed)
        new RunRevisionReady(run)
            .run(target(Profiles.service("backend", ServiceEnv.NONE)), new NoThresholds());
  }

  @Test
  void fails_though_the_service_itself_looks_well() throws Exception {
    assertThat(
            outcome(
                got(service(condition(State.SUCCEEDED, Reason.NONE, ""), true, "b-1")),
                condition(State.FAILED, Reason.CONTAINER_MISSING, "Image not found")))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.RUN_IMAGE_MISSING));
  }

  /** terraform-docs-samples #269: a revision that is gone, and traffic for it. */
  @Test
  void fails_when_the_newest_revision_is_ready_and_the_route_is_not() throws Exception {
    var terminal = condition(State.FAILED, Reason.REVISION_FAILED, "");
    var routes =
        new Condition(
            "RoutesReady",
            State.FAILED,
            Reason.REVISION_FAILED,
            Said.said("Revision 'b-0' does not exist or is deleted."),
            Optional.empty());
    ServiceState state = service(terminal, true, "b-2");
    var lost =
        new ServiceState(
            state.name(),
            terminal,
            List.of(routes),
            true,
            "b-2",
            "b-2",
            Map.of("b-2", 100),
            true,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            ServiceDoor.USUAL,
            Set.of());

    assertThat(outcome(got(lost), condition(State.SUCCEEDED, Reason.NONE, "")))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_TRAFFIC_LOST);
              assertThat(it.evidence().getFirst().fact())
                  .isEqualTo("Revision 'b-0' does not exist or is deleted.");
            });
  }

  @Test
  void every_reason_has_its_signal() throws Exception {
    assertThat(signal(Reason.CONTAINER_PERMISSION_DENIED)).isEqualTo(Signal.RUN_IMAGE_DENIED);
    assertThat(signal(Reason.CONTAINER_IMAGE_UNAUTHORIZED)).isEqualTo(Signal.RUN_IMAGE_DENIED);
    assertThat(signal(Reason.SECRETS_ACCESS_CHECK_FAILED)).isEqualTo(Signal.RUN_SECRETS_DENIED);
    assertThat(signal(Reason.ENCRYPTION_KEY_CHECK_FAILED)).isEqualTo(Signal.RUN_ENCRYPTION_KEY);
    assertThat(signal(Reason.VPC_NETWORK_NOT_FOUND)).isEqualTo(Signal.RUN_NETWORK_NOT_FOUND);
    assertThat(signal(Reason.INTERNAL)).isEqualTo(Signal.RUN_PLATFORM_ERROR);
    assertThat(signal(Reason.NO_DEPLOYMENT)).isEqualTo(Signal.RUN_REVISION_FAILED);
  }

  @Test
  void fails_when_there_is_no_such_service() throws Exception {
    assertThat(outcome(new ApiAnswer.Absent<>("backend")))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_SERVICE_NOT_FOUND);
              assertThat(it.says()).contains("does not exist on Cloud Run as backend");
              assertThat(it.facts()).containsEntry("absent", "services.backend");
            });
  }

  @Test
  void does_not_know_while_the_platform_applies_a_change() throws Exception {
    assertThat(reason(got(service(condition(State.FAILED, Reason.NONE, ""), false, "b-1"))))
        .isEqualTo(UnknownReason.TRANSIENT);
  }

  @Test
  void does_not_know_when_the_caller_may_not_look() throws Exception {
    assertThat(reason(new ApiAnswer.Refused<>(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"))))
        .isEqualTo(UnknownReason.PERMISSION);
  }

  @Test
  void does_not_apply_outside_cloud_run() throws Exception {
    Service elsewhere = new ServiceDraft("backend").done();

    assertThat(outcome(elsewhere, new ApiAnswer.Absent<>("backend"), List.of()))
        .isInstanceOf(Skipped.class);
  }

  private static Signal signal(Reason reason) throws InterruptedException {
    return ((Failed)
            outcome(
                got(service(condition(State.FAILED, Reason.REVISION_FAILED, ""), true, "")),
                condition(State.FAILED, reason, "")))
        .signal();
  }

  private static UnknownReason reason(ApiAnswer<ServiceState> answer) throws InterruptedException {
    return ((Unknown) outcome(answer)).reason();
  }

  private static ApiAnswer<ServiceState> got(ServiceState state) {
    return new ApiAnswer.Got<>(state);
  }

  private static Condition condition(State state, Reason reason, String message) {
    return new Condition("Ready", state, reason, Said.said(message), Optional.empty());
  }

  private static ServiceState service(Condition terminal, boolean settled, String ready) {
    return new ServiceState(
        "backend",
        terminal,
        List.of(terminal),
        settled,
        "b-2",
        ready,
        ready.isEmpty() ? Map.of() : Map.of(ready, 100),
        true,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        ServiceDoor.USUAL,
        Set.of());
  }

  private static Outcome outcome(ApiAnswer<ServiceState> answer, Condition... revision)
      throws InterruptedException {
    return outcome(Profiles.service("backend", ServiceEnv.NONE), answer, List.of(revision));
  }

  private static Outcome outcome(
      Service service, ApiAnswer<ServiceState> answer, List<Condition> revision)
      throws InterruptedException {
    var run =
        new CloudRun() {
          @Override
          public ApiAnswer<ServiceState> service(String name) {
            return answer;
          }

          @Override
          public ApiAnswer<RevisionState> job(String name) {
            return new ApiAnswer.Absent<>(name);
          }

          @Override
          public ApiAnswer<RevisionState> revision(String ofService, String name) {
            return new ApiAnswer.Got<>(
                new RevisionState(
                    name,
                    revision,
                    List.of(),
                    List.of(),
                    "",
                    0,
                    RevisionState.Network.NONE,
                    Optional.empty()));
          }
        };
    return new RunRevisionReady(run).run(target(service), new NoThresholds());
  }

  private static Target<Service> target(Service service) {
    return new Target<>(service, Profiles.of(Gcp.NONE, List.of(), List.of(service)));
  }
}
