package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a program of an {@code exec} check can get of the gate that started it. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class ExecIsolationTest {

  private static final String SCRIPT =
      """
      cd "$1"
      env > env
      tr '\\0' '\\n' > parent 2> parent-refused < /proc/$PPID/environ
      cat /proc/$PPID/maps > maps 2> maps-refused
      ls -l /proc/self/fd > descriptors
      "$2/bin/jcmd" $PPID VM.system_properties > attached 2>&1
      echo '{ "outcome": "passed" }'
      """;

  @TempDir private Path folder;

  private String found(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private GateProcess.Ended run(String env) throws Exception {
    Path script = Files.writeString(folder.resolve("check.sh"), SCRIPT);
    Files.writeString(
        folder.resolve("pack.yaml"),
        "version: 1\nrules: [{ check: exec, on: services, timeout: 60s, with: { command: [sh, %s, %s, %s], give-up-after: 50s%s } }]\n"
            .formatted(script, folder, System.getProperty("java.home"), env));
    Path profile =
        Files.writeString(
            folder.resolve("p.yaml"),
            "version: 1\nenvironment: p\npacks: { only: [pack.yaml] }\nservices: { a: { url: https://a.example } }\n");
    var builder =
        new GateProcess()
            .builder(
                Map.of(
                    "AWS_SECRET_ACCESS_KEY",
                    Matrix.CREDENTIAL,
                    "GOOGLE_APPLICATION_CREDENTIALS",
                    "/no/such/" + Matrix.CREDENTIAL,
                    "PREFLIGHT_DEADLINE",
                    "59s",
                    "QUEUE_URL",
                    "https://queue.example"),
                List.of(),
                List.of("run", profile.toString()));
    if (mayReadAnything()) {
      List<String> command =
          new ArrayList<>(List.of("setpriv", "--bounding-set=-sys_ptrace,-sys_admin,-perfmon"));
      command.addAll(builder.command());
      builder.command(command);
    }
    return GateProcess.end(builder.start());
  }

  /** Whether this is root with the capabilities to which nothing in /proc is closed. */
  private static boolean mayReadAnything() throws IOException {
    String capabilities =
        Files.readString(Path.of("/proc/self/status"))
            .replaceAll("(?s).*CapEff:\\s+(\\w+).*", "$1");
    return (Long.parseUnsignedLong(capabilities, 16) >> 19 & 1) == 1;
  }

  @Test
  void it_gets_no_variable_no_descriptor_and_no_way_into_the_process() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "Linux");
    assumeTrue(!mayReadAnything() || Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv");
    var ended = run("");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(found("env").lines().map(it -> it.split("=", 2)[0]))
        .contains("PREFLIGHT_ENVIRONMENT", "PREFLIGHT_RESOURCE", "PREFLIGHT_URL", "PATH")
        .allMatch(it ->
            it.matches(
                "PREFLIGHT_(ENVIRONMENT|RESOURCE|URL)|PATH|HOME|LANG|LC_\\w+|TMPDIR|TZ|PWD|OLDPWD|_|SHLVL"));
    assertThat(found("descriptors").lines().filter(it -> it.contains("->")).count())
        .as(found("descriptors"))
        // The three that every program has, and the one that reads the list.
        .isLessThanOrEqualTo(4);
    assertThat(found("parent")).as("environment of the gate").isEmpty();
    assertThat(found("maps")).as("memory of the gate").isEmpty();
    assertThat(found("attached")).as("attached").doesNotContain("preflight.home=");
  }

  @Test
  void it_gets_the_variables_that_the_pack_names() throws Exception {
    var ended = run(", env: [QUEUE_URL]");
    assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
    assertThat(found("env")).contains("QUEUE_URL=https://queue.example").doesNotContain("AWS_");
    assertThat(run(", env: [PREFLIGHT_DEADLINE]").err()).contains("are not passed on");
    assertThat(run(", env: ['A B']").err()).contains("env lists names of variables");
  }
}
