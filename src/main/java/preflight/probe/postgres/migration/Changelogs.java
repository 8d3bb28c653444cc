package preflight.probe.postgres.migration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.postgres.migration.MigrationScripts.Script;

/**
 * The change sets of Liquibase's files, as {@code id by author}. One with a context, a label, a
 * database or a precondition may never run.
 */
final class Changelogs {

  private static final Pattern XML = Pattern.compile("<changeSet\\b([^>]*)>([^<]*<preConditions)?");
  private static final Pattern SQL =
      Pattern.compile(
          "(?mi)^\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^\\s:]+):(\"[^\"]+\"|\\S+)([^\\n]*)(\\n--\\s*precondition)?");
  private static final Pattern TREE =
      Pattern.compile(
          "[\"']?changeSet[\"']?\\s*:(.{0,2000}?)[\"']?changes[\"']?\\s*:", Pattern.DOTALL);
  private static final Pattern CONDITION =
      Pattern.compile("(?i)\\b(context|contextFilter|labels|dbms|preConditions)\\b");

  private Changelogs() {}

  static Repository read(List<Script> scripts) {
    Set<String> ids = new LinkedHashSet<>();
    Set<String> optional = new LinkedHashSet<>();
    for (Script script : scripts) {
      String name = script.name();
      if (name.endsWith(".xml")) {
        XML.matcher(script.text())
            .results()
            .forEach(it ->
                add(
                    attribute(it.group(1), "id"),
                    attribute(it.group(1), "author"),
                    it.group(2) != null || CONDITION.matcher(it.group(1)).find(),
                    ids,
                    optional));
      } else if (name.endsWith(".sql")) {
        SQL.matcher(script.text())
            .results()
            .forEach(it ->
                add(
                    it.group(2).replace("\"", ""),
                    it.group(1).replace("\"", ""),
                    it.group(4) != null || CONDITION.matcher(it.group(3)).find(),
                    ids,
                    optional));
      } else {
        TREE.matcher(script.text())
            .results()
            .forEach(it ->
                add(
                    value(it.group(1), "id"),
                    value(it.group(1), "author"),
                    CONDITION.matcher(it.group(1)).find(),
                    ids,
                    optional));
      }
    }
    return new Repository(List.copyOf(ids), List.of(), List.of(), Map.of(), optional);
  }

  private static void add(
      String id, String author, boolean conditional, Set<String> ids, Set<String> optional) {
    if (!id.isEmpty() && !author.isEmpty()) {
      ids.add(id + " by " + author);
      if (conditional) {
        optional.add(id + " by " + author);
      }
    }
  }

  private static String attribute(String tag, String name) {
    return first(Pattern.compile("\\b" + name + "\\s*=\\s*[\"']([^\"']*)[\"']").matcher(tag));
  }

  private static String value(String text, String key) {
    return first(
        Pattern.compile("[\"']?\\b" + key + "\\b[\"']?\\s*:\\s*[\"']?([^\"'\\n,}]+)")
            .matcher(text));
  }

  private static String first(Matcher matcher) {
    return matcher.find() ? matcher.group(1).strip() : "";
  }
}
