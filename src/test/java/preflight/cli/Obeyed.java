package preflight.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a terminal or the runner of a CI system would take for a command in a text. */
final class Obeyed {

  /** What `Style` writes where colour is on. */
  private static final Pattern OUR_COLOURS = Pattern.compile("\u001b\\[(0|1|2|32|33|1;31)m");

  /** What no font draws, or what draws elsewhere than it stands; a line feed ends a line. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5"
              + "\\u180b-\\u180f\\u2065\\u3164\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufff8&&[^\\n]]");

  private static final Set<String> GITHUB =
      Set.of(
          "set-output",
          "set-env",
          "add-path",
          "add-mask",
          "add-matcher",
          "stop-commands",
          "error",
          "warning",
          "notice",
          "debug",
          "group",
          "endgroup",
          "save-state",
          "echo",
          "internal-set-repo-path");

  private Obeyed() {}

  /** One entry for every command in it. */
  static List<String> in(String text, boolean colour) {
    List<String> found = new ArrayList<>();
    String plain = colour ? OUR_COLOURS.matcher(text).replaceAll("") : text;
    INVISIBLE
        .matcher(plain)
        .results()
        .forEach(it -> found.add("invisible U+%04X".formatted(plain.codePointAt(it.start()))));
    for (String raw : text.split("\n", -1)) {
      String line = OUR_COLOURS.matcher(raw).replaceAll("");
      if (githubV2(line) || bracketed(line, "##[") || bracketed(line, "##vso[")) {
        found.add("runner: " + line);
      }
      if (line.contains("##teamcity[")) {
        found.add("teamcity: " + line);
      }
      // buildkite/agent, header_times_streamer.go, after colours are taken out.
      if (line.matches("^(?:---|\\+\\+\\+|~~~)\\s(.+)?$") || line.startsWith("^^^ +++")) {
        found.add("buildkite: " + line);
      }
      if (Pattern.compile("section_(start|end):\\d+:|travis_(fold|time):").matcher(line).find()) {
        found.add("section: " + line);
      }
    }
    return found;
  }

  /** As actions/runner does: ActionCommand.TryParseV2. */
  private static boolean githubV2(String line) {
    String message = line.replaceFirst("^[\\s\\p{Z}\\x85]+", "");
    if (!message.startsWith("::")) {
      return false;
    }
    int end = message.indexOf("::", 2);
    return end >= 0 && GITHUB.contains(message.substring(2, end).split(" ", 2)[0]);
  }

  /** As actions/runner (TryParse) and azure-pipelines-agent (Command.TryParse) do: anywhere. */
  private static boolean bracketed(String line, String prefix) {
    int at = line.indexOf(prefix);
    return at >= 0 && line.indexOf(']', at) > 0;
  }
}
