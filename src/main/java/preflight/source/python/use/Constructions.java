package preflight.source.python.use;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import preflight.source.syntax.SyntaxTree;

/** Objects of named classes that are made while a module is imported. */
public final class Constructions {

  private Constructions() {}

  /**
   * A call that makes one.
   *
   * @param type the class, as written
   * @param name what keeps it; empty where nothing of the module does
   */
  public record Construction(String type, String name, int line, int column) {}

  /**
   * The calls of one file.
   *
   * @param types the last parts of their names; {@code "Redis"} also means {@code redis.Redis}, and
   *     {@code "redis.Redis"} means that alone
   */
  public static List<Construction> read(SyntaxTree tree, Set<String> types) {
    var code = new Code(tree);
    var constructions = new ArrayList<Construction>();
    for (int i = 0; i < tree.size(); i++) {
      if (!tree.is(i, "call")) {
        continue;
      }
      int function = tree.child(i, "function");
      String written = code.dotted(function);
      String last = written.substring(written.lastIndexOf('.') + 1);
      String qualified = written.isEmpty() ? "" : code.qualified(function);
      String original = qualified.substring(qualified.lastIndexOf('.') + 1);
      boolean named = types.contains(last) || types.contains(original) || types.contains(qualified);
      if (!written.isEmpty() && named && code.imported(i)) {
        constructions.add(new Construction(written, keeper(tree, i), tree.line(i), tree.column(i)));
      }
    }
    return constructions;
  }

  private static String keeper(SyntaxTree tree, int call) {
    int parent = tree.parent(call);
    boolean kept = tree.is(parent, "assignment") && "right".equals(tree.field(call));
    int left = kept ? tree.child(parent, "left") : SyntaxTree.NONE;
    return tree.is(left, "identifier") ? tree.text(left) : "";
  }
}
