package preflight.source.python.use;

import java.util.Optional;

/** What names stand for, across the modules of a tree. */
public interface Names {

  /**
   * The class, function, variable or module that a name in a module stands for; empty where it is
   * not of this tree, or where it could be one of several.
   *
   * @param module absolute
   * @param dotted as the module's own code would say it
   */
  Optional<Definition> resolve(String module, String dotted);

  /** The absolute name of a module that a module imports ({@code "..models"}). */
  Optional<String> absolute(String module, String written);
}
