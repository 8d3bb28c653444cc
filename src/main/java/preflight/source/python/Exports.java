package preflight.source.python;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What other modules may import from a module by name.
 *
 * @param names bound when the module has been imported, in whatever branch
 * @param all what {@code __all__} lists; empty where it is not there or not literal
 * @param open whether there may be more: {@code __getattr__}, {@code exec}, {@code globals()} and
 *     their like
 */
public record Exports(SortedSet<String> names, Optional<List<String>> all, boolean open) {

  public Exports {
    names = new TreeSet<>(names);
    all = all.map(List::copyOf);
  }
}
