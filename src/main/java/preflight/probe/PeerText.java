package preflight.probe;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What a peer said: a server, a process, an API, a row, a certificate, the name of a file. It may
 * hold anything, a credential of the run included, so it can be compared with what is expected, and
 * shown only through {@link Redaction}.
 */
public final class PeerText {

  /** What who said nothing said. */
  public static final PeerText NOTHING = new Redaction(java.util.List::of).heard("");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final String raw;
  private final boolean cut;
  private final Redaction redaction;

  PeerText(String raw, boolean cut, Redaction redaction) {
    this.raw = raw;
    this.cut = cut;
    this.redaction = redaction;
  }

  /** Words of our own in the place of a peer's. */
  public static PeerText ours(String words) {
    return NOTHING.map(_ -> words);
  }

  /** The words themselves, for those who talk to peers; ArchitectureTest keeps others away. */
  public String raw() {
    return raw;
  }

  /** Fit for a report; the credentials of the run are read for it. */
  public String shown() {
    return redaction.clean(raw, cut);
  }

  /** Its beginning, fit for a line of a report. */
  public String shown(int longest) {
    return redaction.clean(raw, cut, longest);
  }

  public boolean is(String text) {
    return raw.equals(text);
  }

  public boolean isIgnoringCase(String text) {
    return raw.equalsIgnoreCase(text);
  }

  /** Whether the peer said more than this. */
  boolean isPart() {
    return cut;
  }

  public boolean isBlank() {
    return raw.isBlank();
  }

  public boolean contains(String part) {
    return raw.contains(part);
  }

  public boolean containsIgnoringCase(String part) {
    return raw.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  public boolean startsWith(String text) {
    return raw.startsWith(text);
  }

  public boolean endsWith(String text) {
    return raw.endsWith(text);
  }

  /** Whether it is one of these words, in lower case. */
  public boolean isOneOf(Set<String> words) {
    return words.contains(raw.toLowerCase(Locale.ROOT));
  }

  public boolean matches(Pattern pattern) {
    return pattern.matcher(raw).matches();
  }

  public PeerText strip() {
    return map(String::strip);
  }

  /** Up to a separator, or all of it. */
  public PeerText before(String separator) {
    return map(it -> it.contains(separator) ? it.substring(0, it.indexOf(separator)) : it);
  }

  /** Of a URL its path, without a slash at its end. */
  public PeerText urlPath() {
    return map(it -> {
      String path = it.replaceFirst("(?i)^[a-z][a-z0-9+.-]*://[^/]*", "");
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    });
  }

  /** The whole numbers in it, in order. */
  public List<BigInteger> numbers() {
    return NUMBER.matcher(raw).results().map(it -> new BigInteger(it.group())).toList();
  }

  /** The parts between separators. */
  public List<PeerText> split(String separator) {
    return Arrays.stream(raw.split(Pattern.quote(separator), -1)).map(it -> map(_ -> it)).toList();
  }

  /** With another text behind it. */
  public PeerText then(PeerText more) {
    // Words of our own know no credentials.
    Redaction knowing = redaction.equals(NOTHING.redaction) ? more.redaction : redaction;
    return new PeerText(raw + more.raw, cut || more.cut, knowing);
  }

  /** Another text of the same peer, made of this one; for probes only, as {@link #raw}. */
  public PeerText map(UnaryOperator<String> to) {
    return new PeerText(to.apply(raw), cut, redaction);
  }

  @Override
  public boolean equals(@org.jspecify.annotations.Nullable Object other) {
    return other instanceof PeerText text && text.raw.equals(raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }

  /** Nothing, since it may come to stand in a message by mistake. */
  @Override
  public String toString() {
    return Redaction.HIDDEN;
  }
}
