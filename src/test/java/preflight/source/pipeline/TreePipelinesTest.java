package preflight.source.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.Source;
import preflight.source.Finding;
import preflight.source.RuleResult;
import preflight.source.tree.WorkingTrees;

/** Pipelines as teams write them; the ways out are those of public reports. */
class TreePipelinesTest {

  private static final String WORKFLOW = ".github/workflows/deploy.yml";
  private static final String DEPLOY = "gcloud run deploy backend --image=x";

  @TempDir Path folder;

  private void file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Optional<RuleResult> result(String... gates) {
    var source =
        new Source(new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of());
    return new TreePipelines(folder, new WorkingTrees()).ungated(source, List.of(gates));
  }

  private void assertGated() {
    assertThat(result()).contains(new RuleResult(List.of(), List.of()));
  }

  private void assertFound(int line, String words) {
    RuleResult result = result().orElseThrow();
    assertThat(result.findings()).hasSize(1);
    Finding found = result.findings().getFirst();
    assertThat(found.message()).contains(words);
    assertThat(found.line()).isEqualTo(line);
  }

  private void assertOpen(String words) {
    RuleResult result = result().orElseThrow();
    assertThat(result.findings()).isEmpty();
    assertThat(result.gaps().toString()).contains(words);
  }

  private void steps(String steps) throws IOException {
    file(WORKFLOW, "on: push\njobs:\n  deploy:\n    steps:\n" + steps.indent(6));
  }

  @Test
  void a_gate_before_the_deployment_is_on() throws Exception {
    steps("- run: preflight run staging\n- run: " + DEPLOY);
    assertGated();
  }

  @Test
  void a_tree_that_deploys_nothing_has_no_answer() throws Exception {
    file(WORKFLOW, "on: push\njobs: { test: { steps: [{ run: pytest }] } }\n");
    assertThat(result()).isEmpty();
  }

  @Test
  void a_deployment_without_it_and_one_before_it_are_told() throws Exception {
    steps("- uses: google-github-actions/deploy-cloudrun@v3");
    assertFound(5, "deploys without the gate");
    steps("- run: " + DEPLOY + "\n- run: preflight run staging");
    assertFound(5, "deploys before the gate");
    steps("- run: terraform apply -auto-approve");
    assertOpen("applies Terraform without the gate");
  }

  /** As of paperclipai/paperclip 11771 and VGonPa/xbrain 121. */
  @Test
  void a_step_that_goes_on_after_its_error_lets_everything_pass() throws Exception {
    steps(
        """
        - run: preflight run staging
          continue-on-error: true
        - run: gcloud run deploy backend
        """);
    assertFound(5, "continue-on-error: true");
  }

  /** As of free2z/zuu 512: at the job, the jobs that need it go on. */
  @Test
  void a_job_that_goes_on_after_its_error_lets_everything_pass() throws Exception {
    file(
        WORKFLOW,
        """
        on: push
        jobs:
          gate:
            continue-on-error: true
            steps: [{ run: preflight run staging }]
          deploy:
            needs: gate
            steps: [{ run: gcloud run deploy backend }]
        """);
    assertFound(5, "continue-on-error: true");
  }

  @Test
  void a_job_that_does_not_wait_for_the_gate_or_runs_despite_it_is_told() throws Exception {
    String jobs =
        """
        on: push
        jobs:
          gate: { steps: [{ run: preflight run staging }] }
          build: { needs: [gate], steps: [{ run: docker build . }] }
          deploy:
            %s
            steps: [{ run: gcloud run deploy backend }]
        """;
    file(WORKFLOW, jobs.formatted("needs: build"));
    assertGated();
    file(WORKFLOW, jobs.formatted("runs-on: ubuntu-latest"));
    assertFound(7, "does not wait for the gate in gate");
    file(WORKFLOW, jobs.formatted("needs: build\n    if: ${{ always() }}"));
    assertFound(3, "even if that refuses");
  }

  @Test
  void what_the_shell_forgives_is_told() throws Exception {
    steps("- run: preflight run staging || true\n- run: " + DEPLOY);
    assertFound(5, "|| true");
    steps("- run: preflight run staging | tee log\n- run: " + DEPLOY);
    assertFound(5, "pipefail");
    steps("- run: preflight run staging | tee log\n  shell: bash\n- run: " + DEPLOY);
    assertGated();
    steps("- run: preflight run staging || exit 1\n- run: " + DEPLOY);
    assertGated();
    steps("- run: |\n    set +e\n    preflight run staging\n    " + DEPLOY);
    assertFound(7, "no set -e");
  }

  @Test
  void a_switch_is_told_with_its_default() throws Exception {
    file(
        WORKFLOW,
        """
        on:
          workflow_dispatch:
            inputs:
              check_secrets: { type: boolean, default: false }
        jobs:
          deploy:
            steps:
              - if: inputs.check_secrets
                run: preflight run staging
              - run: gcloud run deploy backend
        """);
    assertFound(9, "check_secrets decides that (false by default)");
    steps("- if: false\n  run: preflight run staging\n- run: " + DEPLOY);
    assertFound(6, "never runs it");
  }

  @Test
  void the_same_condition_as_that_of_the_deployment_is_none() throws Exception {
    String main = "  if: github.ref == 'refs/heads/main'\n";
    steps("- run: preflight run staging\n" + main + "- run: " + DEPLOY + "\n" + main);
    assertGated();
    steps("- run: preflight run staging\n" + main + "- run: " + DEPLOY);
    assertOpen("only if github.ref == 'refs/heads/main', which is not known");
  }

  @Test
  void scripts_of_the_tree_are_read_where_they_are_called() throws Exception {
    steps("- run: ./scripts/deploy.sh staging");
    file("scripts/deploy.sh", "#!/bin/bash -e\npreflight run \"$1\"\n" + DEPLOY + "\n");
    assertGated();
    file("scripts/deploy.sh", "#!/bin/bash\npreflight run \"$1\"\n" + DEPLOY + "\n");
    assertFound(2, "no set -e");
    file(
        "scripts/deploy.sh",
        """
        #!/bin/bash
        set -euo pipefail
        CHECK_SECRETS=${CHECK_SECRETS:-false}
        if [ "$CHECK_SECRETS" = true ]; then
          preflight run staging
        fi
        gcloud run deploy backend
        """);
    assertFound(5, "CHECK_SECRETS decides that (false by default)");
  }

  @Test
  void a_script_alone_is_judged_where_no_pipeline_deploys() throws Exception {
    file("deploy.sh", "set -e\n" + DEPLOY + "\n");
    assertFound(2, "deploys without the gate");
    steps("- run: preflight run staging\n- run: " + DEPLOY);
    assertGated();
  }

  @Test
  void the_wrapper_is_gate_and_deployment() throws Exception {
    steps("- run: scripts/deploy-with-preflight staging -- gcloud run deploy backend");
    assertGated();
    steps("- run: scripts/deploy-with-preflight staging -- gcloud run deploy backend || true");
    assertFound(5, "|| true");
  }

  @Test
  void what_nobody_can_read_is_open() throws Exception {
    steps("- run: make gate\n- run: " + DEPLOY);
    assertOpen("make gate");
    file(
        WORKFLOW,
        """
        jobs:
          gate: { uses: acme/pipelines/.github/workflows/gate.yml@v1 }
          deploy: { needs: gate, steps: [{ run: gcloud run deploy backend }] }
        """);
    assertOpen("acme/pipelines/.github/workflows/gate.yml@v1");
    assertThat(result("acme/pipelines").orElseThrow().findings()).isEmpty();
    file(WORKFLOW, "jobs: [");
    file("deploy.sh", DEPLOY);
    assertThat(result().orElseThrow().gaps().toString()).contains("is no YAML");
  }

  @Test
  void a_command_that_a_team_names_is_the_gate() throws Exception {
    steps("- run: python3 tools/gate.py\n- run: " + DEPLOY);
    assertThat(result("tools/gate.py")).contains(new RuleResult(List.of(), List.of()));
  }

  /** As of glsec/glsec 328 and 454. */
  @Test
  void gitlab_lets_pass_what_may_fail_and_what_waits_for_a_hand() throws Exception {
    String file =
        """
        stages: [gate, deploy]
        .base: { stage: gate }
        gate:
          extends: .base
          script: [preflight run staging]
          %s
        deploy:
          stage: deploy
          script:
            - gcloud run deploy backend
        """;
    file(".gitlab-ci.yml", file.formatted("tags: [docker]"));
    assertGated();
    file(".gitlab-ci.yml", file.formatted("allow_failure: true"));
    assertFound(5, "allow_failure");
    file(".gitlab-ci.yml", file.formatted("when: manual"));
    assertFound(5, "when: manual");
    file(".gitlab-ci.yml", file.formatted("rules: [{ when: never }]"));
    assertFound(5, "never runs it");
    file(
        ".gitlab-ci.yml",
        file.formatted("rules: [{ if: $SKIP_GATE, when: never }, { when: on_success }]"));
    assertFound(5, "SKIP_GATE decides that");
  }

  @Test
  void cloud_build_waits_for_all_steps_or_for_those_that_are_named() throws Exception {
    String file =
        """
        steps:
          - id: gate
            name: europe-docker.pkg.dev/acme/tools/preflight
            entrypoint: preflight
            args: [run, staging]
            %s
          - id: deploy
            name: gcr.io/google.com/cloudsdktool/cloud-sdk
            entrypoint: gcloud
            args: [run, deploy, backend, "--image=x"]
            %s
        """;
    file("cloudbuild.yaml", file.formatted("timeout: 60s", "timeout: 60s"));
    assertGated();
    file("cloudbuild.yaml", file.formatted("allowFailure: true", "timeout: 60s"));
    assertFound(3, "allowFailure");
    file("cloudbuild.yaml", file.formatted("timeout: 60s", "waitFor: ['-']"));
    assertFound(8, "does not wait for the gate in gate");
  }
}
