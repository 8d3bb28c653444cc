package preflight.probe.secret.text;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.SecretValue;

/**
 * What of a value is confidential wherever it stands: of a URL the password and not the host, of a
 * document the values that are credentials, of a key its body.
 */
public final class CredentialParts {

  /** So strong is no name, no address and no identifier that people choose. */
  private static final int STRONG_BITS = 60;

  private static final int SHORTEST_PATH = 8;

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)(?:-----END|$)");
  private static final Pattern URL =
      Pattern.compile("(?i)(?:jdbc:)?[a-z][a-z0-9+.-]{1,20}:(?://)?.*", Pattern.DOTALL);
  private static final Pattern JDBC = Pattern.compile("(?i)jdbc:");
  private static final Pattern AUTHORITY = Pattern.compile("://([^\\s/?#]*)");
  private static final Pattern PAIR =
      Pattern.compile(
          "(?i)(?<![a-z0-9])([a-z0-9_. -]{0,40}(?:pass|pwd|secret|token|key|sig|credential|auth)[a-z0-9_-]{0,20})\\s{0,3}=\\s{0,3}"
              + "('(?:[^'\\\\]|\\\\.|'')*'|[^\\s;&]+)");
  private static final Pattern ASSIGNMENTS =
      Pattern.compile(
          "\\s*(?:#[^\\n]*\\n\\s*)*(?:export\\s+)?[A-Za-z_][A-Za-z0-9_]*[ \\t]*=[^=].*",
          Pattern.DOTALL);
  private static final Pattern TELLING =
      Pattern.compile("(?i)pass|pwd|secret|token|key|credential|auth|signature|cookie|session");

  private final List<byte[]> parts = new ArrayList<>();

  private CredentialParts() {}

  /** Copies; whoever takes them wipes them. */
  public static List<byte[]> of(byte[] value) {
    var parts = new CredentialParts();
    UrlPassword.in(value).ifPresent(parts.parts::add);
    parts.add(Bytes.of(value).trimmed(), 0);
    return parts.parts;
  }

  /** Whether a variable of this name holds a credential. */
  public static boolean named(CharSequence name) {
    return TELLING.matcher(name).find();
  }

  /** Whether this is no name that somebody chose, such as that of a role. */
  static boolean strong(byte[] value) {
    return LooksLike.urlWithPassword(value) || Strengths.of(value).bits() >= STRONG_BITS;
  }

  /** Whether the value of a variable is worth hiding; a path is where a credential is kept. */
  public static boolean credential(String name, SecretValue value) {
    byte[] bytes = value.reveal();
    return bytes.length > 0
        && (LooksLike.urlWithPassword(bytes)
            || (named(name)
                && bytes[0] != '/'
                && !LooksLike.of(bytes).setting()
                && Placeholder.in(bytes).isEmpty()));
  }

  private void add(Bytes text, int depth) {
    if (text.length() == 0) {
      return;
    }
    int before = parts.size();
    byte[] value = text.copy();
    if (Flaws.binary(value)) {
      parts.add(Base64.getEncoder().withoutPadding().encode(value));
      parts.add(Base64.getUrlEncoder().withoutPadding().encode(value));
      parts.add(Bytes.hex(HexFormat.of(), value));
    } else if (depth == 0 && Essence.json(text)) {
      JsonLeaves.named(text, this::leaf);
    } else if (pem(text) || (depth == 0 && assignments(text, value))) {
      // Their confidential parts are in.
    } else if (URL.matcher(text).matches() && url(text)) {
      // As above.
    } else {
      pairs(text);
      Optional<byte[]> document = depth > 0 ? Optional.empty() : Decoding.of(text);
      document.filter(CredentialParts::document).ifPresent(it -> add(Bytes.of(it), depth));
      document.ifPresent(it -> Arrays.fill(it, (byte) 0));
      if (parts.size() == before || document.isPresent()) {
        parts.add(value.clone());
      }
    }
    if (parts.size() == before) {
      parts.add(value.clone());
    }
    Arrays.fill(value, (byte) 0);
  }

  private static boolean document(byte[] decoded) {
    Bytes text = Bytes.of(decoded).trimmed();
    return text.length() > 0 && (PEM.matcher(text).lookingAt() || Essence.json(text));
  }

  private void leaf(String key, byte[] leaf) {
    LooksLike kind = LooksLike.of(leaf);
    boolean open = kind.setting() && kind != LooksLike.NUMBER;
    if (leaf.length > 0 && !open && (named(key) || (kind != LooksLike.NUMBER && strong(leaf)))) {
      add(Bytes.of(leaf).trimmed(), 1);
    }
    Arrays.fill(leaf, (byte) 0);
  }

  private boolean pem(Bytes text) {
    Matcher pem = PEM.matcher(text);
    boolean any = false;
    while (pem.find()) {
      String label = text.name(pem.start(1), pem.end(1));
      any = true;
      if (!label.contains("CERTIFICATE") && !label.contains("PUBLIC")) {
        parts.add(text.subSequence(pem.start(2), pem.end(2)).copy());
      }
    }
    return any;
  }

  /** A dotenv file, or one line of it. */
  private boolean assignments(Bytes text, byte[] value) {
    if (!ASSIGNMENTS.matcher(text).matches() || text.lines().size() < 2) {
      return false;
    }
    Dotenv.parse(value)
        .forEach((name, each) -> {
          if (credential(name, each) || strong(each.reveal())) {
            add(Bytes.of(each.reveal()).trimmed(), 1);
          }
          each.wipe();
        });
    return true;
  }

  /** Whether it is a URL: of one that tells nothing confidential, what stands behind the host. */
  private boolean url(Bytes text) {
    int before = parts.size();
    Matcher authority = AUTHORITY.matcher(text);
    int end = 0;
    if (authority.find()) {
      end = userInformation(text, authority.start(1), authority.end(1));
    } else if (!JDBC.matcher(text).lookingAt()) {
      return false;
    }
    Bytes rest = text.subSequence(end, text.length());
    pairs(rest);
    if (parts.size() == before) {
      segments(rest);
    }
    if (parts.size() == before && rest.length() >= SHORTEST_PATH) {
      parts.add(rest.copy());
    }
    return true;
  }

  /** A password may hold what should have been encoded; gives where host and port end. */
  private int userInformation(Bytes text, int from, int to) {
    int at = last(text, '@', from, to);
    int end = to;
    if (at < 0 && first(text, ':', from, to) >= 0) {
      // Where no port but a password with a slash stands behind the colon.
      int later = last(text, '@', to, text.length());
      int colon = first(text, ':', from, to);
      boolean port = text.subSequence(colon + 1, to).chars().allMatch(it -> it >= '0' && it <= '9');
      at = port ? -1 : later;
      end = at < 0 ? to : at;
    }
    if (at < 0) {
      return end;
    }
    int colon = first(text, ':', from, at);
    Bytes confidential = text.subSequence(colon < 0 ? from : colon + 1, at);
    if (colon >= 0 || strong(confidential.copy())) {
      addDecodedToo(confidential);
    }
    return end;
  }

  private void addDecodedToo(Bytes part) {
    if (part.length() == 0) {
      return;
    }
    byte[] plain = part.copy();
    parts.add(plain);
    byte[] decoded = percentDecoded(part);
    if (decoded.length != plain.length) {
      parts.add(decoded);
    }
  }

  /** {@code password=…} in a query, in a libpq string, in a connection string. */
  private void pairs(Bytes text) {
    if (first(text, '=', 0, text.length()) < 0) {
      return;
    }
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      Bytes value = text.subSequence(pair.start(2), pair.end(2));
      boolean quoted = value.length() > 1 && value.charAt(0) == '\'';
      if (quoted) {
        parts.add(unquoted(value.subSequence(1, value.length() - 1)));
      } else {
        addDecodedToo(value);
      }
    }
  }

  private void segments(Bytes path) {
    int start = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || "/?&=#".indexOf(path.charAt(i)) >= 0) {
        byte[] segment = path.subSequence(start, i).copy();
        if (segment.length >= SHORTEST_PATH && strong(segment)) {
          parts.add(segment);
        }
        start = i + 1;
      }
    }
  }

  private static byte[] percentDecoded(Bytes text) {
    var decoded = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      boolean escape = text.charAt(i) == '%' && i + 2 < text.length();
      int high = escape ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = escape ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (high >= 0 && low >= 0) {
        decoded.write(high << 4 | low);
        i += 2;
      } else {
        decoded.write(text.charAt(i));
      }
    }
    return decoded.toByteArray();
  }

  private static byte[] unquoted(Bytes text) {
    var plain = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      boolean escape = text.charAt(i) == '\\' || text.charAt(i) == '\'';
      if (escape && i + 1 < text.length()) {
        i++;
      }
      plain.write(text.charAt(i));
    }
    return plain.toByteArray();
  }

  private static int first(Bytes text, char c, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }

  private static int last(Bytes text, char c, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (text.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }
}
