package preflight.source.image.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An instruction with its continuation lines joined, its comments dropped and its heredocs apart.
 *
 * @param line where it begins
 */
record LogicalLine(int line, String text, List<Heredoc> heredocs) {

  /** Instructions that may have heredocs. */
  private static final Set<String> WITH_HEREDOCS = Set.of("RUN", "COPY", "ADD", "ONBUILD");

  private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z]+)\\s*=\\s*(.*?)\\s*");

  private static final Pattern HEREDOC =
      Pattern.compile("(?<=^|\\s)\\d*<<(-?)([\"']?)([A-Za-z_][A-Za-z0-9_.-]*)\\2(?=$|[\\s;&|>)])");

  /** The lines of a file. */
  record Lines(char escape, List<LogicalLine> all, List<Mistake> mistakes) {}

  static Lines of(String file, String text) {
    List<String> physical = text.lines().toList();
    char escape = '\\';
    int at = 0;
    for (; at < physical.size(); at++) {
      Matcher directive = DIRECTIVE.matcher(physical.get(at).strip());
      if (!directive.matches()
          || !Set.of("syntax", "escape", "check")
              .contains(directive.group(1).toLowerCase(Locale.ROOT))) {
        break;
      }
      if (directive.group(1).equalsIgnoreCase("escape") && directive.group(2).equals("`")) {
        escape = '`';
      }
    }
    return new Reading(file, physical, escape, at).all();
  }

  static Matcher heredocs(String text) {
    return HEREDOC.matcher(text);
  }

  /** Reads on from line to line. */
  private static final class Reading {

    private final String file;
    private final List<String> physical;
    private final char escape;
    private final List<LogicalLine> all = new ArrayList<>();
    private final List<Mistake> mistakes = new ArrayList<>();
    private int at;

    Reading(String file, List<String> physical, char escape, int at) {
      this.file = file;
      this.physical = physical;
      this.escape = escape;
      this.at = at;
    }

    Lines all() {
      while (at < physical.size()) {
        String first = physical.get(at).strip();
        if (first.isEmpty() || first.startsWith("#")) {
          at++;
        } else {
          one();
        }
      }
      return new Lines(escape, List.copyOf(all), List.copyOf(mistakes));
    }

    private void one() {
      int begin = at + 1;
      StringBuilder joined = new StringBuilder();
      String line = physical.get(at++).stripLeading();
      while (continues(line)) {
        joined.append(line, 0, line.stripTrailing().length() - 1);
        // A comment or an empty line in between belongs to nobody.
        while (at < physical.size() && isNothing(physical.get(at))) {
          at++;
        }
        if (at == physical.size()) {
          line = "";
          break;
        }
        line = physical.get(at++);
      }
      joined.append(line);
      String text = joined.toString().strip();
      all.add(new LogicalLine(begin, text, heredocs(begin, text)));
    }

    private List<Heredoc> heredocs(int begin, String text) {
      List<Heredoc> found = new ArrayList<>();
      String keyword = text.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
      if (!WITH_HEREDOCS.contains(keyword)) {
        return found;
      }
      Matcher matcher = LogicalLine.heredocs(text);
      while (matcher.find()) {
        found.add(
            heredoc(
                begin, matcher.group(3), matcher.group(1).equals("-"), matcher.group(2).isEmpty()));
      }
      return found;
    }

    private Heredoc heredoc(int begin, String name, boolean tabs, boolean expands) {
      StringBuilder text = new StringBuilder();
      while (at < physical.size()) {
        String line = physical.get(at++);
        String bare = tabs ? line.replaceFirst("^\t+", "") : line;
        if (bare.equals(name)) {
          return new Heredoc(name, expands, text.toString());
        }
        text.append(bare).append('\n');
      }
      mistakes.add(new Mistake(file, begin, "the heredoc '%s' has no end".formatted(name)));
      return new Heredoc(name, expands, text.toString());
    }

    private boolean continues(String line) {
      String text = line.stripTrailing();
      return !text.isEmpty() && text.charAt(text.length() - 1) == escape;
    }

    private static boolean isNothing(String line) {
      String text = line.strip();
      return text.isEmpty() || text.startsWith("#");
    }
  }
}
