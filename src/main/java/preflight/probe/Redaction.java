package preflight.probe;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import preflight.probe.redaction.CredentialIndex;
import preflight.probe.secret.text.CredentialParts;

/**
 * The one place where what a peer said becomes fit to be shown: without the credentials of the run,
 * however they are spelled, and without what has the form of a vendor's key. All else stays as it
 * was said.
 */
public final class Redaction {

  static final String HIDDEN = "•••";

  /** Nobody shows more of a text. */
  private static final int LONGEST = 4000;

  /** So many times what is shown is read, so that no peer can keep the gate busy. */
  private static final int READ = 4;

  private static final int LEAST_READ = 1024;

  /** What ends where a text was cut may be the beginning of a credential. */
  private static final int LAST_WORD = 512;

  /** Letters and digits mixed, or more of them than words have. */
  private static final Pattern LONG_WORD =
      Pattern.compile("(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{8}|[A-Za-z0-9]{17}");

  private final Live live;
  private final CredentialIndex index;
  private final Set<SecretValue> known = new HashSet<>();

  /** Knows the credentials of a run. */
  public interface Live {

    /** All that can be read, those included that nobody has asked for yet. */
    List<SecretValue> credentials() throws InterruptedException;

    /** What the profile calls things by, and may always be shown. */
    default Set<String> names() {
      return Set.of();
    }

    /** Those that were read already; nobody is asked. */
    default List<SecretValue> known() {
      return List.of();
    }
  }

  public Redaction(Live live) {
    this.live = live;
    this.index = new CredentialIndex(new SecureRandom().nextLong(), live::names);
  }

  /** What a peer said, all of it. */
  public PeerText heard(String text) {
    return new PeerText(text, false, this);
  }

  /** The beginning of what a peer said. */
  public PeerText heardInPart(String text) {
    return new PeerText(text, true, this);
  }

  /** The text without anything confidential, and not endless. */
  String clean(String text, boolean cut) {
    return clean(text, cut, LONGEST);
  }

  String clean(String text, boolean cut, int longest) {
    if (text.isBlank()) {
      return text;
    }
    int read = Math.max(LEAST_READ, READ * longest);
    boolean partly = cut || text.length() > read;
    String whole = partly ? withoutLastWord(text, read) : text;
    try {
      String clean = without(whole, hidden(whole, live.credentials()));
      return clean.length() <= longest && !partly
          ? clean
          : clean.substring(0, Math.min(longest, clean.length())) + "…";
    } catch (InterruptedException _) {
      // What cannot be compared any more is not shown.
      Thread.currentThread().interrupt();
      return HIDDEN;
    }
  }

  /** Reads the credentials of the run, for names that will be shown as they are. */
  public void expectNames() throws InterruptedException {
    var _ = live.credentials();
  }

  /** A sentence of ours without the credentials that were read so far. */
  public String withoutKnown(String sentence) {
    return withoutKnown().apply(sentence);
  }

  /** The same for many sentences, after which nothing more is read. */
  public UnaryOperator<String> withoutKnown() {
    hidden("", live.known());
    return sentence -> without(sentence, hidden(sentence, List.of()));
  }

  /**
   * Whether a name may hold a credential: those that people and Google give are of short words and
   * numbers.
   */
  public static boolean mayHoldCredential(String name) {
    return LONG_WORD.matcher(name).find();
  }

  private static String withoutLastWord(String text, int read) {
    int end = Math.min(read, text.length());
    int start = end;
    while (start > 0
        && end - start < LAST_WORD
        && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(0, start);
  }

  private BitSet hidden(String text, List<SecretValue> credentials) {
    synchronized (index) {
      for (SecretValue credential : credentials) {
        if (known.add(credential)) {
          CredentialParts.of(credential.reveal()).forEach(this::learn);
        }
      }
      return index.in(text);
    }
  }

  /** A part may be shown as UTF-8, or, by whoever takes it for Latin-1, byte for byte. */
  private void learn(byte[] part) {
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(part));
    char[] chars = Arrays.copyOf(text.array(), text.length());
    index.add(chars);
    if (chars.length != part.length) {
      char[] bytes = new char[part.length];
      for (int i = 0; i < part.length; i++) {
        bytes[i] = (char) (part[i] & 0xff);
      }
      index.add(bytes);
      Arrays.fill(bytes, '\0');
    }
    Arrays.fill(text.array(), '\0');
    Arrays.fill(chars, '\0');
    Arrays.fill(part, (byte) 0);
  }

  private static String without(String text, BitSet hidden) {
    if (hidden.isEmpty()) {
      return text;
    }
    var kept = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = hidden.nextSetBit(at);
      if (from < 0) {
        break;
      }
      kept.append(text, at, from).append(HIDDEN);
      at = hidden.nextClearBit(from);
    }
    return kept.append(text, Math.min(at, text.length()), text.length()).toString();
  }

  /** Whether a text is, but for blanks around it, a live credential and nothing else. */
  boolean isLive(String text) throws InterruptedException {
    byte[] trimmed = text.strip().getBytes(StandardCharsets.UTF_8);
    for (SecretValue value : live.credentials()) {
      if (trimmed.length > 0 && Arrays.equals(trimmed, value.trimmed())) {
        return true;
      }
    }
    return false;
  }
}
