package preflight.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a foreign text whatever looks like a credential, and every live credential of the
 * run, also as base64 or hex.
 */
public final class Redaction {

  private static final String HIDDEN = "•••";
  private static final int SHORTEST = 4;
  private static final int LONGEST = 4000;

  private static final List<Pattern> SUSPICIOUS =
      List.of(
          Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^-]*(-----END [A-Z0-9 ]*-----)?"),
          Pattern.compile("(?<=://)[^\\s/?#@]*(?=@)"),
          Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,}(\\.[A-Za-z0-9_-]*){0,2}"),
          Pattern.compile("(?i)(?<=\\bbearer )[A-Za-z0-9._~+/=-]{8,}"),
          Pattern.compile(
              "(?i)(?<=(password|passwd|secret|token|api[_-]?key|private[_-]?key)[\"']?[=:]\\s{0,2})[\"']?[^\\s,;\"']+[\"']?"),
          Pattern.compile(
              "\\b(sk-|GOCSPX-|AIza|ghp_|gho_|github_pat_|glpat-|xox[abp]-|AKIA|whsec_|[rps]k_live_)[A-Za-z0-9_-]{6,}"));

  private final Live live;

  /** Knows the credentials of a run. */
  public interface Live {

    /** All that can be read, those included that nobody has asked for yet. */
    List<SecretValue> credentials() throws InterruptedException;
  }

  public Redaction(Live live) {
    this.live = live;
  }

  /** The text without anything confidential, and not endless. */
  public String clean(String text) {
    String clean = withoutLive(text);
    for (Pattern pattern : SUSPICIOUS) {
      clean = pattern.matcher(clean).replaceAll(HIDDEN);
    }
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  /** The text without the live credentials of the run, whole otherwise. */
  public String withoutLive(String text) {
    if (text.isBlank()) {
      return text;
    }
    try {
      return without(text, live.credentials());
    } catch (InterruptedException _) {
      // What cannot be compared any more is not shown.
      Thread.currentThread().interrupt();
      return HIDDEN;
    }
  }

  /** Whether a text is, but for blanks around it, a live credential and nothing else. */
  public boolean isLive(String text) throws InterruptedException {
    byte[] trimmed = trimmed(text.getBytes(StandardCharsets.UTF_8));
    for (SecretValue value : live.credentials()) {
      if (trimmed.length > 0 && Arrays.equals(trimmed, trimmed(value.reveal()))) {
        return true;
      }
    }
    return false;
  }

  private static String without(String text, List<SecretValue> credentials) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean[] hidden = new boolean[bytes.length];
    boolean any = false;
    for (SecretValue value : credentials) {
      for (byte[] form : forms(value.reveal())) {
        any |= mark(bytes, form, hidden);
        Arrays.fill(form, (byte) 0);
      }
    }
    return any ? without(bytes, hidden) : text;
  }

  private static List<byte[]> forms(byte[] value) {
    byte[] trimmed = trimmed(value);
    byte[] password = passwordOfUrl(trimmed);
    var forms = new ArrayList<byte[]>();
    if (trimmed.length >= SHORTEST) {
      forms.add(trimmed);
      encode(value, forms);
      encode(trimmed, forms);
    }
    if (password.length >= SHORTEST) {
      forms.add(password);
      encode(password, forms);
    }
    return forms;
  }

  private static void encode(byte[] value, List<byte[]> forms) {
    forms.add(Base64.getEncoder().withoutPadding().encode(value));
    forms.add(Base64.getUrlEncoder().withoutPadding().encode(value));
    forms.add(HexFormat.of().formatHex(value).getBytes(StandardCharsets.US_ASCII));
    forms.add(HexFormat.of().withUpperCase().formatHex(value).getBytes(StandardCharsets.US_ASCII));
  }

  /** What a peer may be told of a URL, and repeat, is its password alone; empty without one. */
  private static byte[] passwordOfUrl(byte[] value) {
    int at = 0;
    while (at + 2 < value.length
        && !(value[at] == ':' && value[at + 1] == '/' && value[at + 2] == '/')) {
      at++;
    }
    int colon = -1;
    for (int i = at + 3; i < value.length && "/?#".indexOf(value[i]) < 0; i++) {
      if (value[i] == '@' && colon > 0) {
        return Arrays.copyOfRange(value, colon + 1, i);
      }
      if (value[i] == ':' && colon < 0) {
        colon = i;
      }
    }
    return new byte[0];
  }

  private static byte[] trimmed(byte[] value) {
    int from = 0;
    int to = value.length;
    while (from < to && value[from] <= ' ' && value[from] >= 0) {
      from++;
    }
    while (to > from && value[to - 1] <= ' ' && value[to - 1] >= 0) {
      to--;
    }
    return Arrays.copyOfRange(value, from, to);
  }

  private static boolean mark(byte[] text, byte[] form, boolean[] hidden) {
    boolean any = false;
    for (int at = 0; at + form.length <= text.length; at++) {
      if (Arrays.equals(text, at, at + form.length, form, 0, form.length)) {
        Arrays.fill(hidden, at, at + form.length, true);
        any = true;
      }
    }
    return any;
  }

  private static String without(byte[] text, boolean[] hidden) {
    var kept = new java.io.ByteArrayOutputStream(text.length);
    for (int at = 0; at < text.length; at++) {
      if (!hidden[at]) {
        kept.write(text[at]);
      } else if (at == 0 || !hidden[at - 1]) {
        kept.writeBytes(HIDDEN.getBytes(StandardCharsets.UTF_8));
      }
    }
    return kept.toString(StandardCharsets.UTF_8);
  }
}
