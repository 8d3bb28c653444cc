package preflight.source.python.version;

import java.util.ArrayList;
import java.util.List;
import preflight.source.syntax.SyntaxTree;

/** What a Python file needs of the interpreter before it runs. */
public final class SyntaxByVersion {

  private SyntaxByVersion() {}

  /** In the order of the file. A file that Python 3.8 compiles has none. */
  public static List<Feature> of(SyntaxTree tree) {
    var broken = new Lines(tree).error();
    if (broken.isPresent()) {
      return List.of(broken.get());
    }
    var features = new ArrayList<>(new Additions(tree).features());
    features.addAll(new CompileErrors(tree).features());
    for (SyntaxTree.Flaw flaw : tree.flaws()) {
      if (!isDefaultOfTypeParameter(tree, flaw)) {
        features.add(
            new Feature(
                "the file does not parse here",
                Feature.NEVER,
                tree.line(flaw.node()),
                tree.column(flaw.node()),
                false));
        break;
      }
    }
    boolean whole = features.stream().allMatch(Feature::certain);
    return features.stream()
        .map(it -> whole ? it : new Feature(it.what(), it.since(), it.line(), it.column(), false))
        .sorted()
        .toList();
  }

  /** The grammar does not know the {@code [T = int]} of Python 3.13. */
  static boolean isDefaultOfTypeParameter(SyntaxTree tree, SyntaxTree.Flaw flaw) {
    int node = flaw.node();
    int parent = tree.parent(node);
    return tree.is(node, SyntaxTree.ERROR)
        && tree.is(parent, "type_parameter")
        && "type_parameters".equals(tree.field(parent))
        && tree.childOfKind(node, "=") != SyntaxTree.NONE;
  }
}
