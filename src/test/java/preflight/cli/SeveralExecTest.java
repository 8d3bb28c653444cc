package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several programs of one's own on one service, each a check of its own. */
@Timeout(60)
class SeveralExecTest {

  private static final String PACK =
      """
      version: 1
      rules:
        - check: exec
          id: queue
          on: services.backend
          with:
            command: [./scripts/check-queue, --strict]
            expects: fewer than 100 messages wait
            fix: Restart the worker
            repair: [kubectl, rollout, restart, "deployment/it's"]
            impact: mails come hours late
        - check: exec
          id: disk
          on: services
          severity: warning
          with: { command: [./scripts/check-disk], expects: half of the disk is free }
        - check: exec
          on: services.backend
          with: { command: [printf, '{"outcome":"passed","observed":"fine"}'] }
      """;

  @TempDir private Path folder;
  private Path profile = Path.of("");

  @BeforeEach
  void write() throws Exception {
    Files.createDirectories(folder.resolve("env/scripts"));
    program("check-queue", "{\"outcome\":\"failed\",\"observed\":\"9000 messages wait\"}");
    program("check-disk", "{\"outcome\":\"unknown\",\"observed\":\"no such disk\"}");
    Files.createDirectories(folder.resolve("packs"));
    Files.writeString(folder.resolve("packs/mine.yaml"), PACK);
    profile =
        Files.writeString(
            folder.resolve("env/p.yaml"),
            """
            version: 1
            environment: p
            packs: { only: [../packs/mine.yaml] }
            services: { backend: { impact: no chat } }
            """);
  }

  private void program(String name, String answer) throws Exception {
    Path file = folder.resolve("env/scripts").resolve(name);
    Files.writeString(file, "#!/bin/sh\necho '" + answer + "'\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Invocation preflight(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command, profile.toString()));
    words.addAll(List.of(more));
    return Invocation.of(Map.of(), words);
  }

  private void edit(String from, String to) throws Exception {
    Files.writeString(folder.resolve("packs/mine.yaml"), PACK.replace(from, to));
  }

  @Test
  void each_has_a_result_with_its_own_words_and_remedy() {
    var run = preflight("run");
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("exec.queue/services.backend")
        .contains("expected fewer than 100 messages wait")
        .contains("observed 9000 messages wait")
        .contains("impact mails come hours late")
        .contains("Restart the worker. Run the program by hand")
        .contains("kubectl rollout restart 'deployment/it'\\''s'")
        .contains("/env/scripts/check-queue --strict")
        .contains("preflight explain exec ")
        .contains("exec.disk/services.backend")
        .contains("expected half of the disk is free")
        .contains("1 passed · 1 failed");
  }

  @Test
  void one_of_them_or_all_are_selected_and_changed() throws Exception {
    assertThat(preflight("plan").out())
        .contains("exec.queue/services.backend", "exec.disk/services.backend")
        .contains("exec/services.backend");
    assertThat(preflight("plan", "--only", "exec.disk").out()).endsWith("\n1 check\n");
    assertThat(preflight("plan", "--only", "exec").out()).endsWith("\n3 checks\n");
    Files.writeString(
        profile,
        Files.readString(profile)
            + """
            override: { exec.queue: { severity: warning } }
            waivers: [{ check: exec.disk/services.backend, reason: r, owner: o, expires: 2099-01-01 }]
            """);
    assertThat(preflight("plan").exitCode()).as(preflight("plan").everything()).isZero();
    assertThat(preflight("run").exitCode()).isZero();
  }

  @Test
  void what_cannot_be_told_apart_is_a_mistake_with_its_place() throws Exception {
    Files.writeString(
        folder.resolve("packs/mine.yaml"),
        PACK.replace("id: disk", "id: queue").replace("on: services\n", "on: services.backend\n"));
    assertThat(preflight("lint").everything())
        .contains(
            "mine.yaml:12:5: a second rule for exec.queue on services.backend; first in line 3")
        .contains("give each an id of its own");
    edit("id: disk", "id: a.b");
    assertThat(preflight("lint").everything()).contains("mine.yaml:13:9: expected a name");
    edit("check: exec\n    id: disk", "check: http-origin\n    id: disk");
    assertThat(preflight("lint").everything())
        .contains("mine.yaml:13:9: http-origin runs once on a resource and takes no id");
  }

  @Test
  void a_program_that_is_not_there_is_noted() throws Exception {
    edit("./scripts/check-disk", "./scripts/none");
    assertThat(preflight("lint").everything()).contains("there is no ./scripts/none here");
  }
}
