package preflight.probe.redaction;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stretches of eight characters of all credentials, and short credentials as a whole; only their
 * hashes, under a key of the run. A text is searched in one pass, however many credentials there
 * are.
 */
public final class CredentialIndex {

  private static final int GRAM = 8;

  /** Shorter ones stand in ordinary words, and are hidden only where a credential stands. */
  private static final int SHORTEST = 6;

  /** Of longer ones every eighth stretch is kept; a hit then hides the word that it stands in. */
  private static final int LONG = 4096;

  /** Once so many stretches are kept, every eighth has to do for all but the shortest. */
  private static final int MANY = 1 << 20;

  private static final int NOT_LONG = 64;

  /** So many characters of a stretch, or symbols, must belong to no ordinary word. */
  private static final int TELLING = 2;

  private static final int TELLING_WHOLE = 4;
  private static final int DISTINCT = 4;

  private static final Pattern POSITION =
      Pattern.compile(
          "(?i)(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|credentials?|key|auth|\\bpin)[\"'`\\]]?"
              + "(?:\\s{0,3}(?:=>|:=|[=:]|\\bis|\\bwas)\\s{0,3}[\"'`(\\[{]{0,2}|\\s{0,3}[\"'`])"
              + "(?=([^\\s\"'`,;&)>\\]}|]{1,64}))"
              + "|(?i)(?:password|passphrase|bearer|basic|\\bpin|\\s-p)\\s{1,3}(?=([^\\s\"'`,;&)>\\]}|]{4,64}))"
              + "|://[^\\s/:@]{0,64}:(?=([^\\s/@]{1,64})@)");

  private final Hashing hashing;
  private final Supplier<Set<String>> names;
  private @Nullable OrdinaryWords words;
  private final LongSet letters = new LongSet();
  private final LongSet sampled = new LongSet();
  private final LongSet visible = new LongSet();
  private final Map<Integer, LongSet> wholeLetters = new TreeMap<>();
  private final Map<Integer, LongSet> wholeVisible = new TreeMap<>();
  private final LongSet inPosition = new LongSet();

  /**
   * Without any credential yet.
   *
   * @param names of the environment and its resources, which are shown whatever holds them; asked
   *     for with the first credential
   */
  public CredentialIndex(long seed, Supplier<Set<String>> names) {
    this.hashing = new Hashing(seed);
    this.names = names;
  }

  private OrdinaryWords words() {
    OrdinaryWords known = words == null ? new OrdinaryWords(names.get()) : words;
    words = known;
    return known;
  }

  /** Adds a credential, or the part of one that is confidential. */
  public void add(char[] credential) {
    Folded seen = Folded.visible(credential);
    Folded bare = Folded.letters(credential);
    if (seen.length() == 0) {
      return;
    }
    if ((words().isName(bare) && bare.length() >= GRAM) || words().isState(seen)) {
      return;
    }
    boolean[] ordinary = words().in(bare.chars());
    inPosition.add(hashing.whole(seen.chars(), 0, seen.length()));
    int kept = grams(bare, ordinary);
    grams(seen, ordinary(seen, bare, ordinary));
    if (kept < Math.max(1, bare.length() - GRAM + 1) && worthHidingWhole(bare, ordinary)) {
      add(wholeLetters, bare);
    } else if (bare.length() < SHORTEST && seen.length() >= SHORTEST) {
      add(wholeVisible, seen);
    }
    seen.wipe();
    bare.wipe();
  }

  private void add(Map<Integer, LongSet> whole, Folded credential) {
    whole
        .computeIfAbsent(credential.length(), _ -> new LongSet())
        .add(hashing.whole(credential.chars(), 0, credential.length()));
  }

  /** One word, or a short number, may well be said by somebody who means no credential. */
  private static boolean worthHidingWhole(Folded bare, boolean[] ordinary) {
    int telling = telling(ordinary, 0, ordinary.length);
    boolean severalWords = bare.length() >= 2 * GRAM;
    return bare.length() >= SHORTEST && (telling >= TELLING_WHOLE || severalWords);
  }

  private static boolean[] ordinary(Folded seen, Folded bare, boolean[] ofBare) {
    boolean[] ordinary = new boolean[seen.length()];
    int at = 0;
    for (int i = 0; i < seen.length(); i++) {
      boolean same = at < bare.length() && bare.at()[at] == seen.at()[i];
      ordinary[i] = !same || ofBare[at];
      at += same ? 1 : 0;
    }
    return ordinary;
  }

  /** How many stretches were worth keeping. */
  private int grams(Folded text, boolean[] ordinary) {
    int kept = 0;
    boolean isLong = text.length() > (letters.size() + visible.size() < MANY ? LONG : NOT_LONG);
    for (int from = 0; from + GRAM <= text.length(); from += isLong ? GRAM : 1) {
      if (tells(text, ordinary, from)) {
        long hash = hashing.whole(text.chars(), from, from + GRAM);
        if (isLong) {
          sampled.add(hash);
        } else if (text.symbols()) {
          visible.add(hash);
        } else {
          letters.add(hash);
        }
        kept++;
      }
    }
    return isLong && kept > 0 ? text.length() : kept;
  }

  private static boolean tells(Folded text, boolean[] ordinary, int from) {
    int symbols = 0;
    int distinct = 0;
    for (int i = from; i < from + GRAM; i++) {
      char c = text.chars()[i];
      symbols += Character.isLetterOrDigit(c) ? 0 : 1;
      int earlier = from;
      while (text.chars()[earlier] != c) {
        earlier++;
      }
      distinct += earlier == i ? 1 : 0;
    }
    // Without a symbol the letters alone find it.
    return (!text.symbols() || symbols > 0)
        && symbols < GRAM - 1
        && distinct >= DISTINCT
        && telling(ordinary, from, from + GRAM) >= TELLING;
  }

  private static int telling(boolean[] ordinary, int from, int to) {
    int telling = 0;
    for (int i = from; i < to; i++) {
      telling += ordinary[i] ? 0 : 1;
    }
    return telling;
  }

  /** Which characters of a text belong to a credential. */
  public BitSet in(String text) {
    var hidden = new BitSet(text.length());
    VendorForms.in(text, hidden::set);
    for (TextForm form : TextForm.all(text)) {
      Folded bare = Folded.letters(form.chars());
      mark(bare, form, letters, hidden);
      mark(bare, form, sampled, hidden);
      whole(bare, form, wholeLetters, hidden);
      if (!visible.isEmpty() || !wholeVisible.isEmpty() || !sampled.isEmpty()) {
        Folded seen = Folded.visible(form.chars());
        mark(seen, form, visible, hidden);
        mark(seen, form, sampled, hidden);
        whole(seen, form, wholeVisible, hidden);
      }
      if (form.readable() && !inPosition.isEmpty()) {
        inPosition(form, hidden);
      }
    }
    return hidden;
  }

  private void mark(Folded text, TextForm form, LongSet known, BitSet hidden) {
    if (known.isEmpty()) {
      return;
    }
    long weight = hashing.weight(GRAM);
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = hashing.then(hash, text.chars()[i]);
      if (i >= GRAM) {
        hash -= weight * (text.chars()[i - GRAM] + 1);
      }
      if (i >= GRAM - 1 && known.contains(hashing.kept(hash, GRAM))) {
        form.mark(text.at()[i - GRAM + 1], text.at()[i], known == sampled, hidden);
      }
    }
  }

  private void whole(Folded text, TextForm form, Map<Integer, LongSet> known, BitSet hidden) {
    for (Map.Entry<Integer, LongSet> each : known.entrySet()) {
      int length = each.getKey();
      long weight = hashing.weight(length);
      long hash = 0;
      for (int i = 0; i < text.length(); i++) {
        hash = hashing.then(hash, text.chars()[i]);
        if (i >= length) {
          hash -= weight * (text.chars()[i - length] + 1);
        }
        if (i >= length - 1
            && each.getValue().contains(hashing.kept(hash, length))
            && alone(text, form, i - length + 1, i)) {
          form.mark(text.at()[i - length + 1], text.at()[i], false, hidden);
        }
      }
    }
  }

  /** A short one must not be a part of a longer word or number. */
  private static boolean alone(Folded text, TextForm form, int first, int last) {
    if (last + 1 - first >= GRAM) {
      return true;
    }
    int before = text.at()[first] - 1;
    int after = text.at()[last] + 1;
    return (before < 0 || !Character.isLetterOrDigit(form.chars()[before]))
        && (after >= form.chars().length || !Character.isLetterOrDigit(form.chars()[after]));
  }

  /** What stands behind {@code password=} and its like, however short or plain. */
  private void inPosition(TextForm form, BitSet hidden) {
    Matcher position = POSITION.matcher(new String(form.chars()));
    while (position.find()) {
      int group = position.start(1) >= 0 ? 1 : position.start(2) >= 0 ? 2 : 3;
      int from = position.start(group);
      char[] word = position.group(group).toCharArray();
      int length = word.length;
      while (length > 0 && !known(word, length)) {
        length = ".!?:".indexOf(word[length - 1]) >= 0 ? length - 1 : 0;
      }
      if (length > 0) {
        form.mark(from, from + length - 1, false, hidden);
      }
    }
  }

  private boolean known(char[] word, int length) {
    Folded seen = Folded.visible(Arrays.copyOf(word, length));
    return inPosition.contains(hashing.whole(seen.chars(), 0, seen.length()));
  }
}
