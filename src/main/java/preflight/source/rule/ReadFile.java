package preflight.source.rule;

import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import preflight.source.Finding;
import preflight.source.syntax.Language;
import preflight.source.syntax.Parser;
import preflight.source.syntax.SyntaxTree;
import preflight.source.tree.Role;
import preflight.source.tree.SourceFile;

/** A file that was read and searched, for all rules; its syntax tree is made when one asks. */
public final class ReadFile {

  private final SourceFile file;
  private final Role role;
  private final byte[] bytes;
  private final List<Place> places;
  private final Grammar grammar;
  private final Optional<Language> language;
  private @Nullable SyntaxTree tree;
  private int @Nullable [] lines;

  /** The start of a line, a place in it, and the column of that. */
  private final int[] counted = {-1, 0, 1};

  /** A word and where it stands. */
  public record Place(String word, int offset) {}

  /** Parses, or says why nothing is parsed on this machine. */
  public interface Grammar {
    SyntaxTree parse(Language language, byte[] bytes) throws Parser.NoNativeLibrary;
  }

  /** The file has no syntax tree. */
  public static final class Unparsed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    Unparsed(String why) {
      super(why, null, false, false);
    }
  }

  public ReadFile(SourceFile file, Role role, byte[] bytes, List<Place> places, Grammar grammar) {
    this.file = file;
    this.role = role;
    this.bytes = bytes;
    this.places = places;
    this.grammar = grammar;
    this.language = Language.of(file.path());
  }

  public SourceFile file() {
    return file;
  }

  public String path() {
    return file.path();
  }

  public Role role() {
    return role;
  }

  /** All of it; nobody changes them. */
  public byte[] bytes() {
    return bytes;
  }

  /** The language of its syntax tree; empty for a file that is text only. */
  public Optional<Language> language() {
    return language;
  }

  public boolean is(Language... languages) {
    return language.isPresent() && Arrays.asList(languages).contains(language.get());
  }

  /** Its syntax tree. */
  public SyntaxTree tree() {
    if (tree == null) {
      try {
        tree = grammar.parse(language.orElseThrow(), bytes);
      } catch (Parser.NoNativeLibrary e) {
        throw new Unparsed("cannot be parsed: " + e.getMessage());
      }
    }
    return tree;
  }

  boolean has(String word) {
    for (Place place : places) {
      if (place.word.equals(word)) {
        return true;
      }
    }
    return false;
  }

  /** Where a word stands that is no part of a longer one. */
  int[] whole(String word) {
    return places.stream()
        .filter(it -> it.word.equals(word))
        .mapToInt(Place::offset)
        .filter(it -> isWhole(bytes, it, length(word)))
        .toArray();
  }

  private static int length(String word) {
    return word.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Where each word stands, in the order of the file. */
  List<Place> places() {
    return places;
  }

  /** Whether no letter, digit or underscore stands before or after a place. */
  static boolean isWhole(byte[] text, int start, int length) {
    return (start == 0 || !isName(text[start - 1]))
        && (start + length >= text.length || !isName(text[start + length]));
  }

  private static boolean isName(byte letter) {
    return Character.isLetterOrDigit(letter) || letter == '_' || letter < 0;
  }

  /** Whether a comment stands at a place; in a file without a syntax tree, it may. */
  public boolean isComment(int offset) {
    if (language.isEmpty()) {
      return true;
    }
    try {
      return Nodes.isComment(tree(), Nodes.at(tree(), offset));
    } catch (Unparsed _) {
      return true;
    }
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** From 1. */
  public int line(int offset) {
    int found = Arrays.binarySearch(starts(), offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** From 1, in characters; counts on from the place that was asked before, in a long line. */
  public int column(int offset) {
    int start = starts()[line(offset) - 1];
    boolean on = start == counted[0] && offset >= counted[1];
    int from = on ? counted[1] : start;
    int column = (on ? counted[2] : 1) + text(from, offset).length();
    counted[0] = start;
    counted[1] = offset;
    counted[2] = column;
    return column;
  }

  /** A line without its end, from 1; empty beyond the last. */
  public String lineText(int line) {
    int[] all = starts();
    if (line < 1 || line > all.length) {
      return "";
    }
    int end = line < all.length ? all[line] - 1 : bytes.length;
    return text(all[line - 1], Math.max(all[line - 1], end));
  }

  public int lineCount() {
    int[] all = starts();
    return all[all.length - 1] == bytes.length ? all.length - 1 : all.length;
  }

  Finding finding(String rule, int offset, String message, String subject) {
    return new Finding(rule, path(), line(offset), column(offset), message, subject);
  }

  private int[] starts() {
    if (lines == null) {
      var starts = new ArrayList<Integer>();
      starts.add(0);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          starts.add(i + 1);
        }
      }
      lines = starts.stream().mapToInt(it -> it).toArray();
    }
    return lines;
  }
}
