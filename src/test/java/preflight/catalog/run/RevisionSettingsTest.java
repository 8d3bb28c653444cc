package preflight.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.catalog.platform.JudgedRevisions;
import preflight.check.Check;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.PlannedRevisions;
import preflight.probe.run.RevisionState;
import preflight.probe.run.RevisionState.Container;
import preflight.probe.run.ServiceDoor;
import preflight.probe.run.TemplateChange.Applied;
import preflight.probe.run.Variable;
import preflight.probe.run.Workload;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Size;
import preflight.resource.Target;
import preflight.resource.service.ServiceIngress;
import preflight.resource.service.ServiceInstances;
import preflight.resource.service.ServiceResources;

/** What a revision is set up with, against what the profile declares. */
class RevisionSettingsTest {

  private static final String OWN = "backend@acme-staging.iam.gserviceaccount.com";

  @Test
  void an_instance_has_the_declared_memory() throws Exception {
    ServiceDraft declared =
        RunningService.declared()
            .resources(new ServiceResources(Optional.of("0.5"), Optional.of(Size.parse("1Gi"))));

    assertThat(resources(Map.of("cpu", "500m", "memory", "1024Mi"), declared))
        .isInstanceOf(Passed.class);
    assertThat(resources(Map.of("cpu", "1", "memory", "1073741824"), declared))
        .isInstanceOf(Passed.class);
    assertThat(resources(Map.of("cpu", "1", "memory", "512Mi"), declared))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_RESOURCES_DIFFER);
              assertThat(it.observed()).isEqualTo("revision b-2: 512Mi instead of 1Gi memory");
              assertThat(RunningService.command(it, "raise")).endsWith("--cpu=0.5 --memory=1Gi");
            });
    assertThat(resources(Map.of(), declared))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.observed()).contains("512Mi instead of 1Gi"));
    assertThat(resources(Map.of("memory", "lots"), declared)).isInstanceOf(Unknown.class);
    assertThat(resources(Map.of(), RunningService.declared())).isInstanceOf(Skipped.class);
  }

  /** mindset-ai/memex-ai #3: a hot fix of the memory that the next deployment would revert. */
  @Test
  void a_deployment_does_not_take_back_memory_that_was_raised() throws Exception {
    assertThat(lowered(Map.of("memory", "256Mi"), Map.of("memory", "512Mi")))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_RESOURCES_LOWERED);
              assertThat(it.observed()).isEqualTo("256Mi instead of 512Mi memory");
            });
    assertThat(lowered(Map.of(), Map.of("memory", "2Gi", "cpu", "2")))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.observed())
                    .isEqualTo("1 instead of 2 CPU, 512Mi instead of 2Gi memory"));
    assertThat(lowered(Map.of("memory", "1Gi"), Map.of("memory", "512Mi")))
        .isInstanceOf(Passed.class);
  }

  @Test
  void requests_go_to_the_declared_port() throws Exception {
    ServiceDraft declared = RunningService.declared().port(3000);

    assertThat(port(OptionalInt.of(3000), declared)).isInstanceOf(Passed.class);
    assertThat(port(OptionalInt.empty(), declared))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.observed()).isEqualTo("revision b-2: port 8080");
              assertThat(it.facts()).containsEntry("port", "3000");
            });
    assertThat(port(OptionalInt.empty(), RunningService.declared())).isInstanceOf(Skipped.class);
  }

  /** SquadQuest/SquadQuest #466: a stream that Cloud Run cut after 302 seconds. */
  @Test
  void a_request_may_last_as_long_as_declared() throws Exception {
    ServiceDraft declared = RunningService.declared().timeout(Duration.ofMinutes(15));

    assertThat(timeout(Optional.of(Duration.ofMinutes(60)), declared)).isInstanceOf(Passed.class);
    assertThat(timeout(Optional.empty(), declared))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_TIMEOUT_SHORT);
              assertThat(it.facts()).containsEntry("seconds", "900");
            });
    assertThat(timeout(Optional.empty(), RunningService.declared())).isInstanceOf(Skipped.class);
  }

  @Test
  void limits_of_the_service_and_of_the_revision_count_together() throws Exception {
    ServiceDraft declared =
        RunningService.declared().instances(new ServiceInstances(Optional.of(1), Optional.of(10)));

    assertThat(scaling(1, 10, 0, 0, Optional.empty(), declared)).isInstanceOf(Passed.class);
    assertThat(scaling(0, 20, 1, 10, Optional.empty(), declared)).isInstanceOf(Passed.class);
    assertThat(scaling(0, 0, 0, 0, Optional.empty(), declared))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.observed())
                  .isEqualTo("revision b-2: at least 0 and at most 100 instances");
              assertThat(RunningService.command(it, "set"))
                  .endsWith("--min-instances=1 --max-instances=10");
            });
    assertThat(scaling(1, 10, 0, 0, Optional.of(3), declared))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.observed()).contains("at least 3 and at most 3"));
  }

  @Test
  void it_runs_as_the_declared_account() throws Exception {
    ServiceDraft declared = RunningService.declared().account(Optional.of(OWN));

    assertThat(account(OWN, declared)).isInstanceOf(Passed.class);
    assertThat(account("other@acme-staging.iam.gserviceaccount.com", declared))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_ACCOUNT_DIFFERS);
              assertThat(it.facts()).containsEntry("declared", OWN);
            });
    assertThat(account(OWN, RunningService.declared())).isInstanceOf(Skipped.class);
  }

  @Test
  void it_has_an_account_of_its_own() throws Exception {
    assertThat(ownAccount(OWN)).isInstanceOf(Passed.class);
    assertThat(ownAccount("100000000001-compute@developer.gserviceaccount.com"))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.RUN_ACCOUNT_DEFAULT));
    assertThat(ownAccount("")).isInstanceOf(Failed.class);
  }

  /** DefangLabs/pulumi-defang #342: a compose file that sets PORT. */
  @Test
  void it_sets_no_variable_of_cloud_run() throws Exception {
    assertThat(reserved("PORT", "LOG_LEVEL"))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_VARIABLE_RESERVED);
              assertThat(it.observed()).isEqualTo("revision b-2 sets PORT");
            });
    assertThat(reserved("K_SINK", "PORTS")).isInstanceOf(Passed.class);
  }

  @Test
  void nobody_knows_what_nobody_may_look_at() throws Exception {
    var closed = new RunningService().refusing(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED"));
    ServiceDraft declared = RunningService.declared().port(8080).account(Optional.of(OWN));

    assertThat(run(new RunPort(closed.judged()), declared)).isInstanceOf(Unknown.class);
    assertThat(run(new RunAccount(closed.judged()), declared)).isInstanceOf(Unknown.class);
    assertThat(run(new RunReservedEnv(closed.judged()), declared)).isInstanceOf(Unknown.class);
  }

  private static Outcome resources(Map<String, String> limits, ServiceDraft declared)
      throws InterruptedException {
    return run(new RunResources(running(container(limits), OWN).judged()), declared);
  }

  private static Outcome lowered(Map<String, String> next, Map<String, String> today)
      throws InterruptedException {
    var run = running(container(today), OWN);
    var planned =
        new PlannedRevisions(
            run,
            Set.of("backend"),
            Map.of(
                Workload.service("backend"),
                _ -> new Applied.Planned(revision("", container(next), OWN))),
            Set.of());
    return run(
        new RunResourcesLowered(new JudgedRevisions(run, planned)), RunningService.declared());
  }

  private static Outcome port(OptionalInt port, ServiceDraft declared) throws InterruptedException {
    var container =
        new Container(Optional.empty(), "", Map.of(), port, Map.of(), List.of(), List.of());
    return run(new RunPort(running(container, OWN).judged()), declared);
  }

  private static Outcome timeout(Optional<Duration> timeout, ServiceDraft declared)
      throws InterruptedException {
    var run =
        new RunningService().revision(revision("b-2", container(Map.of()), OWN, 0, 0, timeout));
    return run(new RunTimeout(run.judged()), declared);
  }

  private static Outcome scaling(
      int least,
      int most,
      int serviceLeast,
      int serviceMost,
      Optional<Integer> byHand,
      ServiceDraft declared)
      throws InterruptedException {
    var run =
        new RunningService()
            .door(
                new ServiceDoor(
                    Optional.of(ServiceIngress.ALL),
                    false,
                    true,
                    false,
                    serviceLeast,
                    serviceMost,
                    byHand))
            .revision(revision("b-2", container(Map.of()), OWN, least, most, Optional.empty()));
    return run(new RunScaling(run, run.judged()), declared);
  }

  private static Outcome account(String account, ServiceDraft declared)
      throws InterruptedException {
    return run(new RunAccount(running(container(Map.of()), account).judged()), declared);
  }

  private static Outcome ownAccount(String account) throws InterruptedException {
    return run(
        new RunAccountDefault(running(container(Map.of()), account).judged()),
        RunningService.declared());
  }

  private static Outcome reserved(String... names) throws InterruptedException {
    var variables = new LinkedHashMap<String, Variable>();
    for (String name : names) {
      variables.put(name, new Variable.FromSecret("id", "1"));
    }
    return run(
        new RunReservedEnv(running(Container.of("", variables), OWN).judged()),
        RunningService.declared());
  }

  private static Outcome run(Check<Target<Service>, NoThresholds> check, ServiceDraft declared)
      throws InterruptedException {
    return check.run(RunningService.target(declared), new NoThresholds());
  }

  private static RunningService running(Container container, String account) {
    return new RunningService().revision(revision("b-2", container, account));
  }

  private static Container container(Map<String, String> limits) {
    return new Container(
        Optional.empty(), "", Map.of(), OptionalInt.empty(), limits, List.of(), List.of());
  }

  private static RevisionState revision(String name, Container container, String account) {
    return revision(name, container, account, 0, 0, Optional.empty());
  }

  private static RevisionState revision(
      String name,
      Container container,
      String account,
      int least,
      int most,
      Optional<Duration> timeout) {
    return new RevisionState(
        name,
        List.of(),
        List.of(container),
        List.of(),
        account,
        most,
        least,
        timeout,
        RevisionState.Network.NONE,
        Optional.empty());
  }
}
