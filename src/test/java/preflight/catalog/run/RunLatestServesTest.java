package preflight.catalog.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Skipped;
import preflight.check.Outcome.Unknown;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiTrouble;
import preflight.resource.ServiceDraft;

class RunLatestServesTest {

  @Test
  void passes_when_the_newest_revision_gets_all_requests() throws Exception {
    assertThat(outcome(new RunningService(), RunningService.declared()))
        .isEqualTo(Outcome.passed("b-2 gets 100 %"));
  }

  @Test
  void passes_while_a_canary_gets_some() throws Exception {
    assertThat(
            outcome(
                new RunningService().traffic("b-1", 90).traffic("b-2", 10),
                RunningService.declared()))
        .isEqualTo(Outcome.passed("b-1 gets 90 %, b-2 gets 10 %"));
  }

  /** fullsend-ai/fullsend #6945: a rollback by hand, and three weeks of deployments behind it. */
  @Test
  void fails_when_requests_stay_at_the_revision_of_a_rollback() throws Exception {
    assertThat(outcome(new RunningService().traffic("b-1", 100), RunningService.declared()))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_TRAFFIC_PINNED);
              assertThat(it.observed()).isEqualTo("b-2 is ready and gets none; b-1 gets 100 %");
              assertThat(it.facts()).containsEntry("revision", "b-2");
            });
  }

  @Test
  void passes_when_the_profile_says_that_requests_stay_there() throws Exception {
    assertThat(
            outcome(
                new RunningService().traffic("b-1", 100),
                RunningService.declared().traffic(Map.of("b-1", 100))))
        .isEqualTo(Outcome.passed("b-1 gets 100 %"));
  }

  @Test
  void fails_when_the_shares_are_not_the_declared_ones() throws Exception {
    assertThat(
            outcome(
                new RunningService().traffic("b-1", 90).traffic("b-2", 10),
                RunningService.declared().traffic(Map.of("latest", 100))))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.RUN_TRAFFIC_DIFFERS);
              assertThat(it.observed()).isEqualTo("b-1 gets 90 %, b-2 gets 10 %");
              assertThat(RunningService.command(it, "move"))
                  .isEqualTo(
                      "gcloud run services update-traffic backend --region=us-central1"
                          + " --project=acme-staging --to-revisions=LATEST=100");
            });
  }

  @Test
  void two_names_of_one_revision_add_up() throws Exception {
    assertThat(
            outcome(
                new RunningService(),
                RunningService.declared().traffic(Map.of("latest", 40, "b-2", 60))))
        .isEqualTo(Outcome.passed("b-2 gets 100 %"));
  }

  @Test
  void does_not_know_while_a_deployment_is_in_progress() throws Exception {
    assertThat(outcome(new RunningService().unsettled(), RunningService.declared()))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.TRANSIENT));
  }

  @Test
  void does_not_know_when_the_caller_may_not_look() throws Exception {
    assertThat(
            outcome(
                new RunningService().refusing(new ApiTrouble.Forbidden("IAM_PERMISSION_DENIED")),
                RunningService.declared()))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.reason()).isEqualTo(UnknownReason.PERMISSION));
  }

  @Test
  void has_nothing_to_judge_before_any_revision_is_ready_or_outside_of_cloud_run()
      throws Exception {
    assertThat(outcome(new RunningService().ready(""), RunningService.declared()))
        .isInstanceOf(Skipped.class);
    assertThat(outcome(new RunningService(), new ServiceDraft("backend")))
        .isInstanceOf(Skipped.class);
  }

  private static Outcome outcome(RunningService run, ServiceDraft service)
      throws InterruptedException {
    return new RunLatestServes(run).run(RunningService.target(service), new NoThresholds());
  }
}
