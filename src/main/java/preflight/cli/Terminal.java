package preflight.cli;

import java.util.Locale;
import java.util.Map;
import preflight.report.Style;

/**
 * What stands at the ends of this process; the launcher, whose shell can ask, passes it on.
 *
 * @param out whether stdout is a terminal
 * @param err whether stderr is a terminal
 * @param width columns, as COLUMNS says, else as the terminal is, else 100
 */
public record Terminal(boolean out, boolean err, int width, Map<String, String> environment) {

  private static final int DEFAULT_WIDTH = 100;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 120;

  static Terminal of(Map<String, String> environment) {
    return new Terminal(
        Boolean.getBoolean("preflight.tty.out"),
        Boolean.getBoolean("preflight.tty.err"),
        columns(environment),
        environment);
  }

  /**
   * COLUMNS rules, as for git, GNU coreutils and Python: a shell does not export it by itself, so
   * that whoever did means it, also for a file or a pipe.
   */
  private static int columns(Map<String, String> environment) {
    String wanted = environment.getOrDefault("COLUMNS", "");
    int told =
        wanted.matches("[0-9]{1,6}") && !wanted.matches("0+")
            ? Integer.parseInt(wanted)
            : Integer.getInteger("preflight.columns", DEFAULT_WIDTH);
    return told <= 0 ? DEFAULT_WIDTH : Math.clamp(told, NARROWEST, WIDEST);
  }

  /** How to write to stdout. */
  public Style style(ColorMode mode) {
    boolean color =
        switch (mode) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> out && environment.getOrDefault("NO_COLOR", "").isEmpty() && !dumb();
        };
    return new Style(color, unicode(), width);
  }

  /** Whether it can do nothing but write on. */
  public boolean dumb() {
    return "dumb".equals(environment.get("TERM"));
  }

  boolean unicode() {
    for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String locale = environment.getOrDefault(variable, "");
      if (!locale.isEmpty()) {
        String upper = locale.toUpperCase(Locale.ROOT);
        return upper.contains("UTF-8") || upper.contains("UTF8");
      }
    }
    return false;
  }

  /** When to colour. */
  public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
