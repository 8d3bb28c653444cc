package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import preflight.catalog.Catalog;
import preflight.check.CheckDefinition;
import preflight.check.ExitCode;
import preflight.probe.network.HeldPort;
import preflight.probe.network.ScriptedPeer;
import preflight.report.ReportSchema;
import tools.jackson.databind.JsonNode;

/** Whatever value {@code lint} accepts, no check breaks over it. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("attack")
class AcceptedValuesTest {

  private static final int RUNS = Integer.getInteger("attack.runs", 200);
  private static final Pattern MISTAKE = Pattern.compile("(?m)^.*generated\\.yaml:(\\d+):\\d+: ");

  @TempDir Path folder;
  private final List<ScriptedPeer> peers = new ArrayList<>();

  @Test
  void what_lint_accepts_is_never_a_defect() throws Exception {
    List<CheckDefinition> checks = Catalog.definitions();
    Files.createDirectories(folder.resolve("checks"));
    Files.writeString(folder.resolve("checks/all.yaml"), GeneratedProfile.pack(checks));
    Files.writeString(folder.resolve(".env"), "A_SECRET=abc\nC_HOST=127.0.0.1\n");
    new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start().waitFor();
    List<Integer> ports = ports();
    List<String> defects = new ArrayList<>();
    int accepted = 0;
    int tried = 0;
    for (long seed = Long.getLong("attack.seed", 1); accepted < RUNS; seed++) {
      Optional<Path> profile = accepted(seed, ports, checks);
      // Else it would not end, and would be about mistakes and not about what is accepted.
      assertThat(++tried).as("profiles that were tried for %d", accepted).isLessThan(4 * RUNS + 20);
      if (profile.isEmpty()) {
        continue;
      }
      accepted++;
      var ran =
          Invocation.of(
              Map.of(),
              List.of("run", profile.get().toString(), "-o", "json", "--deadline", "700ms"));
      defects(seed, ran, defects);
    }
    for (ScriptedPeer peer : peers) {
      peer.close();
    }
    assertThat(defects).isEmpty();
  }

  private static void defects(long seed, Invocation ran, List<String> defects) {
    if (ran.exitCode() == ExitCode.DEFECT.code() || ran.exitCode() == ExitCode.INVALID.code()) {
      defects.add(seed + ": exit " + ran.exitCode() + " " + ran.err());
      return;
    }
    for (JsonNode check : ReportSchema.read(ran.out()).at("/checks")) {
      if (Boolean.getBoolean("attack.told")) {
        System.err.println(
            seed
                + " "
                + check.path("outcome").asString()
                + " "
                + check.path("reason").asString(""));
      }
      if (check.path("reason").asString("").equals("defect")
          || check.toString().contains("Exception")) {
        defects.add(
            "%d: %s %s"
                .formatted(seed, check.get("id").asString(), check.path("observed").asString("")));
      }
    }
  }

  /**
   * Takes out of a generated profile what lint refuses, until it accepts the rest; empty where what
   * is refused is no value but how values stand together.
   */
  private Optional<Path> accepted(long seed, List<Integer> ports, List<CheckDefinition> checks)
      throws IOException {
    Path file = folder.resolve("generated.yaml");
    Set<String> refused = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      var generated = GeneratedProfile.of(seed, ports, refused, checks);
      Files.writeString(file, generated.text());
      var lint = Invocation.of("lint", file.toString());
      if (lint.exitCode() == 0) {
        return Optional.of(file);
      }
      int before = refused.size();
      MISTAKE
          .matcher(lint.err())
          .results()
          .map(it -> Integer.parseInt(it.group(1)))
          // What is refused may be how values stand together: then one after the other goes.
          .forEach(it -> {
            if (!refused.add(generated.path(it))) {
              generated
                  .around(it)
                  .filter(at -> !refused.contains(at))
                  .findFirst()
                  .ifPresent(refused::add);
            }
          });
      if (refused.size() == before) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private List<Integer> ports() throws IOException {
    List<Integer> ports = new ArrayList<>();
    ports.add(HeldPort.CLOSED.number());
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
                + "{\"status\":\"ok\"}",
            "HTTP/1.1 302 Found\r\nLocation: /%zz[]\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "+PONG\r\n+OK\r\n$0\r\n\r\n",
            "N",
            "\u0000\u0001\u0002")) {
      peers.add(
          ScriptedPeer.playing(socket -> {
            int _ = socket.getInputStream().read(new byte[8192]);
            socket.getOutputStream().write(answer.getBytes(UTF_8));
            Thread.sleep(20);
          }));
    }
    peers.add(ScriptedPeer.closing());
    peers.forEach(it -> ports.add(it.port()));
    return ports;
  }
}
