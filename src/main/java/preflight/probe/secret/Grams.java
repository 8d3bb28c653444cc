package preflight.probe.secret;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** Which values hold a stretch of eight bytes; stretches are kept under a key of the run. */
final class Grams {

  static final int LENGTH = 8;

  /** Of so many neighbours one is kept: enough to find every common run of sixteen. */
  private static final int WINDOW = 9;

  private long[] keys = new long[1 << 12];
  private int[] heads = new int[1 << 12];
  private int[] next = new int[1 << 12];
  private int[] owners = new int[1 << 12];
  private int used;
  private int entries;

  Grams() {
    Arrays.fill(heads, -1);
  }

  /** All stretches of a value, in order. */
  static void each(byte[] value, long key, LongConsumer to) {
    long gram = 0;
    for (int i = 0; i < value.length; i++) {
      gram = (gram << 8) | (value[i] & 0xff);
      if (i >= LENGTH - 1) {
        to.accept(mixed(gram ^ key));
      }
    }
  }

  /** The smallest of every nine neighbours (winnowing: Schleimer, Wilkerson and Aiken, 2003). */
  static void some(byte[] value, long key, LongConsumer to) {
    if (value.length < LENGTH) {
      return;
    }
    long[] all = new long[value.length - LENGTH + 1];
    int[] count = {0};
    each(value, key, gram -> all[count[0]++] = gram);
    int last = -1;
    for (int from = 0; from + Math.min(WINDOW, all.length) <= all.length; from++) {
      int smallest = from;
      for (int i = from; i < Math.min(from + WINDOW, all.length); i++) {
        smallest = all[i] <= all[smallest] ? i : smallest;
      }
      if (smallest != last) {
        to.accept(all[smallest]);
        last = smallest;
      }
    }
  }

  void add(long gram, int owner) {
    if (used * 2 > keys.length) {
      grow();
    }
    int slot = slot(gram);
    if (heads[slot] < 0) {
      keys[slot] = gram;
      used++;
    } else if (owners[heads[slot]] == owner) {
      return;
    }
    if (entries == owners.length) {
      next = Arrays.copyOf(next, entries * 2);
      owners = Arrays.copyOf(owners, entries * 2);
    }
    owners[entries] = owner;
    next[entries] = heads[slot];
    heads[slot] = entries++;
  }

  void owners(long gram, IntConsumer to) {
    for (int entry = heads[slot(gram)]; entry >= 0; entry = next[entry]) {
      to.accept(owners[entry]);
    }
  }

  private int slot(long gram) {
    int mask = keys.length - 1;
    int slot = (int) (gram >>> 32) & mask;
    while (heads[slot] >= 0 && keys[slot] != gram) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldHeads = heads;
    keys = new long[oldKeys.length * 2];
    heads = new int[oldKeys.length * 2];
    Arrays.fill(heads, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldHeads[i] >= 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        heads[slot] = oldHeads[i];
      }
    }
  }

  /** A bijection, so that two stretches never share a place in the index. */
  private static long mixed(long gram) {
    long x = gram * 0x9E3779B97F4A7C15L;
    x ^= x >>> 32;
    return x * 0xD6E8FEB86659FD93L;
  }
}
