package preflight.source.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.source.image.dockerfile.CommandForm;
import preflight.source.image.dockerfile.Variables;

/** A stage while its instructions are read one after the other. */
final class StageState {

  final String name;
  final Variables variables;
  final Filesystem filesystem;
  final List<Change> changes = new ArrayList<>();
  final List<String> exposed = new ArrayList<>();
  final List<String> triggers = new ArrayList<>();

  /** RUN of this stage and of those that it begins with or takes something from, by line. */
  final Map<Integer, Step> steps = new LinkedHashMap<>();

  final List<String> bases = new ArrayList<>();
  String base = "";
  String directory = "/";
  Optional<CommandForm> entrypoint = Optional.empty();
  Optional<CommandForm> cmd = Optional.empty();
  Optional<String> user = Optional.empty();
  List<String> shell = List.of("/bin/sh", "-c");

  StageState(String name, Variables variables) {
    this.name = name;
    this.variables = variables;
    this.filesystem = new Filesystem();
  }

  private StageState(String name, StageState below) {
    this.name = name;
    variables = below.variables.copy();
    filesystem = below.filesystem.copy();
    changes.addAll(below.changes);
    exposed.addAll(below.exposed);
    steps.putAll(below.steps);
    bases.addAll(below.bases);
    base = below.base;
    directory = below.directory;
    entrypoint = below.entrypoint;
    cmd = below.cmd;
    user = below.user;
    shell = below.shell;
  }

  /** A stage that begins with this one. */
  StageState above(String other) {
    return new StageState(other, this);
  }

  /** The whole command line; a CMD that follows an entry point without a shell is its arguments. */
  Optional<CommandForm> command() {
    if (entrypoint.isEmpty()) {
      return cmd;
    }
    CommandForm first = entrypoint.get();
    if (first.shell() || cmd.isEmpty()) {
      return entrypoint;
    }
    List<String> words = new ArrayList<>(first.words());
    if (cmd.get().shell()) {
      words.addAll(shell);
    }
    words.addAll(cmd.get().words());
    return Optional.of(new CommandForm(words, false));
  }
}
