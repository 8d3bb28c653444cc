package preflight.source.house;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.Finding;

/**
 * What may stand in a source tree because it stood there when somebody wrote it down: how often
 * each rule is broken in each file, by subject. It knows no lines, which move.
 */
public record Baseline(SortedMap<Key, Integer> allowed) {

  /** Its name, at the root of the tree. */
  public static final String FILE = ".preflight-baseline.yaml";

  public static final Baseline NONE = new Baseline(new TreeMap<>());

  /** A text in double quotes, as YAML and JSON escape it. */
  private static final String TEXT =
      "\"([^\"\\\\]*+(?:\\\\(?:[\"\\\\nrt]|u[0-9a-f]{4}|U000[0-9a-f]{5})[^\"\\\\]*+)*+)\"";

  private static final Pattern ENTRY =
      Pattern.compile("- \\[([A-Za-z0-9-]+), %s, %s, ([0-9]{1,9})]".formatted(TEXT, TEXT));

  private static final Pattern CONFLICT = Pattern.compile("(?:<{7}|={7}|>{7}|\\|{7})(?: .*)?");

  /** What is counted together. */
  public record Key(String rule, String path, String subject) implements Comparable<Key> {

    static Key of(Finding finding) {
      return new Key(finding.rule(), finding.path(), finding.subject());
    }

    @Override
    public int compareTo(Key other) {
      int rules = rule.compareTo(other.rule);
      int paths = path.compareTo(other.path);
      return rules != 0 ? rules : paths != 0 ? paths : subject.compareTo(other.subject);
    }
  }

  /** What came of reading a baseline. */
  public sealed interface Reading {

    record Read(Baseline baseline) implements Reading {}

    /** Each mistake with its place: {@code .preflight-baseline.yaml:3:1: …}. */
    record Invalid(List<String> mistakes) implements Reading {}
  }

  /** The baseline in which everything that was found is allowed. */
  public static Baseline of(Collection<Finding> findings) {
    var counts = new TreeMap<Key, Integer>();
    findings.forEach(it -> counts.merge(Key.of(it), 1, Integer::sum));
    return new Baseline(counts);
  }

  /** Reads what {@link #text} wrote, and whatever of it a merge or a person left whole. */
  public static Reading read(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new Reading.Invalid(List.of(FILE + ":1:1: not UTF-8"));
    }
    var allowed = new TreeMap<Key, Integer>();
    Map<Key, Integer> lines = new TreeMap<>();
    var mistakes = new ArrayList<String>();
    int number = 0;
    boolean version = false;
    for (String line : text.lines().toList()) {
      number++;
      String it = line.strip();
      if (it.isEmpty() || it.startsWith("#") || it.equals("allowed:") || it.equals("allowed: []")) {
        continue;
      }
      if (it.equals("version: 1")) {
        version = true;
        continue;
      }
      Matcher entry = ENTRY.matcher(it);
      if (CONFLICT.matcher(it).matches()) {
        mistakes.add(
            at(
                number,
                "a merge conflict is not resolved; keep the entries of both sides, or write the file again with: preflight code --write-baseline"));
      } else if (!entry.matches()) {
        mistakes.add(
            at(
                number,
                "expected an entry such as - [code-forbidden, \"app/main.py\", \"skip_auth\", 2]"));
      } else {
        Key key = new Key(entry.group(1), plain(entry.group(2)), plain(entry.group(3)));
        int count = Integer.parseInt(entry.group(4));
        Integer before = lines.put(key, number);
        if (before != null) {
          mistakes.add(
              at(
                  number,
                  "the same entry stands in line %d; keep one of the two".formatted(before)));
        } else if (count == 0) {
          mistakes.add(at(number, "allows nothing; remove the entry"));
        }
        allowed.put(key, count);
      }
    }
    if (!version && mistakes.isEmpty()) {
      mistakes.add(at(1, "missing 'version: 1'"));
    }
    return mistakes.isEmpty()
        ? new Reading.Read(new Baseline(allowed))
        : new Reading.Invalid(mistakes);
  }

  private static String at(int line, String what) {
    return "%s:%d:1: %s".formatted(FILE, line, what);
  }

  /** One entry a line, sorted, so that two branches seldom touch the same line. */
  public String text() {
    var text = new StringBuilder();
    text.append(
        "# What may stand, because it stood there: a rule, a file, a subject, how often. One more is a finding.\n");
    text.append("# Written by: preflight code --write-baseline\n");
    text.append("version: 1\n");
    text.append(allowed.isEmpty() ? "allowed: []\n" : "allowed:\n");
    allowed.forEach((key, count) ->
        text.append(
            "  - [%s, \"%s\", \"%s\", %d]\n"
                .formatted(key.rule(), quoted(key.path()), quoted(key.subject()), count)));
    return text.toString();
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder();
    text.codePoints()
        .forEach(it -> {
          switch (it) {
            case '"', '\\' -> quoted.append('\\').appendCodePoint(it);
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (Character.isISOControl(it) || Character.getType(it) == Character.FORMAT) {
                quoted.append(it < 0x10000 ? "\\u%04x".formatted(it) : "\\U%08x".formatted(it));
              } else {
                quoted.appendCodePoint(it);
              }
            }
          }
        });
    return quoted.toString();
  }

  private static String plain(String quoted) {
    var plain = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      char it = quoted.charAt(i);
      if (it != '\\') {
        plain.append(it);
        continue;
      }
      char escaped = quoted.charAt(++i);
      int digits = escaped == 'u' ? 4 : escaped == 'U' ? 8 : 0;
      if (digits > 0) {
        plain.appendCodePoint(Integer.parseInt(quoted.substring(i + 1, i + 1 + digits), 16));
        i += digits;
      } else {
        plain.append(
            switch (escaped) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> escaped;
            });
      }
    }
    return plain.toString();
  }
}
