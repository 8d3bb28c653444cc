package preflight.diagnosis;

import java.util.List;
import java.util.stream.Collectors;
import preflight.check.CheckId;
import preflight.engine.Run;

/** Writes what a diagnosis made of failures as short lines, one per root cause. */
public final class Explained {

  private Explained() {}

  static Diagnosis diagnose(String environment, String results) {
    return diagnose(environment, Runs.of(results), new Policy(false, false));
  }

  static Diagnosis diagnose(String environment, Run run, Policy policy) {
    return new Diagnoser(Environments.of(environment), policy).diagnose(run);
  }

  /** For example {@code redis-reachable/redis.cache INFRA: http-health/services.backend.health}. */
  static List<String> roots(Diagnosis diagnosis) {
    return diagnosis.roots().stream()
        .map(it ->
            it.explains().isEmpty()
                ? "%s %s".formatted(it.id(), it.to())
                : "%s %s: %s"
                    .formatted(
                        it.id(),
                        it.to(),
                        it.explains().stream()
                            .map(CheckId::toString)
                            .collect(Collectors.joining(" "))))
        .toList();
  }
}
