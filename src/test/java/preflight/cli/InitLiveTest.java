package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.Golden;
import preflight.sandbox.RunningSandbox;
import preflight.sandbox.Scenarios;

/** What {@code init} writes of a running environment. */
class InitLiveTest {

  @TempDir Path folder;

  @Test
  void a_healthy_environment_becomes_a_profile_that_says_go() throws Exception {
    try (var sandbox = RunningSandbox.start(Scenarios.named("healthy").orElseThrow())) {
      Path target = folder.resolve("sandbox.yaml");
      Invocation init =
          Invocation.of(sandbox.exports(), InitiatedProfile.arguments(target.toString()));
      assertThat(init.exitCode()).as(init.everything()).isZero();
      String text = Files.readString(target);
      for (String credential : sandbox.credentials()) {
        assertThat(text + init.everything()).doesNotContain(credential);
      }
      Golden.assertUpToDate(
          Path.of("src/test/resources/golden/init-sandbox.yaml"),
          text.replaceAll("http://127.0.0.1:[0-9]+", "http://127.0.0.1:PORT"));
      assertThat(Invocation.of(sandbox.exports(), List.of("lint", target.toString())).exitCode())
          .isZero();
      Path patient = InitiatedProfile.of(sandbox).in(folder, sandbox.exports());
      Invocation run = Invocation.of(sandbox.exports(), List.of("run", patient.toString()));
      assertThat(run.exitCode()).as(run.everything()).isZero();

      assertRefused(
          sandbox.exports(), "other-project", "us-central1", 20, "cannot list the services");
      assertRefused(sandbox.exports(), "sandbox", "europe-west1", 78, "there is no service");
    }
  }

  /** Services are known without it, and which secrets they receive. */
  @Test
  void what_secret_manager_does_not_tell_is_said() throws Exception {
    try (var sandbox =
        RunningSandbox.start(Scenarios.named("unreadable-secret-manager").orElseThrow())) {
      Invocation init = Invocation.of(sandbox.exports(), InitiatedProfile.arguments("-"));
      assertThat(init.exitCode()).isZero();
      assertThat(init.err()).contains("not known: which secrets no service receives");
      assertThat(init.out())
          .contains("# not known: which secrets no service receives", "JWT_SECRET");
    }
  }

  private static void assertRefused(
      Map<String, String> exports, String project, String region, int exitCode, String why) {
    List<String> arguments = new ArrayList<>(InitiatedProfile.arguments("-"));
    arguments.set(arguments.indexOf("--project") + 1, project);
    arguments.set(arguments.indexOf("--region") + 1, region);
    Invocation init = Invocation.of(exports, arguments);
    assertThat(init.exitCode()).as(init.everything()).isEqualTo(exitCode);
    assertThat(init.err()).contains(why);
  }
}
