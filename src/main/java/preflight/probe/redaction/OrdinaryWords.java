package preflight.probe.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The words that errors, hosts and settings are made of: that a credential holds one of them makes
 * no credential of the word.
 */
final class OrdinaryWords {

  private static final int SHORTEST = 5;
  private static final int LONGEST = 16;
  private static final OrdinaryWords ALL = new OrdinaryWords();

  private final Hashing hashing = new Hashing(1);
  private final LongSet words = new LongSet();

  private OrdinaryWords() {
    for (String word : read()) {
      words.add(hashing.whole(word.toCharArray(), 0, word.length()));
    }
  }

  private static Set<String> read() {
    try (InputStream in =
        OrdinaryWords.class.getResourceAsStream("/preflight/probe/ordinary-words.txt")) {
      if (in == null) {
        throw new IllegalStateException("The list of ordinary words is missing");
      }
      String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return new HashSet<>(Set.of(all.strip().split("\\s+", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which characters of a folded text belong to an ordinary word. */
  static boolean[] in(char[] folded) {
    boolean[] ordinary = new boolean[folded.length];
    for (int from = 0; from + SHORTEST <= folded.length; from++) {
      int end = ALL.longest(folded, from);
      for (int i = from; i < end; i++) {
        ordinary[i] = true;
      }
    }
    return ordinary;
  }

  private int longest(char[] folded, int from) {
    int longest = from;
    long hash = 0;
    for (int i = from; i < Math.min(folded.length, from + LONGEST); i++) {
      hash = hashing.then(hash, folded[i]);
      int length = i + 1 - from;
      if (length >= SHORTEST && words.contains(hashing.kept(hash, length))) {
        longest = i + 1;
      }
    }
    return longest;
  }
}
