package preflight.catalog.postgres;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import preflight.probe.postgres.MigrationScripts.Script;

/**
 * The history of revisions that Alembic's files tell. Pure.
 *
 * @param parents of each revision, those that it revises
 */
record AlembicScripts(Map<String, Set<String>> parents) {

  private static final Pattern REVISION =
      Pattern.compile("(?m)^revision(?:\\s*:[^=\\n]*)?\\s*=\\s*[\"']([^\"'\\n]+)[\"']");
  private static final Pattern REVISES =
      Pattern.compile("(?m)^down_revision(?:\\s*:[^=\\n]*)?\\s*=\\s*(\\([^)]*\\)|[^\\n]*)");
  private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']+)[\"']");

  static AlembicScripts of(List<Script> scripts) {
    var parents = new LinkedHashMap<String, Set<String>>();
    for (Script script : scripts) {
      var revision = REVISION.matcher(script.text());
      if (script.name().endsWith(".py") && revision.find()) {
        parents.put(revision.group(1), revised(script.text()));
      }
    }
    return new AlembicScripts(parents);
  }

  private static Set<String> revised(String text) {
    var revised = new LinkedHashSet<String>();
    var line = REVISES.matcher(text);
    if (line.find()) {
      // A comment behind the value may quote anything.
      var names = QUOTED.matcher(line.group(1).replaceFirst("#.*", ""));
      while (names.find()) {
        revised.add(names.group(1));
      }
    }
    return revised;
  }

  /** Revisions that no other revises. */
  List<String> heads() {
    return parents.keySet().stream()
        .filter(it -> parents.values().stream().noneMatch(revised -> revised.contains(it)))
        .toList();
  }

  /** Those that are not among the given revisions and what stands below them. */
  List<String> beyond(List<String> applied) {
    var done = new LinkedHashSet<String>();
    var open = new ArrayDeque<>(applied);
    while (!open.isEmpty()) {
      String revision = open.pop();
      if (done.add(revision)) {
        open.addAll(parents.getOrDefault(revision, Set.of()));
      }
    }
    return parents.keySet().stream().filter(it -> !done.contains(it)).toList();
  }
}
