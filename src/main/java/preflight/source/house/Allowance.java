package preflight.source.house;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.rule.ReadFile;

/**
 * A comment that allows one place to break a rule: {@code preflight: allow RULE, reason}.
 *
 * @param line where it stands
 * @param covers the line that it allows: its own, or the first one below it that is no comment
 * @param flaw what keeps it from allowing anything
 */
record Allowance(
    String path, int line, int covers, String rule, String reason, Optional<String> flaw) {

  static final String MARK = "preflight: allow";

  private static final Pattern WRITTEN =
      Pattern.compile("preflight: allow(?:\\s+([A-Za-z0-9_.-]+))?\\s*(?:[,:;–—]|--?)?\\s*(.*)");

  /** What a comment begins with, in the languages that have one. */
  private static final Pattern COMMENT =
      Pattern.compile("(?:#|//|/\\*|\\*|<!--|--|;|\\{/\\*|\"\"\"|%|rem\\b).*");

  /** Nothing but such a sign. */
  private static final Pattern SIGN =
      Pattern.compile("|#+|//+|/\\*+|\\*+|<!--+|--+|;+|\\{/\\*+|%+|rem");

  private static final Pattern SIGNED = Pattern.compile(".*(?:#|//|/\\*|<!--|--|;|\\{/\\*)");

  private static final Pattern END = Pattern.compile("\\s*(?:\\*/\\}?|-->|\\*/|\"\"\")\\s*$");

  /** The allowance at a place of the mark; empty where the mark begins no comment. */
  static Optional<Allowance> at(ReadFile file, int offset) {
    int line = file.line(offset);
    String text = file.lineText(line);
    int column = Math.min(file.column(offset) - 1, text.length());
    String before = text.substring(0, column).strip();
    boolean alone = SIGN.matcher(before).matches();
    if ((!alone && !SIGNED.matcher(before).matches()) || !file.isComment(offset)) {
      return Optional.empty();
    }
    Matcher written = WRITTEN.matcher(text.substring(column).strip());
    if (!written.matches()) {
      return Optional.empty();
    }
    String rule = written.group(1) == null ? "" : written.group(1);
    String reason = END.matcher(written.group(2)).replaceAll("").strip();
    Optional<String> flaw =
        rule.isEmpty()
            ? Optional.of("names no rule")
            : reason.isEmpty() ? Optional.of("gives no reason") : Optional.empty();
    return Optional.of(
        new Allowance(file.path(), line, alone ? below(file, line) : line, rule, reason, flaw));
  }

  private static int below(ReadFile file, int line) {
    for (int at = line + 1; at <= file.lineCount(); at++) {
      String text = file.lineText(at).strip();
      if (!text.isEmpty() && !COMMENT.matcher(text).matches()) {
        return at;
      }
    }
    return line;
  }
}
