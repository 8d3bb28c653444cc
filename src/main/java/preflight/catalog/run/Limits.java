package preflight.catalog.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.probe.run.RevisionState.Container;
import preflight.resource.Size;
import preflight.resource.service.ServiceResources;

/**
 * What one container may use.
 *
 * @param cpu in thousandths of a processor; empty where what stands there cannot be read
 */
record Limits(Optional<Integer> cpu, Optional<Size> memory) {

  /** What Cloud Run gives where nothing is said. */
  private static final Limits USUAL =
      new Limits(Optional.of(1000), Optional.of(Size.parse("512Mi")));

  static Limits of(Container container) {
    return new Limits(
        Optional.ofNullable(container.limits().get("cpu")).map(Limits::cpu).orElse(USUAL.cpu),
        Optional.ofNullable(container.limits().get("memory"))
            .map(Limits::memory)
            .orElse(USUAL.memory));
  }

  static Limits of(ServiceResources declared) {
    return new Limits(declared.cpu().flatMap(Limits::cpu), declared.memory());
  }

  private static Optional<Integer> cpu(String text) {
    try {
      return Optional.of(
          text.endsWith("m")
              ? Integer.parseInt(text.substring(0, text.length() - 1))
              : new BigDecimal(text).movePointRight(3).intValueExact());
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Bytes are written without a unit. */
  private static Optional<Size> memory(String text) {
    try {
      return Optional.of(
          text.matches("[0-9]{1,15}") ? new Size(Long.parseLong(text)) : Size.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Whether both tell all that is asked for, so that they can be compared. */
  boolean tells(Limits asked) {
    return (asked.cpu.isEmpty() || cpu.isPresent())
        && (asked.memory.isEmpty() || memory.isPresent());
  }

  /** What it has less of than another one, as a sentence has it; none where it has as much. */
  List<String> below(Limits other) {
    var less = new ArrayList<String>();
    if (cpu.isPresent() && other.cpu.filter(it -> cpu.get() < it).isPresent()) {
      less.add(
          "%s instead of %s CPU".formatted(processors(cpu.get()), processors(other.cpu.get())));
    }
    if (memory.isPresent()
        && other.memory.filter(it -> memory.get().bytes() < it.bytes()).isPresent()) {
      less.add("%s instead of %s memory".formatted(memory.get(), other.memory.get()));
    }
    return less;
  }

  private static String processors(int thousandths) {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
