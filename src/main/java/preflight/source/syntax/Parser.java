package preflight.source.syntax;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;

/**
 * Parses files with tree-sitter, whose library is native code: Linux with glibc and macOS on x86-64
 * and ARM64, Windows on x86-64. Threads may share one.
 */
public final class Parser {

  private static final int SYMBOLS = 0xffff;

  private final TreeSitter library;

  /**
   * A parser with the native library.
   *
   * @throws NoNativeLibrary where it cannot be loaded on this machine
   */
  public Parser() throws NoNativeLibrary {
    try {
      library = new TreeSitter();
    } catch (IOException | LinkageError | RuntimeException e) {
      throw new NoNativeLibrary(e);
    }
  }

  /** The native library of tree-sitter cannot be loaded on this machine. */
  public static final class NoNativeLibrary extends Exception {

    private static final long serialVersionUID = 1L;

    public NoNativeLibrary(Throwable cause) {
      super(
          "the library of tree-sitter cannot be loaded on %s %s: %s"
              .formatted(
                  System.getProperty("os.name"), System.getProperty("os.arch"), cause.getMessage()),
          cause);
    }
  }

  /** The tree of a file. Every text has one; what does not parse is among its flaws. */
  @SuppressWarnings("IllegalCatch") // a method handle declares Throwable
  public SyntaxTree parse(Language language, byte[] source) throws NoNativeLibrary {
    try (Arena arena = Arena.ofConfined()) {
      TreeSitter.Grammar grammar = library.grammar(language);
      MemorySegment text = arena.allocate(Math.max(1, source.length));
      MemorySegment.copy(source, 0, text, JAVA_BYTE, 0, source.length);
      var parser = (MemorySegment) library.parserNew.invokeExact();
      MemorySegment tree = MemorySegment.NULL;
      try {
        if (!(boolean) library.parserSetLanguage.invokeExact(parser, grammar.language())) {
          throw new IllegalStateException("the grammar is of another version");
        }
        tree =
            (MemorySegment)
                library.parserParse.invokeExact(parser, MemorySegment.NULL, text, source.length);
        return new SyntaxTree(language, source, walk(arena, tree, grammar));
      } finally {
        library.treeDelete.invokeExact(tree);
        library.parserDelete.invokeExact(parser);
      }
    } catch (Throwable e) {
      if (e instanceof OutOfMemoryError memory) {
        throw memory;
      }
      throw new NoNativeLibrary(e);
    }
  }

  private SyntaxTree.Nodes walk(Arena arena, MemorySegment tree, TreeSitter.Grammar grammar)
      throws Throwable {
    var nodes = new SyntaxTree.Nodes();
    SegmentAllocator memory = TreeSitter.node(arena);
    var root = (MemorySegment) library.treeRoot.invokeExact(memory, tree);
    var cursor = (MemorySegment) library.cursorNew.invokeExact(TreeSitter.cursor(arena), root);
    try {
      int parent = SyntaxTree.NONE;
      int depth = 0;
      while (true) {
        int added = add(memory, cursor, parent, grammar, nodes);
        if ((boolean) library.firstChild.invokeExact(cursor)) {
          parent = added;
          depth++;
          nodes.depth = Math.max(nodes.depth, depth);
          continue;
        }
        if (added != parent) {
          nodes.afters[added] = nodes.count;
        }
        while (!(boolean) library.nextSibling.invokeExact(cursor)) {
          if (!(boolean) library.parent.invokeExact(cursor)) {
            return nodes;
          }
          depth--;
          nodes.afters[parent] = nodes.count;
          parent = nodes.parents[parent];
        }
      }
    } finally {
      library.cursorDelete.invokeExact(cursor);
    }
  }

  /**
   * Keeps the node at the cursor.
   *
   * @return its index; that of its parent where it is not kept
   */
  private int add(
      SegmentAllocator memory,
      MemorySegment cursor,
      int parent,
      TreeSitter.Grammar grammar,
      SyntaxTree.Nodes nodes)
      throws Throwable {
    var node = (MemorySegment) library.cursorNode.invokeExact(memory, cursor);
    int symbol = (short) library.nodeSymbol.invokeExact(node) & SYMBOLS;
    boolean error = symbol >= grammar.kinds().length;
    int start = node.get(JAVA_INT, 0);
    int end = (int) library.nodeEnd.invokeExact(node);
    int added = parent;
    if (error || grammar.kept()[symbol]) {
      int field = (short) library.cursorField.invokeExact(cursor);
      added =
          nodes.add(
              error ? SyntaxTree.ERROR : grammar.kinds()[symbol],
              field == 0 ? null : grammar.fields()[field],
              start,
              end,
              parent);
    }
    if (error) {
      nodes.flaws.add(new SyntaxTree.Flaw(added, ""));
    } else if (start == end && (boolean) library.nodeMissing.invokeExact(node)) {
      nodes.flaws.add(new SyntaxTree.Flaw(Math.max(added, 0), grammar.kinds()[symbol]));
    }
    return added;
  }
}
