package preflight.report.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.diagnosis.Diagnosed;
import preflight.diagnosis.Diagnosis;
import preflight.resource.Kind;
import preflight.text.Plural;

/** The resources of which something passed and nothing failed or stayed unknown. */
final class HealthyResources {

  private HealthyResources() {}

  /** Secrets by their number, endpoints as a part of their service, in the order of the plan. */
  static List<String> in(Diagnosis diagnosis) {
    Map<String, List<Diagnosed>> byResource = new LinkedHashMap<>();
    Map<String, List<Diagnosed>> bySecret = new LinkedHashMap<>();
    for (Diagnosed check : diagnosis.checks()) {
      String resource = check.id().resource();
      String row = ResourceTable.row(resource);
      if (row.equals(Kind.SECRETS.key())) {
        bySecret.computeIfAbsent(resource, _ -> new ArrayList<>()).add(check);
      } else {
        byResource.computeIfAbsent(row, _ -> new ArrayList<>()).add(check);
      }
    }
    List<String> healthy = new ArrayList<>();
    long secrets = bySecret.values().stream().filter(HealthyResources::isHealthy).count();
    if (secrets > 0) {
      healthy.add(
          secrets == bySecret.size()
              ? Plural.of(bySecret.size(), "secret")
              : "%d of %d secrets".formatted(secrets, bySecret.size()));
    }
    byResource.forEach((name, checks) -> {
      if (isHealthy(checks)) {
        healthy.add(name);
      }
    });
    return healthy;
  }

  private static boolean isHealthy(List<Diagnosed> checks) {
    var outcomes = checks.stream().map(it -> it.result().outcome()).toList();
    return outcomes.stream().anyMatch(Passed.class::isInstance)
        && outcomes.stream().noneMatch(it -> it instanceof Failed || it instanceof Unknown);
  }
}
