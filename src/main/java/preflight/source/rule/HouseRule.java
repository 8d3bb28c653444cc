package preflight.source.rule;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import preflight.source.Finding;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/**
 * A rule of the house with its parameters. Rules are asked together: each file is read once, and
 * searched once for the words of all.
 *
 * @param <S> what it notes of a file while files are read; a value of its own
 */
public interface HouseRule<S> {

  /** The id of the check that it belongs to. */
  String id();

  /** Of these words, a file has one that the rule can see anything in. None: it looks at all. */
  Set<String> words();

  /** Whether the rule may see anything in a file, by its name and role. */
  boolean concerns(SourceFile file, Role role);

  /** Notes what it sees in one file. Several threads ask at once, each for another file. */
  void look(ReadFile file, Consumer<? super S> seen);

  /** Judges what was seen in all files, in the order of their paths. */
  List<Finding> conclude(List<S> seen, Overview overview);

  /** A rule that follows from what was seen, which is asked in another pass over the files. */
  default Optional<HouseRule<?>> next(List<S> seen, Overview overview) {
    return Optional.empty();
  }
}
