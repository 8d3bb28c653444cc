package preflight.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import preflight.engine.Run;

/**
 * How long the diagnosis of many results takes: {@code scripts/benchmark} runs it. Half of the
 * results are failures that have a cause in common, a tenth could not be checked.
 */
final class DiagnosisBenchmark {

  private static final int ROUNDS = 60;

  private DiagnosisBenchmark() {}

  public static void main(String[] arguments) {
    int size = Integer.parseInt(arguments[0]);
    Story large = Story.of(size);
    Story small = Story.of(size / 10);
    long first = time(large);
    double one = median(small);
    double ten = median(large);
    System.out.printf(
        Locale.ROOT,
        "diagnosis of %d results: first %.1f ms, then %.1f ms; %.1f x that of %d results%n",
        large.run().results().size(),
        first / 1e6,
        ten,
        ten / one,
        small.run().results().size());
  }

  private static double median(Story story) {
    long[] times = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      times[i] = time(story);
    }
    Arrays.sort(times);
    return times[ROUNDS / 2] / 1e6;
  }

  private static long time(Story story) {
    long start = System.nanoTime();
    Diagnosis diagnosis = story.diagnoser().diagnose(story.run());
    long took = System.nanoTime() - start;
    if (diagnosis.roots().isEmpty()) {
      throw new IllegalStateException("nothing to diagnose");
    }
    return took;
  }

  private record Story(Diagnoser diagnoser, Run run) {

    /** A company: each service has a store and a secret of its own and uses the one before. */
    static Story of(int results) {
      List<String> environment = new ArrayList<>(List.of("connector c"));
      List<String> lines = new ArrayList<>();
      for (int i = 0; lines.size() < results; i++) {
        environment.add("secret S%d used-by=s%d".formatted(i, i));
        environment.add("redis r%d through=c password=S%d".formatted(i, i));
        environment.add(
            "service s%d uses=redis.r%d%s"
                .formatted(i, i, i % 10 > 0 ? ",services.s" + (i - 1) : ""));
        lines.add("PASSED secret-exists/secrets.S" + i);
        lines.add("UNKNOWN secret-payload-clean/secrets.S%d permission".formatted(i));
        lines.add("FAILED redis-reachable/redis.r%d TCP_REFUSED phase=tcp".formatted(i));
        lines.add("PASSED run-revision-ready/services.s" + i);
        for (int j = 0; j < 6; j++) {
          environment.add("endpoint s%d.e%d".formatted(i, j));
          lines.add(
              j < 4
                  ? "FAILED http-health/services.s%d.e%d HTTP_APP_ERROR".formatted(i, j)
                  : "PASSED http-health/services.s%d.e%d".formatted(i, j));
        }
      }
      return new Story(
          new Diagnoser(Environments.of(environment), new Policy(false, false)), Runs.of(lines));
    }
  }
}
