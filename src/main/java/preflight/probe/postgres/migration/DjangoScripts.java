package preflight.probe.postgres.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import preflight.probe.postgres.migration.MigrationScripts.Script;

/**
 * The migrations of Django's apps, as {@code app.name}. An app is called after its folder, or by
 * the {@code label} of its {@code apps.py}.
 */
final class DjangoScripts {

  private static final Pattern MIGRATION =
      Pattern.compile("((?:.*/)?)([^/]+)/migrations/([^/]+)\\.py");
  private static final Pattern CLASS = Pattern.compile("class\\s+Migration\\b");
  private static final Pattern LABEL =
      Pattern.compile("(?m)^\\s+label\\s*=\\s*[\"']([A-Za-z_]\\w*)[\"']");
  private static final Pattern PAIR =
      Pattern.compile("\\(\\s*[\"'](\\w+)[\"']\\s*,\\s*[\"'](\\w+)[\"']\\s*,?\\s*\\)");

  private DjangoScripts() {}

  static Repository read(List<Script> scripts) {
    Map<String, String> labels = new HashMap<>();
    for (Script script : scripts) {
      if (script.name().equals("apps.py")) {
        LABEL
            .matcher(script.text())
            .results()
            .findFirst()
            .ifPresent(it ->
                labels.put(
                    script.path().substring(0, script.path().length() - "apps.py".length()),
                    it.group(1)));
      }
    }
    Map<String, Set<String>> named = new LinkedHashMap<>();
    Map<String, Set<String>> replaced = new LinkedHashMap<>();
    for (Script script : scripts) {
      var path = MIGRATION.matcher(script.path());
      if (!path.matches() || !CLASS.matcher(script.text()).find()) {
        continue;
      }
      String app = labels.getOrDefault(path.group(1) + path.group(2) + "/", path.group(2));
      String id = app + "." + path.group(3);
      named.put(id, pairs(script.text(), "dependencies"));
      Set<String> all = pairs(script.text(), "replaces");
      if (!all.isEmpty()) {
        replaced.put(id, all);
      }
    }
    return of(named, replaced);
  }

  private static Set<String> pairs(String text, String list) {
    var found = new LinkedHashSet<String>();
    var at = Pattern.compile("(?m)^\\s+" + list + "\\s*=\\s*[\\[(]").matcher(text);
    if (at.find()) {
      int end = text.indexOf(']', at.end());
      PAIR.matcher(text.substring(at.end(), end < 0 ? text.length() : end))
          .results()
          .map((MatchResult it) -> it.group(1) + "." + it.group(2))
          .forEach(found::add);
    }
    return found;
  }

  private static Repository of(Map<String, Set<String>> named, Map<String, Set<String>> replaced) {
    // What a squashed one replaces may be gone, and others may still name it.
    var gone = new HashMap<String, String>();
    replaced.forEach((by, all) -> all.forEach(it -> gone.put(it, by)));
    var parents = new LinkedHashMap<String, Set<String>>();
    var missing = new ArrayList<String>();
    named.forEach((id, all) -> {
      var own = new LinkedHashSet<String>();
      for (String it : all) {
        if (named.containsKey(it)) {
          own.add(it);
        } else if (gone.containsKey(it)) {
          own.add(gone.get(it));
        } else if (isOfTree(it, named.keySet())) {
          missing.add("%s names %s before it, which is not there".formatted(id, it));
        }
      }
      parents.put(id, own);
    });
    var heads = new ArrayList<String>();
    named.keySet().stream()
        .map(DjangoScripts::app)
        .distinct()
        .forEach(app -> {
          List<String> leaves =
              named.keySet().stream()
                  .filter(it -> app(it).equals(app) && !gone.containsKey(it))
                  .filter(it ->
                      parents.entrySet().stream()
                          .noneMatch(
                              by -> app(by.getKey()).equals(app) && by.getValue().contains(it)))
                  .toList();
          if (leaves.size() > 1) {
            heads.addAll(leaves);
          }
        });
    var refused = new ArrayList<>(missing);
    if (missing.isEmpty()) {
      refused.addAll(Repository.broken(parents));
    }
    // A database that ran the old ones does not run the new one, and the other way round.
    Set<String> optional = new LinkedHashSet<>(replaced.keySet());
    optional.addAll(gone.keySet());
    return new Repository(List.copyOf(named.keySet()), refused, heads, Map.of(), optional);
  }

  private static String app(String id) {
    return id.substring(0, id.indexOf('.'));
  }

  /** Whether a whole app is missing is not known: it may be one of a package. */
  private static boolean isOfTree(String id, Set<String> named) {
    return !Stream.of("__first__", "__latest__").anyMatch(id::endsWith)
        && named.stream().anyMatch(it -> app(it).equals(app(id)));
  }
}
