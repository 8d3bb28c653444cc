package preflight.probe.secret;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Finds the pairs of values that have too much in common, without comparing every pair: equal forms
 * meet in a hash table, common runs in an index of stretches of eight bytes.
 */
final class OverlapSearch {

  /** A common run so long is never chance. */
  private static final int LONG_RUN = 16;

  private static final int SHORT_RUN = 8;

  /** Values up to here share too much below {@link #LONG_RUN} already. */
  private static final int SHORT_VALUE = LONG_RUN * 4;

  /** A value that stands whole in another need not be longer. */
  private static final int SHORTEST_PART = 4;

  /** Above this many equal values each is paired with the first only. */
  private static final int CROWD = 64;

  private final List<byte[]> values;
  private final List<Essence> essences;
  private final List<View> views = new ArrayList<>();
  private final TreeMap<Long, Overlap> found = new TreeMap<>();
  private final long key;

  private OverlapSearch(List<byte[]> values, RandomGenerator random) {
    this.values = values;
    this.essences = values.stream().map(Essence::of).toList();
    this.key = random.nextLong();
    for (int i = 0; i < values.size(); i++) {
      views.add(new View(i, essences.get(i), false));
      Essence decoded = essences.get(i).decoded();
      if (!decoded.parts().isEmpty()) {
        views.add(new View(i, decoded, true));
      }
    }
  }

  /** One way to look at a value: as it stands, or decoded. */
  private record View(int owner, Essence essence, boolean decoded) {

    boolean isShort() {
      return essence.length() <= SHORT_VALUE;
    }
  }

  /**
   * Searches all pairs.
   *
   * @param values none empty; they are not changed
   * @return by the earlier value, then by the later one
   */
  static List<Overlap> among(List<byte[]> values, RandomGenerator random) {
    var search = new OverlapSearch(values, random);
    search.sameForms();
    search.shortParts();
    search.commonRuns();
    search.views.forEach(it -> it.essence().wipe());
    return List.copyOf(search.found.values());
  }

  private void sameForms() {
    Map<ByteBuffer, List<Integer>> byTrimmed = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byTrimmed.computeIfAbsent(trimmed(i).buffer(), _ -> new ArrayList<>()).add(i);
    }
    byTrimmed.values().forEach(this::equalOnes);
    for (int i = 0; i < values.size(); i++) {
      byte[] own = trimmed(i).copy();
      byte[] reversed = own.clone();
      for (int at = 0; at < own.length; at++) {
        reversed[at] = own[own.length - 1 - at];
      }
      forms(i, Likeness.REVERSED, List.of(reversed), byTrimmed);
      forms(i, Likeness.BASE64, base64(values.get(i)), byTrimmed);
      forms(i, Likeness.BASE64, base64(own), byTrimmed);
      forms(i, Likeness.HEX, hex(values.get(i)), byTrimmed);
      forms(i, Likeness.HEX, hex(own), byTrimmed);
      int self = i;
      essences
          .get(i)
          .urlPassword()
          .ifPresent(it -> forms(self, Likeness.PASSWORD_OF_URL, List.of(it), byTrimmed));
      Arrays.fill(own, (byte) 0);
    }
  }

  private void equalOnes(List<Integer> same) {
    for (int later = 1; later < same.size(); later++) {
      for (int earlier = 0; earlier < (same.size() > CROWD ? 1 : later); earlier++) {
        byte[] one = values.get(same.get(earlier));
        byte[] other = values.get(same.get(later));
        boolean exactly = Arrays.equals(one, other);
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
        if (other != of) {
          add(of, other, how, Math.min(trimmed(of).length(), trimmed(other).length()));
        }
      }
      Arrays.fill(form, (byte) 0);
    }
  }

  /** Values too short for the index, looked for in all others. */
  private void shortParts() {
    for (int i = 0; i < values.size(); i++) {
      byte[] own = trimmed(i).copy();
      if (own.length >= SHORTEST_PART && own.length < Grams.LENGTH) {
        for (View view : views) {
          if (view.owner() != i && holds(view.essence(), own)) {
            Likeness how = view.decoded() ? Likeness.DECODED : Likeness.CONTAINED;
            add(i, view.owner(), how, own.length);
          }
        }
      }
      Arrays.fill(own, (byte) 0);
    }
  }

  private static boolean holds(Essence essence, byte[] part) {
    return essence.parts().stream()
        .anyMatch(it -> it.length > part.length && CommonRun.byTable(part, it) == part.length);
  }

  private void commonRuns() {
    var ofShort = new Grams();
    var ofLong = new Grams();
    for (int i = 0; i < views.size(); i++) {
      int index = i;
      for (byte[] part : views.get(i).essence().parts()) {
        if (views.get(i).isShort()) {
          Grams.each(part, key, gram -> ofShort.add(gram, index));
        } else {
          Grams.some(part, key, gram -> ofLong.add(gram, index));
        }
      }
    }
    var run = new CommonRun(key);
    for (int i = 0; i < views.size(); i++) {
      int self = i;
      View view = views.get(i);
      candidates(view, ofShort, ofLong).stream()
          .filter(it -> it < self || !view.isShort())
          .forEach(it -> verify(views.get(it), view, run));
    }
  }

  private BitSet candidates(View view, Grams ofShort, Grams ofLong) {
    var candidates = new BitSet(views.size());
    for (byte[] part : view.essence().parts()) {
      Grams.each(part, key, gram -> ofShort.owners(gram, candidates::set));
      if (!view.isShort()) {
        Grams.some(part, key, gram -> ofLong.owners(gram, candidates::set));
      }
    }
    return candidates;
  }

  private void verify(View one, View other, CommonRun run) {
    boolean decoded = one.decoded() || other.decoded();
    if (one.owner() == other.owner()
        || worse(one, other, decoded ? Likeness.DECODED : Likeness.CONTAINED)) {
      return;
    }
    int length = run.longest(one.essence().parts(), other.essence().parts());
    int shorter = Math.min(one.essence().length(), other.essence().length());
    boolean contained = length == shorter && length >= SHORTEST_PART;
    if (contained || length >= LONG_RUN || (length >= SHORT_RUN && length * 4 >= shorter)) {
      Likeness plain = contained ? Likeness.CONTAINED : Likeness.COMMON_RUN;
      add(one.owner(), other.owner(), decoded ? Likeness.DECODED : plain, length);
    }
  }

  /** Whether the two are known to be alike in this way or a worse one. */
  private boolean worse(View one, View other, Likeness than) {
    Overlap known = found.get(pair(one.owner(), other.owner()));
    return known != null && known.how().compareTo(than) <= 0;
  }

  private void add(int one, int other, Likeness how, int length) {
    var overlap = new Overlap(Math.min(one, other), Math.max(one, other), how, length);
    found.merge(
        pair(one, other),
        overlap,
        (old, young) -> old.how().compareTo(young.how()) <= 0 ? old : young);
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
