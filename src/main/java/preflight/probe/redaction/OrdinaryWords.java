package preflight.probe.redaction;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The words that errors, hosts and settings are made of, and the names of an environment: that a
 * credential holds one of them makes no credential of the word.
 */
final class OrdinaryWords {

  private static final int SHORTEST = 5;
  private static final int LONGEST = 16;
  private static final int LONGEST_NAME = 128;

  /**
   * What is said of a credential, in the place of it: {@code token: missing}. Whoever has such a
   * word for a password has none.
   */
  private static final Set<String> STATES =
      Set.of(
          "absent",
          "bad",
          "blank",
          "denied",
          "disabled",
          "empty",
          "expired",
          "forbidden",
          "incorrect",
          "invalid",
          "malformed",
          "mismatch",
          "missing",
          "none",
          "not",
          "null",
          "rejected",
          "required",
          "revoked",
          "undefined",
          "unknown",
          "unset",
          "wrong");

  private final Hashing hashing = new Hashing(1);
  private final LongSet states = new LongSet();
  private final LongSet words = new LongSet();
  private final LongSet names = new LongSet();
  private int longest = LONGEST;

  /** Those of the language, and these names. */
  OrdinaryWords(Set<String> known) {
    read().forEach(it -> words.add(hashing.whole(it.toCharArray(), 0, it.length())));
    STATES.forEach(it -> states.add(hashing.whole(it.toCharArray(), 0, it.length())));
    for (String name : known) {
      Folded folded = Folded.letters(name.toCharArray());
      if (folded.length() >= SHORTEST && folded.length() <= LONGEST_NAME) {
        long hash = hashing.whole(folded.chars(), 0, folded.length());
        words.add(hash);
        names.add(hash);
        longest = Math.max(longest, folded.length());
      }
    }
  }

  /** Whether it says what is wrong with a credential. */
  boolean isState(Folded text) {
    return states.contains(hashing.whole(text.chars(), 0, text.length()));
  }

  /** Whether it is one of the names, and nothing else. */
  boolean isName(Folded text) {
    return names.contains(hashing.whole(text.chars(), 0, text.length()));
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
  boolean[] in(char[] folded) {
    boolean[] ordinary = new boolean[folded.length];
    for (int from = 0; from + SHORTEST <= folded.length; from++) {
      int end = longest(folded, from);
      for (int i = from; i < end; i++) {
        ordinary[i] = true;
      }
    }
    return ordinary;
  }

  private int longest(char[] folded, int from) {
    int end = from;
    long hash = 0;
    for (int i = from; i < Math.min(folded.length, from + longest); i++) {
      hash = hashing.then(hash, folded[i]);
      int length = i + 1 - from;
      if (length >= SHORTEST && words.contains(hashing.kept(hash, length))) {
        end = i + 1;
      }
    }
    return end;
  }
}
