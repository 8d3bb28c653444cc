package preflight.probe.redaction;

/** A set of hashes, without an object for each. */
final class LongSet {

  private long[] slots = new long[1 << 8];
  private int used;
  private boolean zero;

  void add(long hash) {
    if (hash == 0) {
      zero = true;
      return;
    }
    if (used * 2 >= slots.length) {
      grow();
    }
    int slot = slot(slots, hash);
    if (slots[slot] == 0) {
      slots[slot] = hash;
      used++;
    }
  }

  boolean contains(long hash) {
    return hash == 0 ? zero : slots[slot(slots, hash)] != 0;
  }

  boolean isEmpty() {
    return used == 0 && !zero;
  }

  int size() {
    return used;
  }

  private void grow() {
    long[] larger = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != 0) {
        larger[slot(larger, hash)] = hash;
      }
    }
    slots = larger;
  }

  private static int slot(long[] slots, long hash) {
    int mask = slots.length - 1;
    int slot = (int) (hash >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
