package preflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import preflight.check.Outcome;
import preflight.check.Phase;
import preflight.check.signal.Signal;

/**
 * A condition that a test provokes against a real or scripted server, and the signal and phase that
 * it must give. The conditions of one part of the catalogue are kept in {@code signals/PART.tsv},
 * from which {@code docs/signals.md} is assembled.
 */
public record Provoked(String condition, Signal signal, Optional<Phase> phase, Provocation how) {

  /** Provokes the condition and asks a check. */
  public interface Provocation {
    Outcome outcome() throws Exception;
  }

  public static Provoked when(String condition, Signal signal, Phase phase, Provocation how) {
    return new Provoked(condition, signal, Optional.of(phase), how);
  }

  /** Of a failure that has no phase. */
  public static Provoked when(String condition, Signal signal, Provocation how) {
    return new Provoked(condition, signal, Optional.empty(), how);
  }

  /** One test for each condition, and one that the part's file lists exactly these. */
  public static Stream<DynamicTest> tests(String part, List<Provoked> conditions) {
    return Stream.concat(
        conditions.stream().map(it -> dynamicTest(it.condition(), it::verify)),
        Stream.of(
            dynamicTest("signals of " + part + " are up to date", () -> list(part, conditions))));
  }

  private void verify() throws Exception {
    Outcome outcome = how.outcome();
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    var failed = (Outcome.Failed) outcome;
    assertThat(failed.signal()).as(failed.observed()).isEqualTo(signal);
    assertThat(failed.phase()).isEqualTo(phase);
    assertThat(failed.expected()).isNotBlank();
    assertThat(failed.observed()).isNotBlank();
  }

  private static void list(String part, List<Provoked> conditions) throws IOException {
    Path file = Path.of("src/test/resources/signals", part + ".tsv");
    String rows = String.join("", conditions.stream().map(Provoked::row).toList());
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, rows);
    }
    assertThat(file).content().isEqualTo(rows);
  }

  private String row() {
    String at = phase.map(it -> it.name().toLowerCase(Locale.ROOT)).orElse("");
    return condition + "\t" + signal + "\t" + at + "\n";
  }
}
