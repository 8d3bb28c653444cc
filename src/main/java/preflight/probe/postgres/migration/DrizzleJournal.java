package preflight.probe.postgres.migration;

import java.util.ArrayList;
import java.util.List;
import preflight.probe.postgres.migration.MigrationScripts.Script;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The journal of Drizzle: each entry by its {@code when}, in milliseconds, which is what the table
 * keeps. An entry that is older than one before it runs nowhere where that one ran first.
 */
final class DrizzleJournal {

  private DrizzleJournal() {}

  static Repository read(List<Script> scripts) {
    List<String> ids = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Script script : scripts) {
      try {
        JsonNode entries = new JsonMapper().readTree(script.text()).path("entries");
        long newest = Long.MIN_VALUE;
        String before = "";
        for (JsonNode entry : entries) {
          long when = entry.path("when").asLong(0);
          String tag = entry.path("tag").asString("");
          ids.add(Long.toString(when));
          if (when <= newest) {
            refused.add(
                "%s is not newer (\"when\" in %s) than %s, so the tool passes over it"
                    .formatted(tag, script.path(), before));
          } else {
            newest = when;
            before = tag;
          }
        }
      } catch (JacksonException e) {
        refused.add(script.path() + " is no JSON");
      }
    }
    return Repository.of(ids, refused);
  }
}
