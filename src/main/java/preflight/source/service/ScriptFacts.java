package preflight.source.service;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import preflight.source.EnvironmentRead;
import preflight.source.environment.ScriptEnvironment;
import preflight.source.route.ScriptRouteFacts;
import preflight.source.route.ScriptRouteReader;
import preflight.source.script.facts.ScriptFile;
import preflight.source.script.facts.ScriptReader;
import preflight.source.syntax.SyntaxTree;

/**
 * What a file of JavaScript or TypeScript says.
 *
 * @param reads of the environment
 * @param writes the variables that it sets itself
 * @param writesAny whether it sets variables whose names do not stand there
 * @param flawed whether the grammar refuses it, which is a doubt
 */
public record ScriptFacts(
    ScriptFile file,
    List<EnvironmentRead> reads,
    SortedSet<String> writes,
    boolean writesAny,
    boolean flawed,
    ScriptRouteFacts routes) {

  private static final Pattern ANY =
      Pattern.compile(
          "Object\\.assign\\(\\s*process\\.env|process\\.env\\s*=[^=]"
              + "|process\\.env\\[\\s*[^'\"\\s][^\\]]*\\]\\s*(\\|\\||\\?\\?)?=[^=]");

  static ScriptFacts of(SyntaxTree tree) {
    return new ScriptFacts(
        ScriptReader.read(tree),
        ScriptEnvironment.reads(tree),
        new TreeSet<>(ScriptEnvironment.writes(tree)),
        ANY.matcher(tree.text(0, tree.end(0))).find(),
        !tree.flaws().isEmpty(),
        ScriptRouteReader.read(tree));
  }
}
