package preflight.source.image.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * A FROM and what follows it.
 *
 * @param index from 0
 */
public record Stage(int index, Instruction.From from, List<Instruction> instructions) {

  public Stage {
    instructions = List.copyOf(instructions);
  }

  public Optional<String> name() {
    return from.stage();
  }
}
