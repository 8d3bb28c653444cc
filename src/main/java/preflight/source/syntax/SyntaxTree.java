package preflight.source.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The syntax tree of one file. A node is its index in the order in which it begins, parents before
 * children; {@link #NONE} is no node. Punctuation without a name ({@code ( ) , : ;}) is left out.
 */
public final class SyntaxTree {

  public static final int NONE = -1;

  /** What the kind of a node that does not parse is called. */
  public static final String ERROR = "ERROR";

  private final Language language;
  private final byte[] source;
  private final String[] kinds;
  private final @Nullable String[] fields;
  private final int[] starts;
  private final int[] ends;
  private final int[] parents;
  private final int[] afters;
  private final int depth;
  private final List<Flaw> flaws;
  private final int[] lines;

  /**
   * A place that does not parse.
   *
   * @param node the node that holds what was skipped, or that was made up
   * @param missing what was expected; empty where something stands that has no place
   */
  public record Flaw(int node, String missing) {}

  SyntaxTree(Language language, byte[] source, Nodes nodes) {
    this.language = language;
    this.source = source;
    int count = nodes.count;
    this.kinds = Arrays.copyOf(nodes.kinds, count);
    this.fields = Arrays.copyOf(nodes.fields, count);
    this.starts = Arrays.copyOf(nodes.starts, count);
    this.ends = Arrays.copyOf(nodes.ends, count);
    this.parents = Arrays.copyOf(nodes.parents, count);
    this.afters = Arrays.copyOf(nodes.afters, count);
    this.depth = nodes.depth;
    this.flaws = List.copyOf(nodes.flaws);
    this.lines = lineStarts(source);
  }

  /** What is collected while a tree is walked. */
  static final class Nodes {
    int count;
    int depth;
    String[] kinds = new String[1024];
    @Nullable String[] fields = new String[1024];
    int[] starts = new int[1024];
    int[] ends = new int[1024];
    int[] parents = new int[1024];
    int[] afters = new int[1024];
    final List<Flaw> flaws = new ArrayList<>();

    int add(String kind, @Nullable String field, int start, int end, int parent) {
      if (count == kinds.length) {
        int more = count * 2;
        kinds = Arrays.copyOf(kinds, more);
        fields = Arrays.copyOf(fields, more);
        starts = Arrays.copyOf(starts, more);
        ends = Arrays.copyOf(ends, more);
        parents = Arrays.copyOf(parents, more);
        afters = Arrays.copyOf(afters, more);
      }
      kinds[count] = kind;
      fields[count] = field;
      starts[count] = start;
      ends[count] = end;
      parents[count] = parent;
      return count++;
    }
  }

  public Language language() {
    return language;
  }

  /** How many nodes there are; the root is 0. */
  public int size() {
    return kinds.length;
  }

  /** How deep the deepest node is. Walks that call themselves refuse what is too deep for them. */
  public int depth() {
    return depth;
  }

  /** Where it does not parse; empty for a file that does. */
  public List<Flaw> flaws() {
    return flaws;
  }

  /** What the grammar calls the node, or the text of a keyword or operator. */
  public String kind(int node) {
    return kinds[node];
  }

  public boolean is(int node, String kind) {
    return node != NONE && kinds[node].equals(kind);
  }

  /** The role that the node plays in its parent; null where it has none. */
  public @Nullable String field(int node) {
    return node == NONE ? null : fields[node];
  }

  public int parent(int node) {
    return node == NONE ? NONE : parents[node];
  }

  public int firstChild(int node) {
    int next = node + 1;
    return node != NONE && next < afters[node] ? next : NONE;
  }

  public int nextSibling(int node) {
    int next = afters[node];
    return next < kinds.length && parents[next] == parents[node] ? next : NONE;
  }

  /** The first index after everything below a node. */
  public int after(int node) {
    return afters[node];
  }

  /** The child that plays a role. */
  public int child(int node, String field) {
    for (int it = firstChild(node); it != NONE; it = nextSibling(it)) {
      if (field.equals(fields[it])) {
        return it;
      }
    }
    return NONE;
  }

  public int childOfKind(int node, String kind) {
    for (int it = firstChild(node); it != NONE; it = nextSibling(it)) {
      if (kinds[it].equals(kind)) {
        return it;
      }
    }
    return NONE;
  }

  public List<Integer> children(int node) {
    var children = new ArrayList<Integer>();
    for (int it = firstChild(node); it != NONE; it = nextSibling(it)) {
      children.add(it);
    }
    return children;
  }

  /** In bytes from the start of the file. */
  public int start(int node) {
    return starts[node];
  }

  public int end(int node) {
    return ends[node];
  }

  /** What the node covers; empty for {@link #NONE}, which has no children either. */
  public String text(int node) {
    return node == NONE
        ? ""
        : new String(source, starts[node], ends[node] - starts[node], StandardCharsets.UTF_8);
  }

  public String text(int from, int to) {
    return new String(source, from, to - from, StandardCharsets.UTF_8);
  }

  /** How many bytes the file has. */
  public int length() {
    return source.length;
  }

  /** One byte of the file. */
  public byte at(int offset) {
    return source[offset];
  }

  /** From 1. */
  public int line(int node) {
    return lineAt(starts[node]);
  }

  /** The line, from 1, that a byte of the file stands in. */
  public int lineAt(int offset) {
    int found = Arrays.binarySearch(lines, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** From 1, in characters. */
  public int column(int node) {
    return columnAt(starts[node]);
  }

  /** The column, from 1 and in characters, of a byte of the file. */
  public int columnAt(int offset) {
    int line = lines[lineAt(offset) - 1];
    return text(line, offset).length() + 1;
  }

  private static int[] lineStarts(byte[] source) {
    int count = 1;
    for (byte it : source) {
      count += it == '\n' ? 1 : 0;
    }
    int[] starts = new int[count];
    int next = 1;
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '\n') {
        starts[next++] = i + 1;
      }
    }
    return starts;
  }
}
