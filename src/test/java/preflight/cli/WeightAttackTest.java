package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import preflight.cli.GateProcess.Ended;
import preflight.probe.google.GrpcServer;

/**
 * Thousands of secrets in a process of the launcher's 256 MB: it ends right or as unknown, soon
 * after its deadline, and never for want of memory. At 200 runs there are 2,000 secrets.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("attack")
@Timeout(300)
class WeightAttackTest {

  private static final int SECRETS = 10 * Integer.getInteger("attack.runs", 200);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long MOST_MEGABYTES = 400;

  @TempDir Path folder;
  private GateProcess gate;

  @BeforeEach
  void open() throws IOException {
    gate = new GateProcess();
  }

  /** What all secrets of a project are like. */
  enum Values {
    DIFFERENT(0, i -> random(40, i)),
    EQUAL(11, _ -> "Zk3pQ9vX2mL7wT5nB8cJ4hD6sF1gR0yA"),
    ALIKE_AT_THE_START(11, i -> "acme-production-signing-key-" + random(40, i)),
    ALIKE_TOO_SHORT_TO_MATTER(0, i -> "acme-prod-v1" + random(50, i)),
    A_KILOBYTE(0, i -> random(1024, i)),
    /** Secret Manager takes no longer ones; 48 MB of them are held, and the rest is unknown. */
    // At a bounded size, comparing them ends within the budget.
    THE_LONGEST(0, i -> random(65_536, i)),
    SILENT(20, _ -> "");

    private final int code;

    // A lambda without state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final IntFunction<String> value;

    Values(int code, IntFunction<String> value) {
      this.code = code;
      this.value = value;
    }
  }

  /** A project whose secrets are made when they are asked for. */
  private static final class Project extends SecretManagerServiceImplBase {

    private final Values values;

    Project(Values values) {
      this.values = values;
    }

    @Override
    public void accessSecretVersion(
        AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> answer) {
      if (values == Values.SILENT) {
        return;
      }
      String id = request.getName().split("/", -1)[3];
      String value = values.value.apply(Integer.parseInt(id.substring(2)));
      answer.onNext(
          AccessSecretVersionResponse.newBuilder()
              .setName("projects/acme/secrets/" + id + "/versions/1")
              .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFrom(value, UTF_8)))
              .build());
      answer.onCompleted();
    }
  }

  private static String random(int length, int seed) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    return new Random(seed * 7919L + 17)
        .ints(length, 0, alphabet.length())
        .mapToObj(it -> String.valueOf(alphabet.charAt(it)))
        .collect(Collectors.joining());
  }

  private Path profile(GrpcServer server, int secrets) throws IOException {
    Path pack =
        Files.writeString(
            folder.resolve("pack.yaml"),
            """
            version: 1
            rules:
              - { check: secret-exists, on: secrets, timeout: 60s }
              - { check: secret-payload-clean, on: secrets, timeout: 60s }
              - { check: secret-placeholder, on: secrets, timeout: 60s }
              - { check: secret-strength, on: secrets, timeout: 60s }
              - { check: secret-distinct, on: secrets, timeout: 60s }
            """);
    String all =
        IntStream.range(0, secrets)
            .mapToObj(it -> "  S_%d_SECRET: { id: s-%d }\n".formatted(it, it))
            .collect(Collectors.joining());
    return Files.writeString(
        folder.resolve("many.yaml"),
        "version: 1\nenvironment: many\npacks: { only: [%s] }\ngcp: { project: acme-test, endpoints: { secretmanager: \"%s\" } }\nsecrets:\n%s"
            .formatted(pack.getFileName(), server.gcp().endpoints().get("secretmanager"), all));
  }

  /** How a process ended, how much memory it had at most, and how long it took. */
  private record Weighed(Ended ended, long megabytes, Duration took) {}

  private Weighed weigh(Process process) throws Exception {
    long start = System.nanoTime();
    var peak = new long[1];
    Thread scales =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (process.isAlive()) {
                peak[0] = Math.max(peak[0], kilobytes(process));
                try {
                  Thread.sleep(20);
                } catch (InterruptedException _) {
                  return;
                }
              }
            });
    Ended ended = GateProcess.end(process);
    scales.join();
    return new Weighed(ended, peak[0] / 1024, Duration.ofNanos(System.nanoTime() - start));
  }

  /** Zero where the system does not tell, or the process is gone. */
  private static long kilobytes(Process process) {
    try {
      var peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return peak.find() ? Long.parseLong(peak.group(1)) : 0;
    } catch (IOException _) {
      return 0;
    }
  }

  @ParameterizedTest
  @EnumSource
  void thousands_of_secrets_end_right_or_unknown_and_never_without_memory(Values values)
      throws Exception {
    int secrets = values == Values.SILENT || values == Values.THE_LONGEST ? SECRETS / 4 : SECRETS;
    // A silent project is silent for as long as it is given.
    String deadline = values == Values.SILENT ? "5s" : "120s";
    try (var server = new GrpcServer(new Project(values))) {
      Weighed weighed =
          weigh(
              gate.start(
                  Map.of(),
                  List.of(
                      "run",
                      profile(server, secrets).toString(),
                      "--deadline",
                      deadline,
                      "-o",
                      "short",
                      "-o",
                      "json=" + folder.resolve("report.json"))));

      Ended ended = weighed.ended();
      assertThat(ended.err()).isEmpty();
      // On a machine that is too slow for all of them nothing is said instead of something wrong.
      assertThat(ended.exitCode()).as(ended.out()).isIn(values.code, 20);
      assertThat(ended.out().length()).isLessThan(50_000);
      assertThat(weighed.megabytes()).isLessThan(MOST_MEGABYTES);
    }
  }

  @Test
  void a_deadline_that_is_shorter_than_the_start_ends_as_inconclusive() throws Exception {
    try (var server = new GrpcServer(new Project(Values.DIFFERENT))) {
      Weighed weighed =
          weigh(
              gate.start(
                  Map.of(),
                  List.of("run", profile(server, SECRETS).toString(), "--deadline", "1ms")));

      assertThat(weighed.ended().exitCode()).isEqualTo(20);
      assertThat(weighed.ended().out() + weighed.ended().err()).contains("deadline of 1ms");
      assertThat(weighed.took()).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void whatever_reads_the_report_too_slowly_does_not_hold_the_process() throws Exception {
    try (var server = new GrpcServer(new Project(Values.EQUAL))) {
      var arguments = new ArrayList<String>();
      // With fewer, the whole report fits into a pipe.
      arguments.addAll(List.of("run", profile(server, Math.max(100, SECRETS / 4)).toString()));
      arguments.addAll(List.of("--deadline", "8s", "-v", "-o", "json"));
      Process process = gate.start(Map.of(), arguments);

      // Nobody reads its output, which is longer than a pipe holds.
      assertThat(process.waitFor(Duration.ofSeconds(60))).isTrue();
      assertThat(process.exitValue()).isEqualTo(20);
      assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8))
          .contains("the deadline of 8s passed; the report is not complete");
    }
  }
}
