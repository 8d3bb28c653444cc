package preflight.source.image.dockerfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One instruction of a Dockerfile, as it is written: no variable is replaced yet. */
public sealed interface Instruction {

  /** Where it begins, from 1. */
  int line();

  /** A name and the value that it is given. */
  record Assignment(String name, String value) {}

  /** A declared argument of the build. */
  record Argument(String name, Optional<String> value) {}

  record From(int line, String image, Optional<String> stage) implements Instruction {}

  record Arg(int line, List<Argument> arguments) implements Instruction {}

  record Env(int line, List<Assignment> assignments) implements Instruction {}

  record Workdir(int line, String path) implements Instruction {}

  /**
   * COPY and ADD.
   *
   * @param from of COPY: a stage, its number, or an image
   * @param sources without heredocs
   */
  record Copy(
      int line,
      boolean add,
      Optional<String> from,
      boolean parents,
      List<String> excludes,
      List<String> sources,
      String destination,
      List<Heredoc> heredocs)
      implements Instruction {}

  /**
   * A step of the build.
   *
   * @param mounts what {@code --mount} says, each as it is written
   */
  record Run(int line, CommandForm command, List<Heredoc> heredocs, List<String> mounts)
      implements Instruction {

    /** All that a shell is told. */
    public String text() {
      StringBuilder text = new StringBuilder(command.text());
      heredocs.forEach(it -> text.append('\n').append(it.text()));
      return text.toString();
    }
  }

  record Entrypoint(int line, CommandForm command) implements Instruction {}

  record Cmd(int line, CommandForm command) implements Instruction {}

  record Expose(int line, List<String> ports) implements Instruction {}

  record User(int line, String user) implements Instruction {}

  record Onbuild(int line, String trigger) implements Instruction {}

  record Shell(int line, List<String> words) implements Instruction {}

  /** What changes nothing that is looked at: LABEL, VOLUME, STOPSIGNAL, HEALTHCHECK, MAINTAINER. */
  record Other(int line, String keyword) implements Instruction {}

  /** Flags of an instruction, by name; those that may stand several times keep all values. */
  record Flags(Map<String, List<String>> values) {

    Optional<String> one(String name) {
      return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    List<String> all(String name) {
      return values.getOrDefault(name, List.of());
    }

    boolean on(String name) {
      return one(name).filter(it -> !it.equals("false")).isPresent();
    }
  }
}
