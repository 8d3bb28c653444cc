package preflight.source.house;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many words in one pass over bytes, by the algorithm of Wu and Manber: two bytes at the end
 * of a window tell how far the window may be moved, so that most bytes are never looked at.
 */
final class MultiSearch {

  private static final int SHORTEST = 2;
  private static final int LONGEST_WINDOW = 64;

  private final byte[][] words;
  private final int window;

  /** How far the window may move, by its last two bytes. */
  private final byte[] shifts = new byte[1 << 16];

  /** The first word whose window ends with two bytes, and the next one after each word. */
  private final short[] first = new short[1 << 16];

  private final short[] next;

  /** Told of each place of each word. */
  interface Hits {
    void hit(int word, int offset);
  }

  MultiSearch(List<String> words) {
    this.words =
        words.stream().map(it -> it.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    int shortest = LONGEST_WINDOW;
    for (byte[] word : this.words) {
      if (word.length >= SHORTEST) {
        shortest = Math.min(shortest, word.length);
      }
    }
    window = shortest;
    next = new short[this.words.length];
    Arrays.fill(first, (short) -1);
    Arrays.fill(shifts, (byte) (window - 1));
    for (short i = 0; i < this.words.length; i++) {
      byte[] word = this.words[i];
      if (word.length < SHORTEST) {
        continue;
      }
      for (int end = 1; end < window; end++) {
        int block = block(word[end - 1], word[end]);
        shifts[block] = (byte) Math.min(shifts[block], window - 1 - end);
      }
      int last = block(word[window - 2], word[window - 1]);
      next[i] = first[last];
      first[last] = i;
    }
  }

  void find(byte[] text, Hits hits) {
    findLetters(text, hits);
    int length = text.length;
    int at = window - 1;
    while (at < length) {
      int block = block(text[at - 1], text[at]);
      int shift = shifts[block];
      if (shift > 0) {
        at += shift;
        continue;
      }
      for (int word = first[block]; word >= 0; word = next[word]) {
        int start = at - window + 1;
        if (stands(words[word], text, start)) {
          hits.hit(word, start);
        }
      }
      at++;
    }
  }

  /** The words of one byte, which have no window; those of none stand nowhere. */
  private void findLetters(byte[] text, Hits hits) {
    for (int word = 0; word < words.length; word++) {
      if (words[word].length != 1) {
        continue;
      }
      for (int at = 0; at < text.length; at++) {
        if (text[at] == words[word][0]) {
          hits.hit(word, at);
        }
      }
    }
  }

  private static int block(byte one, byte other) {
    return ((one & 0xff) << 8) | (other & 0xff);
  }

  private static boolean stands(byte[] word, byte[] text, int start) {
    if (start + word.length > text.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != text[start + i]) {
        return false;
      }
    }
    return true;
  }

  /** The words, each once. */
  static List<String> distinct(List<String> words) {
    return new ArrayList<>(new java.util.LinkedHashSet<>(words));
  }
}
