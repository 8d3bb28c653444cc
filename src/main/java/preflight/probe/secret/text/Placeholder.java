package preflight.probe.secret.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** Values that somebody meant to replace. */
public enum Placeholder {
  FILLER(
      "a filler word",
      "replace[-_ ]?(me|this)|change[-_ ]?(me|this|it)|(^|[^a-z])your[-_ ][a-z]|^my[-_ ]?(secret|key|pass|token|api|client|jwt)|^replace|insert[-_ ]|placeholder"
          + "|(^|[^a-z0-9])(todo|tbd|fixme|replace)([^a-z0-9]|$)|^dummy|^fake|^sample"
          + "|^(test|secret|password|passwd|none|null|nil|undefined|empty|example|value|foo|bar|foobar|n/a|key|token)$"),
  CROSSES(
      "a row of crosses or dots",
      "^x{3,}([^a-z0-9]|$)|[^a-z0-9]x{3,}$|[^a-z0-9]x{4,}[^a-z0-9]|x{8,}|^[.*_?-]+$"),
  TEMPLATE(
      "a template that nobody filled in",
      "\\$\\{[^}]*}|^<[^>]*>$|\\{\\{[^}]*}}|^\\$\\(.*\\)$|^\\$[A-Z_]+$|^%[A-Z_]+%$"),
  EXAMPLE_HOST("a host reserved for examples", "(^|[^a-z0-9-])example\\.(com|org|net)"),
  EXAMPLE_ADDRESS(
      "an address reserved for documentation",
      "(^|[^0-9.])(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}([^0-9.]|$)|^2001:0?db8:");

  private static final int LONGEST = 4096;

  private final String words;
  private final Pattern pattern;

  Placeholder(String words, String pattern) {
    this.words = words;
    this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** What the value is, without a part of it. */
  public String words() {
    return words;
  }

  public static Optional<Placeholder> in(byte[] value) {
    Bytes text = Bytes.of(value).trimmed();
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    for (Placeholder kind : values()) {
      if (kind.pattern.matcher(text).find()) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
