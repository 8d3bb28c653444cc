package preflight.probe.secret.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.redaction.VendorForms;
import preflight.resource.SecretFormat;

/**
 * The parts of a value that are its own: without armour, JSON keys, scheme and host of a URL, the
 * readable part of a token and the prefix of a vendor, which are alike in values that have nothing
 * to do with each other.
 *
 * @param parts what is compared, in order
 * @param urlPassword the password where the value is a URL with one
 */
public record Essence(List<byte[]> parts, Optional<byte[]> urlPassword) {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END [A-Z0-9 ]{1,40}-----");
  private static final Pattern URL =
      Pattern.compile(
          "(?i)[a-z][a-z0-9+.-]{1,20}://(?:([^\\s/?#@:]*)(?::([^\\s/?#@]*))?@)?[^\\s/?#]*(.*)",
          Pattern.DOTALL);
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)");
  private static final Pattern VENDOR = Pattern.compile(VendorForms.PREFIX);
  private static final Pattern MAIL = Pattern.compile("[^\\s@]{1,64}@[a-z0-9.-]{3,100}");

  /** What names a kind of document or an algorithm, such as {@code service_account}. */
  private static final Pattern NAME = Pattern.compile("[a-z]{1,16}([ _.-][a-z]{1,16}){1,4}");

  /** OpenSSH and PGP keys begin alike for about this many characters. */
  private static final int UNKNOWN_HEADER = 96;

  private static final int SHORTEST_LEAF = 8;

  public static Essence of(byte[] value) {
    Bytes text = Bytes.of(value).trimmed();
    if (text.length() == 0) {
      return new Essence(List.of(), Optional.empty());
    }
    List<byte[]> parts = new ArrayList<>();
    if (json(text)) {
      JsonLeaves.of(text, leaf -> leaf(leaf, parts));
      return new Essence(parts, Optional.empty());
    }
    return whole(text, parts);
  }

  /** What its parts are the hex or base64 of; empty where they are neither. */
  public Essence decoded() {
    List<byte[]> meant = new ArrayList<>();
    for (byte[] part : parts) {
      Decoding.of(Bytes.of(part).trimmed())
          .ifPresent(it -> {
            meant.addAll(of(it).parts());
            Arrays.fill(it, (byte) 0);
          });
    }
    return new Essence(meant, Optional.empty());
  }

  /** How many bytes are compared. */
  public int length() {
    return parts.stream().mapToInt(it -> it.length).sum();
  }

  public void wipe() {
    parts.forEach(it -> Arrays.fill(it, (byte) 0));
    urlPassword.ifPresent(it -> Arrays.fill(it, (byte) 0));
  }

  /** A random value may begin with a brace too. */
  static boolean json(Bytes text) {
    if (text.charAt(0) != '{' && text.charAt(0) != '[') {
      return false;
    }
    byte[] document = text.copy();
    boolean sound = Formats.problem(document, SecretFormat.JSON).isEmpty();
    Arrays.fill(document, (byte) 0);
    return sound;
  }

  private static void leaf(byte[] leaf, List<byte[]> parts) {
    boolean telling =
        leaf.length >= SHORTEST_LEAF
            && !LooksLike.of(leaf).setting()
            && !MAIL.matcher(Bytes.of(leaf)).matches()
            && !NAME.matcher(Bytes.of(leaf)).matches();
    if (telling) {
      whole(Bytes.of(leaf), parts);
    }
  }

  private static Essence whole(Bytes text, List<byte[]> parts) {
    Matcher pem = PEM.matcher(text);
    if (pem.find()) {
      do {
        String label = text.name(pem.start(1), pem.end(1));
        if (!label.contains("CERTIFICATE") && !label.contains("PUBLIC")) {
          pem(text.subSequence(pem.start(2), pem.end(2)), parts);
        }
      } while (pem.find());
      return new Essence(parts, Optional.empty());
    }
    Matcher url = URL.matcher(text);
    boolean inAuthority = url.matches();
    Optional<byte[]> elsewhere =
        inAuthority && url.start(2) >= 0 ? Optional.empty() : UrlPassword.in(text.copy());
    if (elsewhere.isPresent()) {
      parts.add(elsewhere.get());
      return new Essence(parts, elsewhere.map(byte[]::clone));
    }
    if (inAuthority) {
      Optional<byte[]> password = group(text, url, 2);
      group(text, url, 1).filter(_ -> password.isEmpty()).ifPresent(parts::add);
      password.ifPresent(parts::add);
      group(text, url, 3).ifPresent(parts::add);
      return new Essence(parts, password.map(byte[]::clone));
    }
    Matcher token = TOKEN.matcher(text);
    if (token.matches()) {
      group(text, token, 1).ifPresent(parts::add);
      return new Essence(parts, Optional.empty());
    }
    Optional<byte[]> document = Decoding.of(text).filter(Essence::document);
    if (document.isPresent()) {
      Essence within = of(document.get());
      Arrays.fill(document.get(), (byte) 0);
      parts.addAll(within.parts());
      return new Essence(parts, Optional.empty());
    }
    Matcher vendor = VENDOR.matcher(text);
    int from = vendor.lookingAt() ? vendor.end() : 0;
    parts.add(text.subSequence(from, text.length()).copy());
    return new Essence(parts, Optional.empty());
  }

  /** Encoded documents of one kind begin alike, as the documents do. */
  private static boolean document(byte[] decoded) {
    Bytes text = Bytes.of(decoded).trimmed();
    return text.length() > 0 && (PEM.matcher(text).lookingAt() || json(text));
  }

  private static void pem(Bytes body, List<byte[]> parts) {
    byte[] encoded = body.copy();
    int before = parts.size();
    try {
      byte[] der = Base64.getMimeDecoder().decode(encoded);
      Der.walk(der, parts::add);
      Arrays.fill(der, (byte) 0);
    } catch (IllegalArgumentException e) {
      parts.add(encoded);
      return;
    }
    if (parts.size() == before && encoded.length > UNKNOWN_HEADER) {
      parts.add(Arrays.copyOfRange(encoded, UNKNOWN_HEADER, encoded.length));
    }
    Arrays.fill(encoded, (byte) 0);
  }

  private static Optional<byte[]> group(Bytes text, Matcher matcher, int group) {
    return matcher.start(group) < 0 || matcher.start(group) == matcher.end(group)
        ? Optional.empty()
        : Optional.of(text.subSequence(matcher.start(group), matcher.end(group)).copy());
  }

  @Override
  public String toString() {
    return "•••";
  }
}
