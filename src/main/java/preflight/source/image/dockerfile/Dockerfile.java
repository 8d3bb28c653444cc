package preflight.source.image.dockerfile;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Dockerfile that was read.
 *
 * @param path below the root of the tree
 * @param escape the character that continues a line
 * @param globals what ARG declares before the first FROM
 * @param mistakes what a builder refuses in it
 */
public record Dockerfile(
    String path,
    char escape,
    List<Instruction.Arg> globals,
    List<Stage> stages,
    List<Mistake> mistakes) {

  public Dockerfile {
    globals = List.copyOf(globals);
    stages = List.copyOf(stages);
    mistakes = List.copyOf(mistakes);
  }

  /**
   * The stage that a name or a number means in a later stage; the last of that name.
   *
   * @param before the number of the stage that asks
   */
  public Optional<Stage> stage(String nameOrNumber, int before) {
    Optional<Stage> named =
        stages.subList(0, before).reversed().stream()
            .filter(it -> it.name().filter(nameOrNumber::equalsIgnoreCase).isPresent())
            .findFirst();
    return named.or(() ->
        IntStream.range(0, before)
            .filter(it -> Integer.toString(it).equals(nameOrNumber))
            .mapToObj(stages::get)
            .findFirst());
  }
}
