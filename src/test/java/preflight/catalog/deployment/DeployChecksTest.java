package preflight.catalog.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.catalog.deployment.DeployUndeployed.Lag;
import preflight.catalog.platform.JudgedRevisions;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.UnknownReason;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.git.Commit;
import preflight.probe.git.History;
import preflight.probe.git.History.Gap;
import preflight.probe.git.History.Presence;
import preflight.probe.git.History.Standing;
import preflight.probe.google.ApiTrouble;
import preflight.probe.http.Body;
import preflight.probe.http.Exchange;
import preflight.probe.http.Http;
import preflight.probe.http.ResponseHeaders;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.Provenance;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.service.ServiceRelease;

class DeployChecksTest {

  private static final String ONE = "4f2a9c1d00000000000000000000000000000001";
  private static final String OTHER = "b27420e01c0000000000000000000000000000aa";
  private static final Instant NOW = Instant.parse("2026-03-10T08:00:00Z");
  private static final Lag LAG = new Lag(3, Duration.ofDays(3));

  private static final Http NOBODY =
      _ -> {
        throw new AssertionError("nobody is asked");
      };

  private static Target<Service> target(ServiceDraft draft) {
    Service service = draft.cloudRun("backend-staging").done();
    return new Target<>(
        service,
        new Environment(
            "staging",
            new Gcp(
                Optional.of("acme-staging"),
                Optional.of("us-central1"),
                Map.of(),
                Optional.empty()),
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("backend", service),
            Optional.of(
                new Source(
                    new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of()))));
  }

  private static ServiceDraft backend() {
    return new ServiceDraft("backend").url("https://api.staging.example.com");
  }

  private static ServiceRelease release(String version, Map<String, String> fixes) {
    return new ServiceRelease(
        Optional.of(version).filter(it -> !it.isEmpty()), "build.commit", fixes);
  }

  private static Http answering(int status, String body) {
    return _ ->
        new Exchange(
            new Exchange.Answer.Response(
                status, ResponseHeaders.NONE, Body.of(PeerText.ours(body)), "", List.of()),
            List.of());
  }

  private static ServingCommits commits(FakeCloudRun run, Http http) {
    return new ServingCommits(JudgedRevisions.asTheyAre(run), http);
  }

  private static FakeCloudRun madeOf(Provenance... provenances) {
    return new FakeCloudRun().madeOf("backend-staging", provenances);
  }

  private static Provenance labelled(String commit) {
    return FakeCloudRun.provenance("", Map.of("commit-sha", commit), "");
  }

  private static Provenance tagged(String label, String tag) {
    return FakeCloudRun.provenance(
        "",
        Map.of("commit-sha", label, "managed-by", "github-actions"),
        "gcr.io/acme/backend:" + tag);
  }

  private static Outcome commit(FakeCloudRun run, Http http, ServiceDraft draft) throws Exception {
    return new DeployCommit(commits(run, http)).run(target(draft), new NoThresholds());
  }

  private static History history(Standing standing, Presence presence) {
    return new History() {
      @Override
      public Standing standing(
          Source source, String deployed, java.util.function.Predicate<String> concerns) {
        return standing;
      }

      @Override
      public Presence presence(Source source, String fix, String deployed) {
        return presence;
      }
    };
  }

  private static Outcome undeployed(Standing standing) throws Exception {
    return new DeployUndeployed(
            commits(madeOf(labelled(ONE)), NOBODY),
            history(standing, new Presence.Contained()),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .run(target(backend()), LAG);
  }

  private static Outcome fix(FakeCloudRun run, Presence presence) throws Exception {
    return new DeployFix(
            commits(run, NOBODY), history(new Standing.CannotTell(new Gap.NoCommit()), presence))
        .run(
            target(backend().release(release("", Map.of("sign-in loops", OTHER)))),
            new NoThresholds());
  }

  private static Commit commit(String subject, String at) {
    return new Commit(OTHER, PeerText.ours(subject), Instant.parse(at));
  }

  private static final Commit HEAD = commit("Head", "2026-03-10T07:00:00Z");
  private static final Commit FEATURE = commit("feat: chats", "2026-03-01T07:00:00Z");
  private static final Commit FRESH_FIX = commit("fix: chats", "2026-03-09T07:00:00Z");
  private static final Commit OLD_FIX = commit("fix(auth): sign in", "2026-03-01T07:00:00Z");

  private static void assertFailed(Outcome outcome, Signal signal, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(signal);
              assertThat(it.observed()).contains(words);
            });
  }

  private static void assertUnknown(Outcome outcome, UnknownReason reason, String command) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            it -> {
              assertThat(it.reason()).isEqualTo(reason);
              assertThat(it.commands().toString()).contains(command);
            });
  }

  @Test
  void label_and_tag_of_one_commit_pass() throws Exception {
    assertThat(commit(madeOf(tagged(ONE, "4f2a9c1")), NOBODY, backend()))
        .isEqualTo(
            Outcome.passed(
                "revision backend-staging-1 is of 4f2a9c1d0000 (the label commit-sha, the tag of its"
                    + " image)"));
  }

  @Test
  void label_and_tag_of_two_commits_fail_and_name_the_action_that_does_so() throws Exception {
    Outcome outcome = commit(madeOf(tagged(OTHER, "4f2a9c1")), NOBODY, backend());
    assertFailed(
        outcome,
        Signal.DEPLOY_COMMIT_DISPUTED,
        "the label commit-sha says b27420e01c00",
        "the tag of its image says 4f2a9c1");
    assertThat(((Outcome.Failed) outcome).facts().get(CheckDoc.FIX)).contains("GITHUB_SHA");
  }

  @Test
  void the_answer_of_the_service_must_be_of_a_revision_that_serves() throws Exception {
    var declared = backend().release(release("/version", Map.of()));
    var answer = answering(200, "{\"build\": {\"commit\": \"v1.4-3-g4f2a9c1\"}}");
    assertThat(commit(madeOf(labelled(ONE)), answer, declared)).isInstanceOf(Outcome.Passed.class);
    assertThat(commit(madeOf(labelled(OTHER), labelled(ONE)), answer, declared))
        .isInstanceOf(Outcome.Passed.class);
    assertThat(commit(madeOf(Provenance.NONE), answer, declared))
        .isInstanceOf(Outcome.Passed.class);
    assertFailed(
        commit(madeOf(labelled(OTHER)), answer, declared),
        Signal.DEPLOY_COMMIT_DISPUTED,
        "the answer of /version says 4f2a9c1");
  }

  @Test
  void an_answer_that_tells_nothing_is_unknown() throws Exception {
    var declared = backend().release(release("/version", Map.of()));
    for (Http http :
        List.of(answering(404, ""), answering(200, "{}"), answering(200, "<html>4f2a9c1</html>"))) {
      assertUnknown(commit(madeOf(labelled(ONE)), http, declared), UnknownReason.TRANSIENT, "");
    }
  }

  @Test
  void nothing_that_tells_is_skipped_and_unknown_where_it_is_declared() throws Exception {
    assertThat(commit(madeOf(Provenance.NONE), NOBODY, backend()))
        .isInstanceOf(Outcome.Skipped.class);
    assertUnknown(
        commit(madeOf(Provenance.NONE), NOBODY, backend().release(release("", Map.of()))),
        UnknownReason.PERMISSION,
        "--update-labels=commit-sha=");
    assertUnknown(
        commit(new FakeCloudRun().refusing(new ApiTrouble.Forbidden("")), NOBODY, backend()),
        UnknownReason.PERMISSION,
        "roles/run.viewer");
  }

  @Test
  void current_lagging_and_older_pass_and_say_so() throws Exception {
    assertThat(((Outcome.Passed) undeployed(new Standing.Current(HEAD))).observed())
        .startsWith("CURRENT");
    assertThat(
            ((Outcome.Passed)
                    undeployed(new Standing.Behind(HEAD, HEAD, List.of(FEATURE, FRESH_FIX))))
                .observed())
        .startsWith("LAGGING: revision backend-staging-1 lacks 2 commits of b27420e01")
        .contains("b27420e01 fix: chats; b27420e01 feat: chats");
    assertThat(
            ((Outcome.Passed) undeployed(new Standing.Ahead(HEAD, HEAD, List.of(FEATURE))))
                .observed())
        .startsWith("OLDER")
        .contains("takes back 1 commit");
  }

  @Test
  void too_many_commits_and_too_old_a_fix_are_stale() throws Exception {
    assertFailed(
        undeployed(new Standing.Behind(HEAD, HEAD, List.of(FEATURE, FEATURE, FEATURE, FEATURE))),
        Signal.DEPLOY_STALE,
        "lacks 4 commits");
    assertFailed(
        undeployed(new Standing.Behind(HEAD, HEAD, List.of(OLD_FIX))),
        Signal.DEPLOY_STALE,
        "1 say that they fix");
  }

  @Test
  void what_only_runs_is_forked() throws Exception {
    assertFailed(
        undeployed(new Standing.Forked(HEAD, HEAD, List.of(FEATURE), List.of(FRESH_FIX))),
        Signal.DEPLOY_FORKED,
        "has 1 commit that b27420e01 lacks, which has 1 others");
  }

  @Test
  void a_repository_that_does_not_tell_is_unknown_with_what_would_make_it() throws Exception {
    assertUnknown(
        undeployed(new Standing.CannotTell(new Gap.Shallow())),
        UnknownReason.VANTAGE,
        "fetch --unshallow");
    assertUnknown(
        undeployed(new Standing.CannotTell(new Gap.UnknownCommit(ONE))),
        UnknownReason.VANTAGE,
        "fetch origin " + ONE);
    assertUnknown(
        undeployed(new Standing.CannotTell(new Gap.TooMany(9))), UnknownReason.BUDGET, "");
    assertThat(undeployed(new Standing.CannotTell(new Gap.NoRepository())))
        .isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void a_fix_that_serves_passes_also_as_another_commit() throws Exception {
    var run = madeOf(labelled(ONE));
    assertThat(fix(run, new Presence.Contained())).isInstanceOf(Outcome.Passed.class);
    assertThat(((Outcome.Passed) fix(run, new Presence.Picked(FRESH_FIX))).observed())
        .contains("sign-in loops (b27420e01c00) as b27420e01");
  }

  @Test
  void a_fix_that_is_missing_or_was_taken_back_fails() throws Exception {
    var run = madeOf(labelled(ONE));
    assertFailed(
        fix(run, new Presence.Missing(Optional.of(OLD_FIX), true)),
        Signal.DEPLOY_FIX_MISSING,
        "lacks the fix of sign-in loops (b27420e01c00)",
        "the checked-out commit has it");
    assertFailed(
        fix(run, new Presence.Missing(Optional.of(OLD_FIX), false)),
        Signal.DEPLOY_FIX_MISSING,
        "merge it first");
    assertFailed(
        fix(run, new Presence.Reverted(FEATURE)), Signal.DEPLOY_FIX_MISSING, "took it back");
  }

  @Test
  void a_fix_of_which_nobody_can_tell_is_unknown() throws Exception {
    assertUnknown(
        fix(madeOf(Provenance.NONE), new Presence.Contained()),
        UnknownReason.PERMISSION,
        "--update-labels=commit-sha=");
    assertUnknown(
        fix(madeOf(tagged(OTHER, "4f2a9c1")), new Presence.Contained()),
        UnknownReason.PERMISSION,
        "--update-labels=commit-sha=");
    assertUnknown(
        fix(madeOf(labelled(ONE)), new Presence.CannotTell(new Gap.NoRepository())),
        UnknownReason.VANTAGE,
        "");
  }
}
