package preflight.probe.secret.form;

import java.util.Optional;
import java.util.regex.Pattern;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.LooksLike;
import preflight.probe.secret.text.Strengths;

/**
 * A name and the literal that it is given, as code, JSON, YAML and settings write them.
 *
 * @param from where the value begins
 */
record Assignment(String name, int from, int to, boolean quoted) {

  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_VALUE = 512;
  private static final int LEAST_BITS = 60;
  private static final int SHORTEST = 12;
  private static final int SHORTEST_BARE = 16;
  private static final int LEAST_DIGITS = 2;

  /** What ends the names of things that are no credentials themselves. */
  private static final Pattern NO_CREDENTIAL =
      Pattern.compile(
          "(?i).*(public|publishable|csrf|xsrf|tokeni[sz]|hashed|encrypted|sealed|site_?key|captcha|example|dummy|fake|mock|sample|cursor|pagination|continuation|nextpage|next_page|page_?token|keyboard|keyword|monkey|checksum|digest|sha\\d+|md5|fingerprint|integrity|etag|commit|revision|placeholder).*"
              + "|.*[_.a-z-](ids?|names?|ur[il]s?|paths?|files?|dirs?|types?|len|length|size|ttl|expir[a-z]*|headers?|fields?|labels?|prefix|suffix|regex|pattern|hash|hint|versions?|counts?|limits?|policy|provider|algorithm|alg|endpoint|host|port|user|username|email|class|manager|refs?|arn|selectors?|errors?|messages?|titles?|text|descriptions?|enabled|required|format|kind|mode|env|vars?|variables?|params?|columns?|tables?|status|state|scopes?|issuer|audience|groups?|resource|store|service|handler|validator|model|address|contract|mint|symbol)"
              + "|.*(Ids?|Names?|Ur[il]s?|Paths?|Files?|Types?|Length|Size|Expir[a-z]*|Headers?|Fields?|Labels?|Hash|Versions?|Counts?|Limits?|Endpoint|Host|Email|Class|Refs?|Arn|Errors?|Messages?|Titles?|Text|Address|Contract|Mint|Symbol)|.*(_ID|_IDS|ID)");

  private static final Pattern CONFIDENTIAL =
      Pattern.compile(
          "(?i).*(passw|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing[-_.]?key|encryption[-_.]?key|auth[-_.]?key).*");
  private static final Pattern NO_LITERAL =
      Pattern.compile(
          "^([$/~.@#&%<{\\[(]|ENC\\[|vault:|ssm:|arn:|sha\\d+[-:]|gs://|op://|\\{\\{)|[(){}<>\\s`,;\\\\]|\\$\\(|\\$\\{|::|://");

  /** What frameworks draw from all punctuation is this long. */
  private static final int LONG = 40;

  private static final Pattern CODE =
      Pattern.compile(
          "[A-Za-z_]\\w{2,}\\([^()]*\\)|\\{\\{|\\$\\{|%\\(|[<>\\s]|^[/~.]|::|://|ENC\\[");
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern ON_NEXT_LINE = Pattern.compile("\\s{0,80}-?\\s{0,4}value:[ \\t]+");
  private static final Pattern OF_LIST = Pattern.compile("[ \\t-]*\"?name\"?:[ \\t]*[\"']?");
  private static final Pattern BEFORE_BARE =
      Pattern.compile("[ \\t]*(-[ \\t]+)?((export|env|arg|set)[ \\t]+)?", Pattern.CASE_INSENSITIVE);

  /**
   * Around a word of a name.
   *
   * @param at where the word stands
   * @param bare whether a value may stand without quotes
   */
  static Optional<Assignment> around(byte[] text, int from, int to, int at, boolean bare) {
    int start = at;
    while (start > from && at - start < LONGEST_NAME && nameByte(text[start - 1])) {
      start--;
    }
    int end = at;
    while (end < to && end - at < LONGEST_NAME && nameByte(text[end])) {
      end++;
    }
    Bytes all = Bytes.of(text);
    String name = all.name(start, end);
    int i = end;
    boolean quotedName = start > from && i < to && quote(text[i]) && text[start - 1] == text[i];
    i += quotedName ? 1 : 0;
    int lineStart = start;
    while (lineStart > from && start - lineStart < LONGEST_NAME && text[lineStart - 1] != '\n') {
      lineStart--;
    }
    Bytes before = all.subSequence(lineStart, start);
    if (bare && OF_LIST.matcher(before).matches()) {
      var next = ON_NEXT_LINE.matcher(all).region(i, Math.min(to, i + 2 * LONGEST_NAME));
      return next.lookingAt() ? value(text, to, next.end(), name, true) : Optional.empty();
    }
    i = blanks(text, i, to);
    i += i < to && (text[i] == ']' || text[i] == ')') ? 1 : 0;
    i = blanks(text, i, to);
    int operator = operator(text, i, to, quotedName);
    if (operator == 0) {
      return Optional.empty();
    }
    boolean typed = text[i] == ':' && operator == 1;
    i = blanks(text, i + operator, to);
    if (typed && i < to && !quote(text[i])) {
      int type = afterType(text, i, to);
      i = type > 0 ? blanks(text, type, to) : i;
    }
    // b"…", r"…" and so on.
    i += i + 1 < to && "brfuBRFU@".indexOf(text[i]) >= 0 && quote(text[i + 1]) ? 1 : 0;
    boolean mayBeBare = bare && BEFORE_BARE.matcher(before).matches();
    return value(text, to, i, name, mayBeBare);
  }

  private static Optional<Assignment> value(
      byte[] text, int to, int at, String name, boolean bare) {
    if (at >= to) {
      return Optional.empty();
    }
    boolean quoted = quote(text[at]);
    if (!quoted && !bare) {
      return Optional.empty();
    }
    int start = quoted ? at + 1 : at;
    int end = start;
    int last = Math.min(to, start + LONGEST_VALUE);
    while (end < last
        && text[end] != '\n'
        && (quoted ? text[end] != text[at] : text[end] > ' ' && text[end] != '#')) {
      end++;
    }
    // What goes on for longer is encrypted, or data.
    boolean ended = quoted ? end < last && text[end] == text[at] : end < last || end == to;
    if (!ended) {
      return Optional.empty();
    }
    // A text that goes on: "…" + x.
    int after = blanks(text, end + 1, to);
    boolean goesOn = quoted && after < to && (text[after] == '+' || text[after] == '%');
    return goesOn ? Optional.empty() : Optional.of(new Assignment(name, start, end, quoted));
  }

  private static int operator(byte[] text, int at, int to, boolean quotedName) {
    if (at + 1 >= to) {
      return 0;
    }
    byte a = text[at];
    byte b = text[at + 1];
    if ((a == ':' && b == '=') || (a == '=' && b == '>') || (a == '?' && b == '=')) {
      return 2;
    }
    if (a == '=') {
      return b == '=' || b == '~' ? 0 : 1;
    }
    return (a == ':' && b != ':') || (a == ',' && quotedName) ? 1 : 0;
  }

  /** After {@code str =} in {@code name: str = "…"}; zero where there is no such thing. */
  private static int afterType(byte[] text, int at, int to) {
    int i = at;
    while (i < to
        && i - at < LONGEST_NAME / 2
        && (nameByte(text[i]) || " []|?".indexOf(text[i]) >= 0)) {
      i++;
    }
    return i > at && i < to && text[i] == '=' ? i + 1 : 0;
  }

  private static int blanks(byte[] text, int at, int to) {
    int i = at;
    while (i < to && (text[i] == ' ' || text[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static boolean quote(byte b) {
    return b == '"' || b == '\'' || b == '`';
  }

  private static boolean nameByte(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '-'
        || b == '.';
  }

  /** In small letters and without what separates words. */
  String plainName() {
    return name.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]", "");
  }

  /** Whether what it says is a credential that somebody uses. */
  boolean convinces(Bytes value) {
    return value.length() >= (quoted ? SHORTEST : SHORTEST_BARE)
        && confidential(name)
        && (!NO_LITERAL.matcher(value).find()
            || (quoted && value.length() >= LONG && !CODE.matcher(value).find()))
        && !UUID.matcher(value).matches()
        && drawn(value);
  }

  static boolean confidential(String name) {
    return CONFIDENTIAL.matcher(name).matches() && !NO_CREDENTIAL.matcher(name).matches();
  }

  /** Whether a machine drew it, and nobody says that it stands for another. */
  static boolean drawn(Bytes value) {
    int digits = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
      digits += c >= '0' && c <= '9' ? 1 : 0;
    }
    byte[] copy = value.copy();
    boolean strong =
        digits >= LEAST_DIGITS
            && !LooksLike.of(copy).setting()
            && Strengths.of(copy).bits() >= LEAST_BITS
            && !Wording.standIn(value)
            && !Wording.written(value);
    java.util.Arrays.fill(copy, (byte) 0);
    return strong;
  }
}
