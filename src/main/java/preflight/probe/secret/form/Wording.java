package preflight.probe.secret.form;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.Placeholder;

/** Tells what a person made up from what a machine drew. */
public final class Wording {

  /** Which letters follow each letter in English words: four of five pairs that words are of. */
  private static final List<String> PAIRS =
      List.of(
          "bcdgilmnprst",
          "l",
          "aehklort",
          "aeios",
          "acdeflmnprstvx",
          "fior",
          "e",
          "aeo",
          "acdeglmnorstv",
          "",
          "e",
          "aeiloy",
          "aeiop",
          "acdegiost",
          "cdlmnprstuw",
          "aeilort",
          "",
          "aeimost",
          "cehiopstu",
          "aehiorst",
          "lmnrst",
          "ae",
          "",
          "",
          "",
          "");

  private static final Pattern SEGMENT = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");
  private static final Pattern PIECE = Pattern.compile("[^-_.:/ ]+");
  private static final Pattern SIMPLE_PIECE = Pattern.compile("[A-Za-z]{1,14}|[0-9]{1,8}|v[0-9]+");
  private static final int SHORTEST_WORD = 4;
  private static final double SHARE_OF_PAIRS = 0.7;
  private static final double SHARE_OF_WORDS = 0.3;
  private static final int PIECES = 3;
  private static final int SHORT_VALUE = 20;

  /** What says of a value, wherever in it, that it is none. */
  private static final Pattern NONE =
      Pattern.compile(
          "^(enc\\[|vault:|ssm:|op://)|example|placeholder|redacted|dummy|changeme|change[-_]?(me|it|in|this)|not[-_]?(a[-_]?)?(real|secret|used)|do[-_]?not[-_]?use|insecure|xxxx|\\*\\*\\*|\\.\\.\\.|iosfodnn7|deadbeef|cafebabe|lorem"
              + "|(^|[^a-z])(your|my|test|testing|fake|mock|demo|sample|todo|none|null|foo|bar|foobar|insert|default|some|secret|password|invalid|local|dev|random|replace)([^a-z]|$)",
          Pattern.CASE_INSENSITIVE);

  /** Above this many characters of one kind or in a row, nobody drew them. */
  private static final int LONGEST_ROW = 6;

  private static final int LONGEST_RUN = 5;

  private Wording() {}

  /** Whether it says of itself that it is no credential, or somebody typed it along the keys. */
  public static boolean standIn(Bytes value) {
    return Placeholder.in(value.copy()).isPresent()
        || NONE.matcher(value).find()
        || typedAlong(value);
  }

  /** Whether a person wrote it, as a sentence or a name. */
  public static boolean written(Bytes value) {
    int letters = 0;
    int inWords = 0;
    for (int i = 0; i < value.length(); i++) {
      letters += alphanumeric(value.charAt(i)) ? 1 : 0;
    }
    Matcher segment = SEGMENT.matcher(value);
    while (segment.find()) {
      int length = segment.end() - segment.start();
      inWords +=
          length >= SHORTEST_WORD && word(value, segment.start(), segment.end()) ? length : 0;
    }
    double most = value.length() < SHORT_VALUE ? SHARE_OF_WORDS * 1.4 : SHARE_OF_WORDS;
    return inWords >= most * Math.max(1, letters) || ofSimplePieces(value);
  }

  private static boolean word(Bytes value, int from, int to) {
    int common = 0;
    for (int i = from; i + 1 < to; i++) {
      int a = Character.toLowerCase(value.charAt(i)) - 'a';
      common += PAIRS.get(a).indexOf(Character.toLowerCase(value.charAt(i + 1))) >= 0 ? 1 : 0;
    }
    return common >= SHARE_OF_PAIRS * (to - from - 1);
  }

  /** As in {@code inf-vsqt-01-id}. */
  private static boolean ofSimplePieces(Bytes value) {
    Matcher piece = PIECE.matcher(value);
    int pieces = 0;
    int simple = 0;
    while (piece.find()) {
      pieces++;
      simple +=
          SIMPLE_PIECE.matcher(value.subSequence(piece.start(), piece.end())).matches() ? 1 : 0;
    }
    return pieces >= PIECES && 4 * simple >= 3 * pieces;
  }

  /** As in {@code 12345678}, {@code abcdef}, {@code aaaaaa}, {@code a1b2c3d4} and what repeats. */
  private static boolean typedAlong(Bytes value) {
    int row = 1;
    int run = 1;
    int woven = 2;
    for (int i = 1; i < value.length(); i++) {
      int step = value.charAt(i) - value.charAt(i - 1);
      run = step == 0 ? run + 1 : 1;
      row =
          Math.abs(step) == 1 && (i < 2 || step == value.charAt(i - 1) - value.charAt(i - 2))
              ? row + 1
              : Math.abs(step) == 1 ? 2 : 1;
      woven = i >= 2 && value.charAt(i) - value.charAt(i - 2) == 1 ? woven + 1 : 2;
      if (run > LONGEST_RUN || row >= LONGEST_ROW || woven >= LONGEST_ROW + 1) {
        return true;
      }
    }
    return along(value, "qwertyuiop") || along(value, "asdfghjkl") || repeats(value);
  }

  private static boolean along(Bytes value, String keys) {
    for (int i = 0; i + LONGEST_ROW <= value.length(); i++) {
      int at = keys.indexOf(Character.toLowerCase(value.charAt(i)));
      int length = 0;
      while (at >= 0
          && at + length < keys.length()
          && i + length < value.length()
          && Character.toLowerCase(value.charAt(i + length)) == keys.charAt(at + length)) {
        length++;
      }
      if (length >= LONGEST_ROW) {
        return true;
      }
    }
    return false;
  }

  private static boolean repeats(Bytes value) {
    int length = value.length();
    for (int period = 1; period <= length / 2; period++) {
      int same = 0;
      for (int i = period; i < length; i++) {
        same += value.charAt(i) == value.charAt(i - period) ? 1 : 0;
      }
      if (length >= 12 && 10 * same >= 8 * (length - period)) {
        return true;
      }
    }
    return false;
  }

  /** Shannon's, in bits a character. */
  public static double entropy(Bytes value) {
    int[] counts = new int[256];
    for (int i = 0; i < value.length(); i++) {
      counts[value.charAt(i) & 0xff]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / value.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  private static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
