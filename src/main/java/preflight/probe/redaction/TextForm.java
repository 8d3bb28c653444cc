package preflight.probe.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to read a text, with the place in the text that each character comes from.
 *
 * @param from where each character begins
 * @param to where it ends, exclusive
 * @param depth how often something was decoded on the way
 * @param readable whether it reads as the text does, and not backwards or in the middle of an
 *     encoding
 */
// As Folded, it is made for each text that is shown.
@SuppressWarnings("ArrayRecordComponent")
record TextForm(String text, char[] chars, int[] from, int[] to, int depth, boolean readable) {

  /** Nobody escapes more often without meaning to hide it. */
  private static final int DEEPEST = 3;

  /** All forms together, as a multiple of the text; what is left over then is not read. */
  private static final int BUDGET = 24;

  private static final int SHORTEST_DECODED = 6;
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final Map<String, Character> ENTITIES =
      Map.of(
          "amp", '&', "lt", '<', "gt", '>', "quot", '"', "apos", '\'', "nbsp", ' ', "sol", '/',
          "equals", '=', "plus", '+', "percnt", '%');

  /** The text as it is, and every other way to read it. */
  static List<TextForm> all(String text) {
    var forms = new ArrayList<TextForm>();
    var open = new ArrayDeque<TextForm>();
    TextForm written = asItIs(text);
    open.add(written);
    // What stands escaped in one way may hold, unescaped, what looks like another.
    for (Escape escape : Escape.values()) {
      written.unescaped(EnumSet.of(escape)).ifPresent(forms::add);
    }
    long budget = (long) BUDGET * Math.max(text.length(), 64);
    while (!open.isEmpty() && budget > 0) {
      TextForm form = open.poll();
      forms.add(form);
      budget -= form.chars.length;
      if (form.depth < DEEPEST) {
        open.addAll(form.decoded());
      }
      if (form.readable) {
        forms.add(form.backwards());
      }
    }
    return forms;
  }

  private static TextForm asItIs(String text) {
    int[] from = new int[text.length()];
    int[] to = new int[text.length()];
    for (int i = 0; i < from.length; i++) {
      from[i] = i;
      to[i] = i + 1;
    }
    return new TextForm(text, text.toCharArray(), from, to, 0, true);
  }

  private List<TextForm> decoded() {
    var forms = new ArrayList<TextForm>();
    unescaped(EnumSet.allOf(Escape.class)).ifPresent(forms::add);
    for (int phase = 0; phase < 4; phase++) {
      base64(phase, forms);
    }
    for (int phase = 0; phase < 2; phase++) {
      hex(phase, forms);
    }
    return forms;
  }

  /** Marks what a stretch of this form stands for in the text. */
  void mark(int first, int last, boolean word, BitSet hidden) {
    int start = Math.min(from[first], from[last]);
    int end = Math.max(to[first], to[last]);
    if (word) {
      while (start > 0 && inWord(text.charAt(start - 1))) {
        start--;
      }
      while (end < text.length() && inWord(text.charAt(end))) {
        end++;
      }
    }
    hidden.set(start, end);
  }

  private static boolean inWord(char c) {
    return Character.isLetterOrDigit(c) || "+/=_-\\".indexOf(c) >= 0;
  }

  private TextForm backwards() {
    int length = chars.length;
    char[] other = new char[length];
    int[] otherFrom = new int[length];
    int[] otherTo = new int[length];
    for (int i = 0; i < length; i++) {
      other[i] = chars[length - 1 - i];
      otherFrom[i] = from[length - 1 - i];
      otherTo[i] = to[length - 1 - i];
    }
    return new TextForm(text, other, otherFrom, otherTo, DEEPEST, false);
  }

  /** A way to write characters as others. */
  private enum Escape {
    /** URLs. */
    PERCENT,
    /** Quoted-printable, as in mail. */
    EQUALS,
    /** JSON, JavaScript, C, SQL, shells. */
    BACKSLASH,
    /** HTML and XML. */
    ENTITY;

    static @Nullable Escape begunBy(char c, Set<Escape> among) {
      Escape begun =
          switch (c) {
            case '%' -> PERCENT;
            case '=' -> EQUALS;
            case '\\' -> BACKSLASH;
            case '&' -> ENTITY;
            default -> null;
          };
      return begun != null && among.contains(begun) ? begun : null;
    }
  }

  /** Empty where nothing is escaped in any of these ways. */
  private Optional<TextForm> unescaped(Set<Escape> escapes) {
    int at = 0;
    while (at < chars.length && Escape.begunBy(chars[at], escapes) == null) {
      at++;
    }
    if (at == chars.length) {
      return Optional.empty();
    }
    var out = new Builder(chars.length);
    boolean any = false;
    at = 0;
    while (at < chars.length) {
      int end =
          switch (Escape.begunBy(chars[at], escapes)) {
            case null -> at;
            case PERCENT, EQUALS -> octets(at, out, "", 16);
            case BACKSLASH -> backslash(at, out);
            case ENTITY -> entity(at, out);
          };
      if (end == at) {
        out.add(chars[at], from[at], to[at]);
        end++;
      } else {
        any = true;
      }
      at = end;
    }
    return any ? Optional.of(out.form(readable)) : Optional.empty();
  }

  /** Consecutive escaped bytes are UTF-8 together; gives where they end. */
  private int octets(int start, Builder out, String letter, int radix) {
    var bytes = new ByteArrayOutputStream();
    int digits = radix == 16 ? 2 : 3;
    int width = 1 + letter.length() + digits;
    int at = start;
    while (at + width <= chars.length
        && chars[at] == chars[start]
        && (letter.isEmpty() || Character.toLowerCase(chars[at + 1]) == letter.charAt(0))) {
      int value = number(at + 1 + letter.length(), digits, radix);
      if (value < 0 || value > 0xFF) {
        break;
      }
      bytes.write(value);
      at += width;
    }
    byte[] all = bytes.toByteArray();
    String decoded = new String(all, StandardCharsets.UTF_8);
    boolean oneEach = decoded.length() == all.length;
    for (int i = 0; i < decoded.length(); i++) {
      int first = oneEach ? start + i * width : start;
      int last = oneEach ? first + width - 1 : at - 1;
      out.add(decoded.charAt(i), from[first], to[last]);
    }
    return at;
  }

  /** The number in these characters; negative where they are none. */
  private int number(int at, int digits, int radix) {
    int value = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = i < chars.length ? Character.digit(chars[i], radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private int backslash(int at, Builder out) {
    if (at + 1 >= chars.length) {
      return at;
    }
    char next = chars[at + 1];
    return switch (next) {
      case 'u', 'U' -> unicode(at, out);
      case 'x', 'X' -> octets(at, out, "x", 16);
      case '0', '1', '2', '3' -> {
        int end = octets(at, out, "", 8);
        if (end == at && next == '0') {
          out.add(' ', from[at], to[at + 1]);
          end = at + 2;
        }
        yield end;
      }
      case 'n', 'r', 't', 'b', 'f', 'v' -> {
        out.add(' ', from[at], to[at + 1]);
        yield at + 2;
      }
      default -> {
        out.add(next, from[at], to[at + 1]);
        yield at + 2;
      }
    };
  }

  private int unicode(int at, Builder out) {
    int open = at + 2;
    if (open < chars.length && chars[open] == '{') {
      int close = open + 1;
      while (close < chars.length && close < open + 8 && chars[close] != '}') {
        close++;
      }
      int value = number(open + 1, close - open - 1, 16);
      if (close < chars.length && chars[close] == '}' && Character.isValidCodePoint(value)) {
        out.add(value, from[at], to[close]);
        return close + 1;
      }
      return at;
    }
    int digits = chars[at + 1] == 'U' ? 8 : 4;
    int value = number(open, digits, 16);
    if (!Character.isValidCodePoint(value)) {
      return at;
    }
    out.add(value, from[at], to[open + digits - 1]);
    return open + digits;
  }

  private int entity(int at, Builder out) {
    int end = at + 1;
    while (end < chars.length && end < at + 10 && chars[end] != ';') {
      end++;
    }
    if (end >= chars.length || chars[end] != ';') {
      return at;
    }
    String name = new String(chars, at + 1, end - at - 1);
    int value = ENTITIES.getOrDefault(name, '\0');
    if (name.length() > 1 && name.charAt(0) == '#') {
      boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
      value = number(at + (hex ? 3 : 2), name.length() - (hex ? 2 : 1), hex ? 16 : 10);
    }
    if (value <= 0 || !Character.isValidCodePoint(value)) {
      return at;
    }
    out.add(value, from[at], to[end]);
    return end + 1;
  }

  /** Nobody knows where the encoded text begins: every place is tried, blanks left out. */
  private void base64(int phase, List<TextForm> forms) {
    int[] group = new int[4];
    int[] places = new int[4];
    int count = 0;
    int seen = 0;
    var out = new Builder(chars.length);
    for (int i = 0; i < chars.length; i++) {
      int value = BASE64.indexOf(chars[i] == '-' ? '+' : chars[i] == '_' ? '/' : chars[i]);
      if (value < 0 || seen++ < phase) {
        continue;
      }
      group[count] = value;
      places[count++] = i;
      if (count == 4) {
        flush(group, places, count, out);
        count = 0;
      }
    }
    if (count > 1) {
      flush(group, places, count, out);
    }
    out.told(forms);
  }

  private void flush(int[] group, int[] places, int count, Builder out) {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 6 | (i < count ? group[i] : 0);
    }
    for (int i = 0; i < count - 1; i++) {
      char decoded = (char) (bits >> (16 - 8 * i) & 0xFF);
      out.add(decoded, from[places[i]], to[places[i + 1]]);
    }
  }

  private void hex(int phase, List<TextForm> forms) {
    var out = new Builder(chars.length);
    int high = -1;
    int place = 0;
    int seen = 0;
    for (int i = 0; i < chars.length; i++) {
      boolean prefix =
          chars[i] == '0' && i + 1 < chars.length && (chars[i + 1] == 'x' || chars[i + 1] == 'X');
      int digit = prefix ? -1 : Character.digit(chars[i], 16);
      if (digit < 0 || chars[i] > 'f' || seen++ < phase) {
        continue;
      }
      if (high < 0) {
        high = digit;
        place = i;
      } else {
        out.add((char) (high << 4 | digit), from[place], to[i]);
        high = -1;
      }
    }
    out.told(forms);
  }

  /** Gathers the characters of another form. */
  private final class Builder {

    private final StringBuilder built;
    private int[] builtFrom;
    private int[] builtTo;

    Builder(int expected) {
      this.built = new StringBuilder(expected);
      this.builtFrom = new int[expected + 1];
      this.builtTo = new int[expected + 1];
    }

    void add(int codePoint, int first, int last) {
      for (char c : Character.toChars(codePoint)) {
        if (built.length() == builtFrom.length) {
          builtFrom = Arrays.copyOf(builtFrom, built.length() * 2);
          builtTo = Arrays.copyOf(builtTo, built.length() * 2);
        }
        builtFrom[built.length()] = first;
        builtTo[built.length()] = last;
        built.append(c);
      }
    }

    TextForm form(boolean reads) {
      return new TextForm(
          text, built.toString().toCharArray(), builtFrom, builtTo, depth + 1, reads);
    }

    /** Most of what is decoded at random is no text; what may be some is decoded further. */
    void told(List<TextForm> forms) {
      if (built.length() < SHORTEST_DECODED) {
        return;
      }
      forms.add(stretch(0, built.length(), DEEPEST));
      int start = 0;
      for (int i = 0; i <= built.length(); i++) {
        if (i == built.length() || built.charAt(i) < ' ' || built.charAt(i) > '~') {
          if (i - start >= SHORTEST_DECODED) {
            forms.add(stretch(start, i, depth + 1));
          }
          start = i + 1;
        }
      }
    }

    private TextForm stretch(int start, int end, int deep) {
      return new TextForm(
          text,
          built.substring(start, end).toCharArray(),
          Arrays.copyOfRange(builtFrom, start, end),
          Arrays.copyOfRange(builtTo, start, end),
          deep,
          false);
    }
  }
}
