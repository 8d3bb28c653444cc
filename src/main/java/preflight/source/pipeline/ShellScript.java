package preflight.source.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.source.pipeline.Job.Step;

/**
 * The commands of a script, a line each, as far as their lines tell: under which {@code if} they
 * stand, and whether their failure ends the script. It is no shell: what a function or an {@code
 * eval} makes of them is not known.
 */
final class ShellScript {

  private static final String GOES_ON = "no set -e";
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
  private static final Pattern FORGIVEN =
      Pattern.compile("\\|\\|\\s*(true|:|echo\\b|printf\\b|exit\\s+0|/bin/true)");
  private static final Pattern PIPE = Pattern.compile("(?<!\\|)\\|(?!\\|)");
  private static final Pattern IF =
      Pattern.compile("^(?:el)?if\\s+(?<condition>.*?)\\s*;?\\s*(?:then)?$");
  private static final Pattern ONE_LINE =
      Pattern.compile("^if\\s+(?<condition>.*?)\\s*;\\s*then\\s+(?<command>.*?)\\s*;?\\s*fi$");
  private static final Pattern GUARD =
      Pattern.compile("^(?<condition>\\[\\[?\\s.*?\\s]]?|test\\s.*?)\\s*&&\\s*(?<command>.+)$");
  private static final Pattern STRICT =
      Pattern.compile("^(?:#!.*sh\\s+-\\w*e|set\\s+(?:-o\\s+errexit|-\\w*e)).*");
  private static final Pattern PIPEFAIL = Pattern.compile("^set\\s.*\\bpipefail\\b.*");
  private static final Pattern LENIENT = Pattern.compile("^set\\s+(?:\\+o\\s+errexit|\\+\\w*e).*");

  private final String path;
  private final List<Step> steps = new ArrayList<>();
  private final Deque<String> conditions = new ArrayDeque<>();
  private boolean strict;
  private boolean pipefail;

  private ShellScript(String path, boolean strict, boolean pipefail) {
    this.path = path;
    this.strict = strict;
    this.pipefail = pipefail;
  }

  /**
   * Reads a script.
   *
   * @param line of its first line in the file
   * @param strict whether a failure ends it before it says anything
   * @param pipefail whether the failure of any part of a pipe counts
   */
  static List<Step> read(String path, int line, String text, boolean strict, boolean pipefail) {
    var script = new ShellScript(path, strict, pipefail);
    var logical = new StringBuilder();
    int begin = line;
    int at = line;
    for (String each : text.split("\n", -1)) {
      if (logical.isEmpty()) {
        begin = at;
      }
      at++;
      if (each.stripTrailing().endsWith("\\")) {
        logical.append(each.stripTrailing(), 0, each.stripTrailing().length() - 1).append(' ');
        continue;
      }
      logical.append(each);
      script.line(begin, logical.toString().strip());
      logical.setLength(0);
    }
    return script.whole();
  }

  /** The last command decides how the script ends. */
  private List<Step> whole() {
    if (!steps.isEmpty()) {
      Step last = steps.removeLast();
      steps.add(
          new Step(
              last.path(),
              last.line(),
              last.command(),
              last.condition(),
              last.tolerated().filter(it -> !it.equals(GOES_ON))));
    }
    return steps;
  }

  private void line(int number, String whole) {
    if (STRICT.matcher(whole).matches()) {
      strict = true;
    }
    if (PIPEFAIL.matcher(whole).matches()) {
      pipefail = true;
    }
    if (LENIENT.matcher(whole).matches()) {
      strict = false;
    }
    String text = COMMENT.matcher(whole).replaceFirst("").strip();
    Matcher one = ONE_LINE.matcher(text);
    Matcher begin = IF.matcher(text);
    if (text.isEmpty()) {
      return;
    }
    if (one.matches()) {
      add(number, one.group("command"), Optional.of(one.group("condition")));
    } else if (begin.matches()) {
      if (text.startsWith("elif") && !conditions.isEmpty()) {
        conditions.pop();
      }
      conditions.push(begin.group("condition"));
      add(number, begin.group("condition"), outer());
    } else if (text.startsWith("else") && !conditions.isEmpty()) {
      conditions.push("! ( %s )".formatted(conditions.pop()));
    } else if (text.equals("fi") || text.startsWith("fi ") || text.startsWith("fi;")) {
      conditions.poll();
    } else {
      Matcher guard = GUARD.matcher(text);
      if (guard.matches()) {
        add(number, guard.group("command"), Optional.of(guard.group("condition")));
      } else {
        add(number, text, Optional.ofNullable(conditions.peek()));
      }
    }
  }

  private Optional<String> outer() {
    return conditions.stream().skip(1).findFirst();
  }

  private void add(int number, String command, Optional<String> condition) {
    Optional<String> forgiven =
        FORGIVEN.matcher(command).results().map(java.util.regex.MatchResult::group).findFirst();
    Optional<String> lost =
        forgiven
            .or(() ->
                PIPE.matcher(command).find() && !pipefail
                    ? Optional.of("| without pipefail")
                    : Optional.empty())
            .or(() ->
                command.endsWith("&") && !command.endsWith("&&")
                    ? Optional.of("& at its end")
                    : Optional.empty())
            .or(() ->
                strict || command.contains("&&") || command.contains("||")
                    ? Optional.empty()
                    : Optional.of(GOES_ON));
    steps.add(new Step(path, number, command, condition, lost));
  }
}
