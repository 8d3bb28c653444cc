package preflight.probe.postgres.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import preflight.probe.postgres.migration.MigrationScripts.Script;

/** The history of revisions that Alembic's files tell. */
final class AlembicScripts {

  private static final Pattern REVISION =
      Pattern.compile("(?m)^revision(?:\\s*:[^=\\n]*)?\\s*=\\s*[\"']([^\"'\\n]+)[\"']");
  private static final Pattern REVISES =
      Pattern.compile(
          "(?m)^down_revision(?:\\s*:[^=\\n]*)?\\s*=\\s*(\\([^)]*\\)|\\[[^\\]]*\\]|[^\\n]*)");
  private static final Pattern QUOTED = Pattern.compile("[\"']([^\"']+)[\"']");

  private AlembicScripts() {}

  static Repository read(List<Script> scripts) {
    var named = new LinkedHashMap<String, Set<String>>();
    var files = new TreeMap<String, List<String>>();
    for (Script script : scripts) {
      var revision = REVISION.matcher(script.text());
      if (revision.find()) {
        String id = revision.group(1);
        named.computeIfAbsent(id, _ -> new LinkedHashSet<>()).addAll(revised(script.text()));
        files.computeIfAbsent(id, _ -> new ArrayList<>()).add(script.path());
      }
    }
    // With two files of one id, Alembic may see a circle or two heads; the id is what is wrong.
    List<String> twice = Repository.twice(files);
    Map<String, Set<String>> parents = whole(named);
    return new Repository(
        List.copyOf(parents.keySet()),
        twice.isEmpty() ? Repository.broken(parents) : twice,
        heads(parents),
        parents,
        Set.of());
  }

  /** Alembic takes the beginning of an id, where only one revision begins so. */
  private static Map<String, Set<String>> whole(Map<String, Set<String>> parents) {
    var whole = new LinkedHashMap<String, Set<String>>();
    parents.forEach((id, all) -> {
      var named = new LinkedHashSet<String>();
      for (String parent : all) {
        List<String> begun = parents.keySet().stream().filter(it -> it.startsWith(parent)).toList();
        named.add(begun.size() == 1 ? begun.getFirst() : parent);
      }
      whole.put(id, named);
    });
    return whole;
  }

  private static Set<String> revised(String text) {
    var revised = new LinkedHashSet<String>();
    var line = REVISES.matcher(text);
    if (line.find()) {
      // A comment behind the value may quote anything.
      var names = QUOTED.matcher(line.group(1).replaceAll("#.*", ""));
      while (names.find()) {
        revised.add(names.group(1));
      }
    }
    return revised;
  }

  /** Revisions that no other revises. */
  private static List<String> heads(Map<String, Set<String>> parents) {
    return parents.keySet().stream()
        .filter(it -> parents.values().stream().noneMatch(revised -> revised.contains(it)))
        .toList();
  }
}
