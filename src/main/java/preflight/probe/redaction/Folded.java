package preflight.probe.redaction;

import java.util.Arrays;

/**
 * What of a text is compared, in lower case, and where each character stands in the text.
 *
 * @param at the positions
 * @param symbols whether punctuation is kept beside letters and digits
 */
// Made for each text that is shown: copies would cost more than the search.
@SuppressWarnings("ArrayRecordComponent")
record Folded(char[] chars, int[] at, boolean symbols) {

  /** Letters and digits only: whatever is put between them changes nothing. */
  static Folded letters(char[] text) {
    return of(text, false);
  }

  /** Everything but blanks and what nobody sees. */
  static Folded visible(char[] text) {
    return of(text, true);
  }

  private static Folded of(char[] text, boolean symbols) {
    char[] chars = new char[text.length];
    int[] at = new int[text.length];
    int length = 0;
    for (int i = 0; i < text.length; i++) {
      char c = text[i];
      if (c < 128) {
        boolean capital = c >= 'A' && c <= 'Z';
        boolean bare = capital || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (bare || (symbols && c > ' ' && c < 127)) {
          chars[length] = capital ? (char) (c + 32) : c;
          at[length++] = i;
        }
        continue;
      }
      c = plain(c);
      if (Character.isLetterOrDigit(c) || (symbols && visible(c))) {
        chars[length] = Character.toLowerCase(c);
        at[length++] = i;
      }
    }
    return new Folded(Arrays.copyOf(chars, length), Arrays.copyOf(at, length), symbols);
  }

  /** Full-width forms of ASCII are the same characters to whoever reads them. */
  private static char plain(char c) {
    return c >= 0xFF01 && c <= 0xFF5E ? (char) (c - 0xFEE0) : c;
  }

  private static boolean visible(char c) {
    return !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && !Character.isISOControl(c)
        && Character.getType(c) != Character.FORMAT;
  }

  int length() {
    return chars.length;
  }

  void wipe() {
    Arrays.fill(chars, '\0');
  }
}
