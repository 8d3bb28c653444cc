package preflight.probe.secret.overlap;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.Essence;

/**
 * Finds the pairs of values that have too much in common, without comparing every pair: equal forms
 * meet in a hash table, common runs in an index of stretches as long as a run must be, so that what
 * meets there is alike.
 *
 * <p>Of n bytes in all, the index takes time in n log n and some three to eight bytes a byte; then
 * each pair that it finds is measured. A value that shares with {@link #MOST} earlier ones is
 * compared with no more. A {@link Budget} bounds all of it, and what it leaves out is told.
 */
public final class OverlapSearch {

  /** A common run so long is never chance. */
  private static final int LONG_RUN = 16;

  private static final int SHORT_RUN = 8;

  /** A common run of this part of the shorter value is too much. */
  private static final int PART = 4;

  /** A value that stands whole in another need not be longer. */
  private static final int SHORTEST_PART = 4;

  /** Runs with so many others are enough to say of one value. */
  static final int MOST = 8;

  /** So many equal values are named to each of them. */
  static final int CROWD = 32;

  /** Of more bytes not every stretch is indexed; pairs that meet are not always alike then. */
  private static final long DENSE = 4L << 20;

  private final List<byte[]> values;
  private final Budget budget;
  private final long key;
  private final CommonRun run;
  private final List<View> views = new ArrayList<>();
  private final TreeMap<Long, Overlap> found = new TreeMap<>();
  private final int[] shares;
  private boolean sparse;
  private final BitSet cut = new BitSet();
  private final BitSet uncompared = new BitSet();

  /** Values that are equal but for blanks, by the first of them. */
  private final Map<Integer, List<Integer>> alike = new TreeMap<>();

  private OverlapSearch(List<byte[]> values, RandomGenerator random, Budget budget) {
    this.values = values;
    this.budget = budget;
    this.key = random.nextLong();
    this.run = new CommonRun(key);
    this.shares = new int[values.size()];
  }

  /** One way to look at a value: as it stands, or decoded. */
  private record View(int owner, Essence essence, boolean decoded) {

    /** The shortest run that is too much to share with a value that is no shorter. */
    int run() {
      return Math.clamp((essence.length() + PART - 1) / PART, SHORT_RUN, LONG_RUN);
    }
  }

  /**
   * What a search found.
   *
   * @param overlaps by the earlier value, then by the later one
   * @param cut values that share with more others than are named
   * @param uncompared values that were not compared with all others, for want of budget
   */
  public record Found(List<Overlap> overlaps, BitSet cut, BitSet uncompared) {}

  /**
   * Searches all pairs.
   *
   * @param values none empty; they are not changed
   */
  public static Found among(List<byte[]> values, RandomGenerator random, Budget budget) {
    var search = new OverlapSearch(values, random, budget);
    try {
      search.sameForms(search.fitting());
      search.commonRuns();
      search.spread();
    } finally {
      search.views.forEach(it -> it.essence().wipe());
    }
    if (budget.isSpent()) {
      search.uncompared.set(0, values.size());
    }
    return new Found(List.copyOf(search.found.values()), search.cut, search.uncompared);
  }

  /** As many as the budget has room for, the short ones first; decoded they need as much again. */
  private List<Integer> fitting() {
    long room = budget.bytes();
    List<Integer> fitting = new ArrayList<>();
    List<Integer> byLength =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparingInt(it -> values.get(it).length))
            .toList();
    for (int each : byLength) {
      room -= 2L * values.get(each).length;
      if (room >= 0) {
        fitting.add(each);
      } else {
        uncompared.set(each);
      }
    }
    fitting.sort(Comparator.naturalOrder());
    return fitting;
  }

  private void sameForms(List<Integer> fitting) {
    Map<ByteBuffer, List<Integer>> byTrimmed = new HashMap<>();
    for (int i : fitting) {
      byTrimmed.computeIfAbsent(trimmed(i).buffer(), _ -> new ArrayList<>()).add(i);
    }
    for (List<Integer> same : byTrimmed.values()) {
      alike.put(same.getFirst(), same);
    }
    alike.values().forEach(this::equalOnes);
    for (int i : fitting) {
      // Each form is made and hashed: some ten looks at every byte.
      if (!budget.spend(10L * values.get(i).length)) {
        return;
      }
      byte[] own = trimmed(i).copy();
      byte[] reversed = own.clone();
      for (int at = 0; at < own.length; at++) {
        reversed[at] = own[own.length - 1 - at];
      }
      forms(i, Likeness.REVERSED, List.of(reversed), byTrimmed);
      encoded(i, values.get(i), byTrimmed);
      if (own.length < values.get(i).length) {
        encoded(i, own, byTrimmed);
      }
      Essence essence = Essence.of(values.get(i));
      essence
          .urlPassword()
          .ifPresent(it -> forms(i, Likeness.PASSWORD_OF_URL, List.of(it), byTrimmed));
      if (alike.containsKey(i)) {
        view(i, essence);
      } else {
        essence.wipe();
      }
      Arrays.fill(own, (byte) 0);
    }
  }

  private void encoded(int of, byte[] value, Map<ByteBuffer, List<Integer>> byTrimmed) {
    forms(of, Likeness.BASE64, base64(value), byTrimmed);
    forms(of, Likeness.HEX, hex(value), byTrimmed);
  }

  private void view(int owner, Essence essence) {
    views.add(new View(owner, essence, false));
    Essence decoded = essence.decoded();
    if (!decoded.parts().isEmpty()) {
      views.add(new View(owner, decoded, true));
    }
  }

  private void equalOnes(List<Integer> same) {
    for (int later = 1; later < same.size(); later++) {
      for (int earlier = 0; earlier < Math.min(later, CROWD + 1); earlier++) {
        boolean exactly = Arrays.equals(values.get(same.get(earlier)), values.get(same.get(later)));
        add(
            same.get(earlier),
            same.get(later),
            exactly ? Likeness.EQUAL : Likeness.EQUAL_TRIMMED,
            trimmed(same.get(later)).length());
      }
    }
  }

  /** Looks for values that are one of these forms, and wipes the forms. */
  private void forms(
      int of, Likeness how, Collection<byte[]> forms, Map<ByteBuffer, List<Integer>> byTrimmed) {
    for (byte[] form : forms) {
      for (int other : byTrimmed.getOrDefault(ByteBuffer.wrap(form), List.of())) {
        if (other != of && budget.spend(1)) {
          add(of, other, how, Math.min(trimmed(of).length(), trimmed(other).length()));
        }
      }
      Arrays.fill(form, (byte) 0);
    }
  }

  private void commonRuns() {
    sparse = views.stream().mapToLong(it -> it.essence().length()).sum() > DENSE;
    for (int length = SHORTEST_PART; length <= LONG_RUN && !budget.isSpent(); length++) {
      var index = new Grams();
      for (int i = 0; i < views.size(); i++) {
        index(i, length, index);
      }
      if (!index.isEmpty()) {
        index.sort();
        for (int i = 0; i < views.size() && budget.spend(views.get(i).essence().length()); i++) {
          meet(i, length, index);
        }
      }
    }
  }

  /** Enters what of a value may not stand in another: a short one whole, of others such a run. */
  private void index(int self, int length, Grams index) {
    View view = views.get(self);
    if (length >= SHORT_RUN) {
      each(
          view.run() == length ? view.essence().parts() : List.of(),
          length,
          gram -> index.add(gram, self));
    } else if (!view.decoded() && trimmed(view.owner()).length() == length) {
      byte[] whole = trimmed(view.owner()).copy();
      Grams.each(whole, length, key, gram -> index.add(gram, self));
      Arrays.fill(whole, (byte) 0);
    }
  }

  private void each(List<byte[]> parts, int length, LongConsumer to) {
    for (byte[] part : parts) {
      if (length == LONG_RUN && sparse) {
        Grams.some(part, key, to);
      } else {
        Grams.each(part, length, key, to);
      }
    }
  }

  /** Measures a value against the owners of stretches that it holds, the first ones first. */
  private void meet(int self, int length, Grams index) {
    View view = views.get(self);
    if (length >= SHORT_RUN && view.run() < length) {
      return; // Of this pair the other is the shorter one, and a shorter run is too much.
    }
    // Among equals, each pair once: at the later one.
    int end = length >= SHORT_RUN && view.run() == length ? self : views.size();
    var places =
        new PriorityQueue<Integer>(
            Comparator.comparingInt(index::owner).thenComparing(Comparator.naturalOrder()));
    each(view.essence().parts(), length, gram -> enter(index.first(gram, 0), places));
    int last = -1;
    while (!places.isEmpty() && budget.spend(1)) {
      int at = places.remove();
      int other = index.owner(at);
      if (other >= end) {
        return;
      }
      enter(index.next(at), places);
      if (other == last || views.get(other).owner() == view.owner()) {
        continue;
      }
      last = other;
      if (other < self && shares[view.owner()] >= MOST) {
        cut.set(view.owner());
        skip(self, index, places);
      } else if (length < SHORT_RUN) {
        contained(views.get(other), view);
      } else {
        verify(views.get(other), view);
      }
    }
  }

  private static void enter(int place, Collection<Integer> places) {
    if (place >= 0) {
      places.add(place);
    }
  }

  /** Leaves out all owners before one. */
  private static void skip(int owner, Grams index, PriorityQueue<Integer> places) {
    List<Integer> old = List.copyOf(places);
    places.clear();
    old.forEach(it -> enter(index.from(it, owner), places));
  }

  private void contained(View part, View whole) {
    byte[] own = trimmed(part.owner()).copy();
    boolean stands =
        whole.essence().parts().stream()
            .anyMatch(it -> it.length > own.length && CommonRun.byTable(own, it) == own.length);
    budget.spend((long) own.length * whole.essence().length());
    if (stands) {
      Likeness how = whole.decoded() ? Likeness.DECODED : Likeness.CONTAINED;
      add(part.owner(), whole.owner(), how, own.length);
    }
    Arrays.fill(own, (byte) 0);
  }

  private void verify(View one, View other) {
    boolean decoded = one.decoded() || other.decoded();
    int later = Math.max(one.owner(), other.owner());
    if (worse(one, other, decoded ? Likeness.DECODED : Likeness.CONTAINED)) {
      return;
    }
    if (shares[later] >= MOST) {
      cut.set(later);
      return;
    }
    if (!budget.spend(CommonRun.steps(one.essence().parts(), other.essence().parts()))) {
      return;
    }
    int length = run.longest(one.essence().parts(), other.essence().parts());
    int shorter = Math.min(one.essence().length(), other.essence().length());
    boolean contained = length == shorter && length >= SHORTEST_PART;
    if (contained || length >= LONG_RUN || (length >= SHORT_RUN && length * PART >= shorter)) {
      Likeness plain = contained ? Likeness.CONTAINED : Likeness.COMMON_RUN;
      add(one.owner(), other.owner(), decoded ? Likeness.DECODED : plain, length);
    }
  }

  /** What holds for the first of equal values holds for all of them. */
  private void spread() {
    for (Overlap overlap : List.copyOf(found.values())) {
      List<Integer> ones = alike.getOrDefault(overlap.first(), List.of());
      List<Integer> others = alike.getOrDefault(overlap.second(), List.of());
      if (ones.size() * (long) others.size() > 1) {
        for (int one : ones) {
          for (int other : others) {
            if (one != other && budget.spend(1)) {
              add(one, other, overlap.how(), overlap.length());
            }
          }
        }
      }
    }
  }

  /** Whether the two are known to be alike in this way or a worse one. */
  private boolean worse(View one, View other, Likeness than) {
    Overlap known = found.get(pair(one.owner(), other.owner()));
    return known != null && known.how().compareTo(than) <= 0;
  }

  private void add(int one, int other, Likeness how, int length) {
    long pair = pair(one, other);
    int later = Math.max(one, other);
    Overlap known = found.get(pair);
    if (known == null && shares[later] >= CROWD) {
      cut.set(later);
    } else if (known == null || how.compareTo(known.how()) < 0) {
      shares[later] += known == null ? 1 : 0;
      found.put(pair, new Overlap(Math.min(one, other), later, how, length));
    }
  }

  private static long pair(int one, int other) {
    return (long) Math.min(one, other) << 32 | Math.max(one, other);
  }

  private Bytes trimmed(int index) {
    return Bytes.of(values.get(index)).trimmed();
  }

  private static List<byte[]> base64(byte[] value) {
    return List.of(
        Base64.getEncoder().encode(value),
        Base64.getEncoder().withoutPadding().encode(value),
        Base64.getUrlEncoder().encode(value),
        Base64.getUrlEncoder().withoutPadding().encode(value));
  }

  private static List<byte[]> hex(byte[] value) {
    return List.of(
        Bytes.hex(HexFormat.of(), value), Bytes.hex(HexFormat.of().withUpperCase(), value));
  }
}
