package preflight.source.syntax;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The C interface of tree-sitter ({@code tree_sitter/api.h}), called from Java. The libraries are
 * those that {@code io.github.bonede:tree-sitter} packs; its own Java classes make an object of
 * each node and take ten times as long to walk a tree.
 */
@SuppressWarnings("restricted") // what it is for; native access is granted at the start
final class TreeSitter {

  /** {@code TSNode}: first byte, row, column, alias; then two pointers. */
  private static final StructLayout NODE =
      MemoryLayout.structLayout(
          MemoryLayout.sequenceLayout(4, JAVA_INT), ADDRESS.withName("id"), ADDRESS);

  /** {@code TSTreeCursor}. */
  private static final StructLayout CURSOR =
      MemoryLayout.structLayout(
          ADDRESS,
          ADDRESS.withName("id"),
          MemoryLayout.sequenceLayout(3, JAVA_INT),
          MemoryLayout.paddingLayout(4));

  private static final int LONGEST_NAME = 256;
  private static final int REGULAR = 0;

  private final Arena arena = Arena.ofAuto();
  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup core;
  private final Map<Language, Grammar> grammars = new EnumMap<>(Language.class);

  final MethodHandle parserNew;
  final MethodHandle parserDelete;
  final MethodHandle parserSetLanguage;
  final MethodHandle parserParse;
  final MethodHandle treeDelete;
  final MethodHandle treeRoot;
  final MethodHandle cursorNew;
  final MethodHandle cursorDelete;
  final MethodHandle cursorNode;
  final MethodHandle cursorField;
  final MethodHandle firstChild;
  final MethodHandle nextSibling;
  final MethodHandle parent;
  final MethodHandle nodeSymbol;
  final MethodHandle nodeEnd;
  final MethodHandle nodeMissing;

  /**
   * The names of a grammar.
   *
   * @param kept whether nodes of a symbol are kept in a {@link SyntaxTree}
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, looked up by index for each node
  record Grammar(MemorySegment language, String[] kinds, boolean[] kept, String[] fields) {}

  /** Loads the library. */
  TreeSitter() throws IOException {
    core = load("tree-sitter");
    parserNew = function("ts_parser_new", FunctionDescriptor.of(ADDRESS));
    parserDelete = function("ts_parser_delete", FunctionDescriptor.ofVoid(ADDRESS));
    parserSetLanguage =
        function("ts_parser_set_language", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS));
    parserParse =
        function(
            "ts_parser_parse_string",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    treeDelete = function("ts_tree_delete", FunctionDescriptor.ofVoid(ADDRESS));
    treeRoot = brief("ts_tree_root_node", FunctionDescriptor.of(NODE, ADDRESS));
    cursorNew = brief("ts_tree_cursor_new", FunctionDescriptor.of(CURSOR, NODE));
    cursorDelete = brief("ts_tree_cursor_delete", FunctionDescriptor.ofVoid(ADDRESS));
    cursorNode = brief("ts_tree_cursor_current_node", FunctionDescriptor.of(NODE, ADDRESS));
    cursorField =
        brief("ts_tree_cursor_current_field_id", FunctionDescriptor.of(JAVA_SHORT, ADDRESS));
    var move = FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS);
    firstChild = brief("ts_tree_cursor_goto_first_child", move);
    nextSibling = brief("ts_tree_cursor_goto_next_sibling", move);
    parent = brief("ts_tree_cursor_goto_parent", move);
    nodeSymbol = brief("ts_node_symbol", FunctionDescriptor.of(JAVA_SHORT, NODE));
    nodeEnd = brief("ts_node_end_byte", FunctionDescriptor.of(JAVA_INT, NODE));
    nodeMissing = brief("ts_node_is_missing", FunctionDescriptor.of(JAVA_BOOLEAN, NODE));
  }

  /** Memory for one node, which is written over by each next one. */
  static SegmentAllocator node(Arena arena) {
    return SegmentAllocator.prefixAllocator(arena.allocate(NODE));
  }

  static SegmentAllocator cursor(Arena arena) {
    return SegmentAllocator.prefixAllocator(arena.allocate(CURSOR));
  }

  private MethodHandle function(String name, FunctionDescriptor shape) {
    return linker.downcallHandle(core.findOrThrow(name), shape);
  }

  /** One that returns at once, so that the collector of garbage may wait for it. */
  private MethodHandle brief(String name, FunctionDescriptor shape) {
    return linker.downcallHandle(core.findOrThrow(name), shape, Linker.Option.critical(false));
  }

  synchronized Grammar grammar(Language language) throws Throwable {
    @Nullable Grammar known = grammars.get(language);
    if (known == null) {
      known = read(language);
      grammars.put(language, known);
    }
    return known;
  }

  private Grammar read(Language language) throws Throwable {
    var library = load("tree-sitter-" + language.grammar());
    var pointer =
        (MemorySegment)
            linker
                .downcallHandle(
                    library.findOrThrow("tree_sitter_" + language.grammar()),
                    FunctionDescriptor.of(ADDRESS))
                .invokeExact();
    var count = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    var name = FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_SHORT);
    MethodHandle symbolName = brief("ts_language_symbol_name", name);
    MethodHandle symbolType =
        brief("ts_language_symbol_type", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    MethodHandle fieldName = brief("ts_language_field_name_for_id", name);
    String[] kinds =
        new String[(int) brief("ts_language_symbol_count", count).invokeExact(pointer)];
    boolean[] kept = new boolean[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = text((MemorySegment) symbolName.invokeExact(pointer, (short) i));
      kept[i] =
          (int) symbolType.invokeExact(pointer, (short) i) == REGULAR
              || !",;:.()[]{}\"'`".contains(kinds[i]);
    }
    String[] fields =
        new String[(int) brief("ts_language_field_count", count).invokeExact(pointer) + 1];
    for (int i = 1; i < fields.length; i++) {
      fields[i] = text((MemorySegment) fieldName.invokeExact(pointer, (short) i));
    }
    return new Grammar(pointer, kinds, kept, fields);
  }

  private static String text(MemorySegment name) {
    return name.equals(MemorySegment.NULL)
        ? ""
        : name.reinterpret(LONGEST_NAME).getString(0).intern();
  }

  /** From a copy, which is removed as soon as it is loaded, where the system allows that. */
  private SymbolLookup load(String library) throws IOException {
    String resource = "/lib/" + platform().formatted(library);
    try (InputStream packed = TreeSitter.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new IOException("there is no " + resource);
      }
      Path copy = Files.createTempFile("preflight-", ".lib");
      try {
        Files.copy(packed, copy, StandardCopyOption.REPLACE_EXISTING);
        return SymbolLookup.libraryLookup(copy, arena);
      } finally {
        copy.toFile().deleteOnExit();
        Files.deleteIfExists(copy);
      }
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "aarch64";
          case String other -> other;
        };
    if (system.contains("windows")) {
      return machine + "-windows-%s.dll";
    }
    return system.contains("mac") ? machine + "-macos-%s.dylib" : machine + "-linux-gnu-%s.so";
  }
}
