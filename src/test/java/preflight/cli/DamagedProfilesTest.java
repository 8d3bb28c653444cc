package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes a profile holds, {@code lint} says in time what is wrong with them. */
@Tag("attack")
class DamagedProfilesTest {

  private static final int RUNS = Integer.getInteger("attack.runs", 200);
  // Far more than it takes, for machines that are busy with something else.
  private static final Duration LONGEST = Duration.ofSeconds(8);

  @TempDir Path folder;

  private void lint(byte[] bytes, String what) throws IOException {
    Path file = Files.write(folder.resolve("damaged.yaml"), bytes);
    long start = System.nanoTime();
    var ended = Invocation.of("lint", file.toString());
    assertThat(ended.exitCode()).as("%s\n%s", what, ended.everything()).isIn(0, 78);
    assertThat(ended.everything()).as(what).doesNotContain("Exception");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(LONGEST);
  }

  @Test
  void bytes_that_were_changed_dropped_or_doubled_are_mistakes() throws IOException {
    byte[] sound = Files.readAllBytes(Path.of("env-profiles/base.yaml"));
    Random random = new Random(Long.getLong("attack.seed", 10));
    byte[] noise = "\t\n\r :{}[]&*!|>'\"%@#-,?~\0\u00e9\u2028\ufeff<<: ${env:&a *a".getBytes(UTF_8);
    for (int run = 0; run < RUNS; run++) {
      byte[] damaged = sound;
      for (int i = 0; i < 4; i++) {
        int at = random.nextInt(damaged.length);
        int end = Math.min(damaged.length, at + random.nextInt(30));
        var out = new ByteArrayOutputStream();
        out.write(damaged, 0, at);
        switch (random.nextInt(4)) {
          case 0 -> out.write(random.nextInt(256));
          case 1 -> out.write(noise, random.nextInt(noise.length / 2), noise.length / 2);
          case 2 -> out.write(damaged, at, end - at);
          default -> end = Math.min(damaged.length, end + 40);
        }
        out.write(damaged, end, damaged.length - end);
        damaged = out.toByteArray();
      }
      lint(damaged, "run " + run);
    }
  }

  @Test
  void what_is_huge_or_deep_or_multiplies_is_a_mistake() throws IOException {
    IntFunction<String> key = it -> "k" + it + ": 1\n";
    String bomb =
        "a0: &a0 [x]\n"
            + IntStream.range(1, 30)
                .mapToObj(it -> "a%1$d: &a%1$d [*a%2$d, *a%2$d, *a%2$d]\n".formatted(it, it - 1))
                .collect(Collectors.joining());
    for (String each :
        List.of(
            "[".repeat(500_000),
            "{a: ".repeat(200_000),
            "- ".repeat(400_000),
            "a: " + "x".repeat(1_000_000),
            "a: \"" + "\\u0000".repeat(150_000) + "\"",
            "a: |\n" + " x\n".repeat(300_000),
            IntStream.range(0, 90_000).mapToObj(key).collect(Collectors.joining()),
            "secrets:\n" + "  A: {}\n".repeat(90_000),
            "secrets:\n"
                + IntStream.range(0, 3_000)
                    .mapToObj(it -> "  A" + it + ": {}\n")
                    .collect(Collectors.joining()),
            "services: { a: { endpoints: { h: { get: '/" + "%20".repeat(300_000) + "' } } } }",
            "redis: { a: { port: 1, host: '" + "a.".repeat(400_000) + "' } }",
            "gcp: { project: '" + "a".repeat(900_000) + "' }",
            bomb,
            "a: &a [*a]",
            "\uFEFFversion: 1\r\nenvironment: a\r\n",
            "version: 1\n\tenvironment: a\n",
            "? [a, b]\n: c\n? {d: e}\n: f\n",
            "--- a\n--- b\n",
            "%YAML 9.9\n---\na: b\n",
            "%TAG ! tag:x,2000:\n---\n!y a: b\n",
            "")) {
      lint(each.getBytes(UTF_8), each.substring(0, Math.min(40, each.length())));
    }
    lint(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0}, "UTF-16");
    lint(new byte[] {'a', ':', ' ', (byte) 0xc0, (byte) 0x80}, "overlong UTF-8");
    lint(new byte[3 << 20], "3 MiB of zeros");
  }
}
