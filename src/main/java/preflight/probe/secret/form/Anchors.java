package preflight.probe.secret.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds many literals in one pass over bytes, whatever their number: three bytes are compared with
 * all of them at once, and only what fits is looked at again.
 */
public final class Anchors {

  /** The shortest that can be looked for. */
  public static final int SHORTEST = 3;

  private static final int GROUPS = Long.SIZE / SHORTEST;
  private static final long EVERY_GROUP = (1L << GROUPS) - 1;
  private static final int LAST = GROUPS * (SHORTEST - 1);
  private static final int TABLE_BITS = 15;
  private static final int SPREAD = 0x9E3779B1;

  private final List<Anchor> anchors;

  /** For each byte, at which of the three places of which groups it may stand. */
  private final long[] places = new long[256];

  /** The first anchor that begins so, and for each the next one; ends with -1. */
  private final int[] first = new int[1 << TABLE_BITS];

  private final int[] next;

  /** A literal, which may be confidential. */
  public static final class Anchor {

    private final byte[] bytes;
    private final boolean anyCase;

    /**
     * Takes the bytes as they are.
     *
     * @param anyCase whether letters of both cases fit
     */
    public Anchor(byte[] bytes, boolean anyCase) {
      this.bytes = bytes;
      this.anyCase = anyCase;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean anyCase() {
      return anyCase;
    }
  }

  /** Hears of each place. */
  public interface Places {

    /**
     * An anchor stands here.
     *
     * @param anchor its place in the list
     * @param at where it begins
     */
    void found(int anchor, int at);
  }

  public Anchors(List<Anchor> anchors) {
    this.anchors = List.copyOf(anchors);
    this.next = new int[anchors.size()];
    Arrays.fill(first, -1);
    // Those that begin alike share a group, so that a group fits little else.
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < anchors.size(); i++) {
      sorted.add(i);
    }
    sorted.sort(Comparator.comparingInt(it -> beginning(anchors.get(it).bytes(), 0)));
    for (int i = 0; i < sorted.size(); i++) {
      add(sorted.get(i), (int) ((long) i * GROUPS / sorted.size()));
    }
  }

  private void add(int anchor, int group) {
    byte[] bytes = anchors.get(anchor).bytes();
    for (int place = 0; place < SHORTEST; place++) {
      long bit = 1L << (place * GROUPS + group);
      places[bytes[place] & 0xff] |= bit;
      if (anchors.get(anchor).anyCase()) {
        places[lower(bytes[place])] |= bit;
        places[upper(bytes[place])] |= bit;
      }
    }
    int slot = slot(bytes, 0);
    next[anchor] = first[slot];
    first[slot] = anchor;
  }

  /** Tells every place in a stretch, in order. */
  public void in(byte[] text, int from, int to, Places found) {
    // The compiler that a short run gets reads a field again for each byte.
    long[] here = places;
    long fits = 0;
    for (int i = from; i < to; i++) {
      fits = ((fits << GROUPS) | EVERY_GROUP) & here[text[i] & 0xff];
      if (fits >>> LAST != 0) {
        compare(text, i - SHORTEST + 1, to, found);
      }
    }
  }

  /** Overwrites those from here on. */
  public void wipe(int from) {
    anchors.subList(from, anchors.size()).forEach(it -> Arrays.fill(it.bytes(), (byte) 0));
  }

  private void compare(byte[] text, int at, int to, Places found) {
    for (int i = first[slot(text, at)]; i >= 0; i = next[i]) {
      if (stands(anchors.get(i), text, at, to)) {
        found.found(i, at);
      }
    }
  }

  private static boolean stands(Anchor anchor, byte[] text, int at, int to) {
    byte[] bytes = anchor.bytes();
    if (at + bytes.length > to) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      byte b = text[at + i];
      if (b != bytes[i] && !(anchor.anyCase() && lower(b) == lower(bytes[i]))) {
        return false;
      }
    }
    return true;
  }

  private static int slot(byte[] text, int at) {
    return (beginning(text, at) * SPREAD) >>> (Integer.SIZE - TABLE_BITS);
  }

  private static int beginning(byte[] text, int at) {
    return lower(text[at]) << 16 | lower(text[at + 1]) << 8 | lower(text[at + 2]);
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xff;
  }

  private static int upper(byte b) {
    return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b & 0xff;
  }
}
