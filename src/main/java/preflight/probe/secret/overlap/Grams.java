package preflight.probe.secret.overlap;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Which values hold a stretch of bytes. An entry is eight bytes: a hash of the stretch under a key
 * of the run, and the number of its owner. Entries are sorted, and a filter answers for most
 * stretches that nobody holds them.
 */
final class Grams {

  /** How many owners there can be. */
  static final int OWNERS = 1 << 24;

  /** Of so many neighbours one is kept: enough to find every common run of sixteen. */
  private static final int WINDOW = 5;

  /** Stretches of which {@link #some} keeps one of {@link #WINDOW}. */
  private static final int SPARSE = 12;

  private static final long OWNER = OWNERS - 1L;
  private static final int FILTER_BITS_EACH = 16;

  private long[] entries = new long[1 << 6];
  private long[] filter = {};
  private int size;

  /** All stretches of a length, in order. */
  static void each(byte[] value, int length, long key, LongConsumer to) {
    long base = key | 1;
    long gone = 1;
    for (int i = 0; i < length; i++) {
      gone *= base;
    }
    long hash = 0;
    for (int i = 0; i < value.length; i++) {
      hash = hash * base + symbol(value[i]);
      if (i >= length) {
        hash -= gone * symbol(value[i - length]);
      }
      if (i >= length - 1) {
        to.accept(mixed(hash));
      }
    }
  }

  /**
   * Enough stretches to find every common run of sixteen: the smallest of every five neighbours
   * (winnowing: Schleimer, Wilkerson and Aiken, 2003).
   */
  static void some(byte[] value, long key, LongConsumer to) {
    if (value.length < SPARSE) {
      return;
    }
    long[] all = new long[value.length - SPARSE + 1];
    int[] count = {0};
    each(value, SPARSE, key, gram -> all[count[0]++] = gram);
    int last = -1;
    int window = Math.min(WINDOW, all.length);
    for (int from = 0; from + window <= all.length; from++) {
      int smallest = from;
      for (int i = from; i < from + window; i++) {
        smallest = all[i] <= all[smallest] ? i : smallest;
      }
      if (smallest != last) {
        to.accept(all[smallest]);
        last = smallest;
      }
    }
  }

  void add(long gram, int owner) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size + (size >> 1));
    }
    entries[size++] = (gram & ~OWNER) | owner;
  }

  /** To be called once, when all are added. */
  void sort() {
    Arrays.sort(entries, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || entries[i] != entries[i - 1]) {
        entries[kept++] = entries[i];
      }
    }
    size = kept;
    filter = new long[Math.max(1, Integer.highestOneBit(size * FILTER_BITS_EACH / Long.SIZE + 1))];
    for (int i = 0; i < size; i++) {
      filter[word(entries[i])] |= 1L << bit(entries[i]);
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Where the owners of a stretch begin, those before one left out; -1 where nobody holds it. */
  int first(long gram, int owner) {
    if ((filter[word(gram)] & 1L << bit(gram)) == 0) {
      return -1;
    }
    int at = Arrays.binarySearch(entries, 0, size, (gram & ~OWNER) | owner);
    return valid(at < 0 ? -at - 1 : at, gram);
  }

  /** The place after another, if the same stretch has one more owner; else -1. */
  int next(int at) {
    return valid(at + 1, entries[at]);
  }

  /** The place of the same stretch at an owner or after it; -1 where there is none. */
  int from(int at, int owner) {
    return first(entries[at], owner);
  }

  int owner(int at) {
    return (int) (entries[at] & OWNER);
  }

  private int valid(int at, long gram) {
    return at < size && (entries[at] & ~OWNER) == (gram & ~OWNER) ? at : -1;
  }

  private int word(long gram) {
    return (int) (gram >>> 40) & filter.length - 1;
  }

  private static int bit(long gram) {
    return (int) (gram >>> 32) & Long.SIZE - 1;
  }

  private static long symbol(byte b) {
    return (b & 0xff) + 1L;
  }

  /** Spreads a hash over all bits, the high ones above all, since the low ones make room. */
  private static long mixed(long hash) {
    long x = hash * 0x9E3779B97F4A7C15L;
    x ^= x >>> 32;
    x *= 0xD6E8FEB86659FD93L;
    return x ^ x >>> 29;
  }
}
