package preflight.probe.secret.overlap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.secret.repository.Match;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.Flaw;
import preflight.probe.secret.text.Flaws;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.UrlMistake;
import preflight.resource.url.UrlPart;
import preflight.resource.url.UrlReading;

/** Compares a value with what the profile declares, and says how they differ without showing it. */
public final class Matching {

  /** Scheme, user, host, port and path, in this order; no password. */
  private static final Pattern URL =
      Pattern.compile(
          "(?i)([a-z][a-z0-9+.-]*)://(?:([^\\s/?#@:]*)(?::[^\\s/?#@]*)?@)?"
              + "(\\[[^\\]]*]|[^\\s:/?#]*)(?::([0-9]+))?(?:/([^\\s?#]*))?[^\\s]*");

  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\s*[\"']?(jdbc:)?[a-z][a-z0-9+.-]*://");

  private Matching() {}

  /**
   * Compares byte for byte; of a URL, the part that the field names.
   *
   * @param field the field of the resource that is declared, for example {@code host}
   */
  public static Match of(byte[] value, String declared, String field) {
    byte[] wanted = declared.getBytes(UTF_8);
    if (MessageDigest.isEqual(value, wanted)) {
      return Match.EQUAL;
    }
    Optional<UrlPart> part =
        Arrays.stream(UrlPart.values()).filter(it -> it.word().equals(field)).findFirst();
    if (part.isPresent() && SCHEME.matcher(Bytes.of(value)).lookingAt()) {
      return inUrl(value, part.get(), declared);
    }
    Matcher url = URL.matcher(Bytes.of(value));
    return url.matches() ? wholeUrl(value, url, declared) : difference(value, wanted);
  }

  /** Compares a part of a URL, or of what stands in place of one, as a client reads it. */
  public static Match inUrl(byte[] value, UrlPart part, String declared) {
    return switch (UrlReading.of(new String(value, UTF_8))) {
      case UrlReading.Mistaken(UrlMistake mistake) ->
          Match.differs("a URL that clients do not read alike: " + mistake.words());
      case UrlReading.Understood(ConnectionUrl url) -> {
        String words = words(part);
        Optional<String> found = url.value(part);
        if (found.isEmpty()) {
          yield Match.missing(part, words + " is missing");
        }
        int length = found.get().getBytes(UTF_8).length;
        yield found.get().equals(declared)
            ? Match.EQUAL
            : Match.differsIn(part, words + " is another (" + count(length) + ")");
      }
    };
  }

  private static String words(UrlPart part) {
    return switch (part) {
      case DATABASE -> "the path of the URL";
      case TLS -> "the TLS mode of the URL";
      default -> "the %s in the URL".formatted(part.name().toLowerCase(Locale.ROOT));
    };
  }

  private static Match difference(byte[] value, byte[] wanted) {
    Bytes trimmed = Bytes.of(value).trimmed();
    if (same(trimmed, wanted)) {
      String around = around(value, trimmed);
      return Match.differs(
          "those %s and %s (%s)".formatted(count(wanted.length), around, count(value.length)),
          (trimmed.from() == 0 ? "ends with " : "is surrounded by ") + around);
    }
    if (wrapped(trimmed) && same(trimmed.subSequence(1, trimmed.length() - 1), wanted)) {
      return Match.differs(
          "those %s in quotes (%s)".formatted(count(wanted.length), count(value.length)),
          Flaw.QUOTES.words());
    }
    List<String> flaws = Flaws.of(value).stream().sorted().map(Flaw::words).toList();
    String also = flaws.isEmpty() ? "" : "; it " + String.join(" and ", flaws);
    return Match.differs("another value (%s%s)".formatted(count(value.length), also));
  }

  private static String around(byte[] value, Bytes trimmed) {
    boolean breaks = false;
    for (int i = 0; i < value.length; i++) {
      boolean outside = i < trimmed.from() || i >= trimmed.to();
      breaks |= outside && (value[i] == '\n' || value[i] == '\r');
    }
    return breaks ? "a line break" : "blanks";
  }

  private static boolean wrapped(Bytes text) {
    return text.length() >= 2
        && (text.charAt(0) == '"' || text.charAt(0) == '\'')
        && text.charAt(0) == text.charAt(text.length() - 1);
  }

  private static Match wholeUrl(byte[] value, Matcher url, String declared) {
    Matcher wanted = URL.matcher(declared);
    if (!wanted.matches()) {
      return Match.differs("a URL (" + count(value.length) + ")");
    }
    var different = new ArrayList<String>();
    String[] names = {"scheme", "user", "host", "port", "path"};
    for (int group = 1; group <= names.length; group++) {
      String want = wanted.group(group) == null ? "" : wanted.group(group);
      Bytes have =
          url.start(group) < 0
              ? Bytes.of(new byte[0])
              : Bytes.of(value).subSequence(url.start(group), url.end(group));
      if (!same(have, want.getBytes(UTF_8))) {
        different.add("its " + names[group - 1] + " is another");
      }
    }
    return Match.differs(
        different.isEmpty() ? "its query is another" : String.join(", ", different));
  }

  private static boolean same(Bytes value, byte[] wanted) {
    byte[] copy = value.copy();
    boolean same = MessageDigest.isEqual(copy, wanted);
    Arrays.fill(copy, (byte) 0);
    return same;
  }

  private static String count(int bytes) {
    return bytes == 1 ? "1 byte" : bytes + " bytes";
  }
}
