package preflight.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.ServiceDoor;
import preflight.probe.run.project.Invokers;
import preflight.probe.run.project.ProjectServices;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Target;
import preflight.resource.service.ServiceIngress;

/** What stands before all revisions: whether there is such a service, its ingress, its callers. */
class ServiceDoorChecksTest {

  private static final ApiTrouble FORBIDDEN = new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED");

  @Test
  void a_service_that_is_there_exists() throws Exception {
    assertThat(exists(new RunningService(), all("backend"))).isEqualTo(Outcome.passed("it exists"));
  }

  @Test
  void names_what_is_there_instead_of_a_mistyped_service() throws Exception {
    assertThat(exists(new RunningService().absent(), all("backend-staging", "frontend-staging")))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_SERVICE_NOT_FOUND);
              assertThat(it.evidence().getFirst().fact())
                  .isEqualTo("there are 2, and called alike: backend-staging");
              assertThat(it.facts()).containsEntry("absent", "services.backend");
            });
  }

  @Test
  void tells_a_wrong_region_from_a_wrong_name() throws Exception {
    assertThat(exists(new RunningService().absent(), all()))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> assertThat(it.evidence().getFirst().fact()).isEqualTo("there is none at all"));
  }

  @Test
  void a_service_is_missing_though_nobody_may_list_the_others() throws Exception {
    assertThat(exists(new RunningService().absent(), new ApiAnswer.Refused<>(FORBIDDEN)))
        .isInstanceOfSatisfying(Failed.class, it -> assertThat(it.evidence()).isEmpty());
    assertThat(exists(new RunningService().refusing(FORBIDDEN), all()))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION));
  }

  @Test
  void ingress_is_the_declared_one() throws Exception {
    ServiceDraft internal = RunningService.declared().ingress(ServiceIngress.INTERNAL);

    assertThat(ingress(door(ServiceIngress.INTERNAL), internal)).isInstanceOf(Passed.class);
    assertThat(ingress(ServiceDoor.USUAL, internal))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_INGRESS_DIFFERS);
              assertThat(it.observed()).isEqualTo("ingress all");
              assertThat(it.facts()).containsEntry("ingress", "internal");
            });
  }

  @Test
  void an_ingress_that_nobody_knows_is_no_other_one() throws Exception {
    var strange = new ServiceDoor(Optional.empty(), false, true, false, 0, 0, Optional.empty());

    assertThat(ingress(strange, RunningService.declared().ingress(ServiceIngress.ALL)))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void a_run_app_url_that_is_off_answers_nobody() throws Exception {
    var off =
        new ServiceDoor(Optional.of(ServiceIngress.ALL), true, true, false, 0, 0, Optional.empty());
    ServiceDraft there = RunningService.declared().url("https://backend-abc-uc.a.run.app");

    assertThat(ingress(off, there))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.RUN_DEFAULT_URL_OFF));
    assertThat(ingress(ServiceDoor.USUAL, there)).isInstanceOf(Passed.class);
    assertThat(ingress(off, RunningService.declared().url("https://api.acme.dev")))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void a_public_service_lets_everyone_call_it() throws Exception {
    ServiceDraft open = RunningService.declared().openToEveryone(Optional.of(true));

    assertThat(invoker(ServiceDoor.USUAL, open, may("allUsers"))).isInstanceOf(Passed.class);
    assertThat(invoker(ServiceDoor.USUAL, open, may("serviceAccount:a@b.iam.gserviceaccount.com")))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.signal()).isEqualTo(Signal.RUN_INVOKER_MISSING));
    assertThat(
            invoker(
                ServiceDoor.USUAL,
                open,
                new ApiAnswer.Got<>(new Invokers(Set.of(), Set.of("allUsers")))))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.observed()).endsWith("but for a condition"));
  }

  /** Domain restricted sharing forbids allUsers; the service leaves out the check instead. */
  @Test
  void a_service_that_checks_nobody_is_public() throws Exception {
    ServiceDraft open = RunningService.declared().openToEveryone(Optional.of(true));
    ServiceDraft closed = RunningService.declared().openToEveryone(Optional.of(false));

    assertThat(invoker(unchecked(), open, new ApiAnswer.Refused<>(FORBIDDEN)))
        .isInstanceOf(Passed.class);
    assertThat(invoker(unchecked(), closed, may()))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_OPEN_TO_EVERYONE);
              assertThat(RunningService.command(it, "close")).endsWith("--invoker-iam-check");
            });
  }

  @Test
  void a_private_service_does_not_let_everyone_call_it() throws Exception {
    ServiceDraft closed = RunningService.declared().openToEveryone(Optional.of(false));

    assertThat(invoker(ServiceDoor.USUAL, closed, may())).isInstanceOf(Passed.class);
    assertThat(invoker(ServiceDoor.USUAL, closed, may("allUsers")))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_OPEN_TO_EVERYONE);
              assertThat(RunningService.command(it, "close"))
                  .contains("remove-iam-policy-binding backend");
            });
  }

  @Test
  void does_not_know_who_may_call_where_it_may_not_look_or_a_proxy_decides() throws Exception {
    ServiceDraft open = RunningService.declared().openToEveryone(Optional.of(true));
    var behindProxy =
        new ServiceDoor(Optional.of(ServiceIngress.ALL), false, true, true, 0, 0, Optional.empty());

    assertThat(invoker(ServiceDoor.USUAL, open, new ApiAnswer.Refused<>(FORBIDDEN)))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.observed()).contains("run.services.getIamPolicy"));
    assertThat(invoker(behindProxy, open, may())).isInstanceOf(Unknown.class);
    assertThat(invoker(ServiceDoor.USUAL, RunningService.declared(), may()))
        .isInstanceOf(Skipped.class);
  }

  @Test
  void each_declared_invoker_is_named_by_the_policy() throws Exception {
    Service caller =
        new ServiceDraft("frontend")
            .cloudRun("frontend")
            .account(Optional.of("frontend@acme.iam.gserviceaccount.com"))
            .done();
    Service called = RunningService.declared().invokers(List.of(caller.name())).done();

    assertThat(callers(may("serviceAccount:frontend@acme.iam.gserviceaccount.com"), called, caller))
        .isInstanceOf(Passed.class);
    assertThat(callers(may("allAuthenticatedUsers"), called, caller)).isInstanceOf(Passed.class);
    assertThat(callers(may("group:callers@acme.dev"), called, caller))
        .isInstanceOfSatisfying(
            Unknown.class,
            it ->
                assertThat(it.observed())
                    .contains("does not name frontend@acme.iam.gserviceaccount.com", "groups"));
    assertThat(callers(new ApiAnswer.Refused<>(FORBIDDEN), called, caller))
        .isInstanceOf(Unknown.class);
    assertThat(callers(may(), RunningService.declared().done())).isInstanceOf(Skipped.class);
  }

  private static Outcome callers(ApiAnswer<Invokers> invokers, Service... services)
      throws InterruptedException {
    var run = new RunningService();
    return new RunCallers(run, run.judged(), project(all(), invokers))
        .run(RunningService.target(services), new NoThresholds());
  }

  @Test
  void tells_of_services_that_no_profile_knows() throws Exception {
    var stray =
        new ProjectServices.Listed(
            "old-backend", Optional.of(Instant.parse("2025-11-03T00:00:00Z")), Optional.empty());
    var function =
        new ProjectServices.Listed("resize", Optional.empty(), Optional.of("cloudfunctions"));
    var own = new ProjectServices.Listed("backend", Optional.empty(), Optional.empty());
    Service first = RunningService.declared().done();
    Service second = new ServiceDraft("auth").cloudRun("auth").done();

    assertThat(undeclared(new ApiAnswer.Got<>(List.of(own, stray, function)), first))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> assertThat(it.observed()).isEqualTo("1 more: old-backend (changed 2025-11-03)"));
    assertThat(undeclared(new ApiAnswer.Got<>(List.of(own, function)), first))
        .isInstanceOf(Passed.class);
    assertThat(undeclared(new ApiAnswer.Refused<>(FORBIDDEN), first)).isInstanceOf(Unknown.class);
    assertThat(
            new RunUndeclaredService(project(new ApiAnswer.Got<>(List.of()), may()))
                .run(
                    new Target<>(second, RunningService.target(first, second).environment()),
                    new NoThresholds()))
        .isInstanceOf(Skipped.class);
  }

  private static ServiceDoor door(ServiceIngress ingress) {
    return new ServiceDoor(Optional.of(ingress), false, true, false, 0, 0, Optional.empty());
  }

  private static ServiceDoor unchecked() {
    return new ServiceDoor(
        Optional.of(ServiceIngress.ALL), false, false, false, 0, 0, Optional.empty());
  }

  private static ApiAnswer<List<ProjectServices.Listed>> all(String... names) {
    return new ApiAnswer.Got<>(
        List.of(names).stream()
            .map(it -> new ProjectServices.Listed(it, Optional.empty(), Optional.empty()))
            .toList());
  }

  private static ApiAnswer<Invokers> may(String... members) {
    return new ApiAnswer.Got<>(new Invokers(Set.of(members), Set.of()));
  }

  private static ProjectServices project(
      ApiAnswer<List<ProjectServices.Listed>> all, ApiAnswer<Invokers> invokers) {
    return new ProjectServices() {
      @Override
      public ApiAnswer<List<Listed>> all() {
        return all;
      }

      @Override
      public ApiAnswer<Invokers> invokers(String service) {
        return invokers;
      }
    };
  }

  private static Outcome exists(RunningService run, ApiAnswer<List<ProjectServices.Listed>> all)
      throws InterruptedException {
    return new RunServiceExists(run, project(all, may()))
        .run(RunningService.target(RunningService.declared()), new NoThresholds());
  }

  private static Outcome ingress(ServiceDoor door, ServiceDraft service)
      throws InterruptedException {
    return new RunIngress(new RunningService().door(door))
        .run(RunningService.target(service), new NoThresholds());
  }

  private static Outcome invoker(
      ServiceDoor door, ServiceDraft service, ApiAnswer<Invokers> invokers)
      throws InterruptedException {
    return new RunInvoker(new RunningService().door(door), project(all(), invokers))
        .run(RunningService.target(service), new NoThresholds());
  }

  private static Outcome undeclared(
      ApiAnswer<List<ProjectServices.Listed>> all, Service... services)
      throws InterruptedException {
    return new RunUndeclaredService(project(all, may()))
        .run(RunningService.target(services), new NoThresholds());
  }
}
