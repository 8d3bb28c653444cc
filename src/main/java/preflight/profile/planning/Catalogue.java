package preflight.profile.planning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.CheckDefinition;
import preflight.resource.Kind;

/** The checks that packs and profiles may name. */
public final class Catalogue {

  private final Map<String, CheckDefinition> byId = new LinkedHashMap<>();

  public Catalogue(List<CheckDefinition> checks) {
    checks.forEach(it -> byId.put(it.id(), it));
  }

  Optional<CheckDefinition> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Set<String> ids() {
    return Collections.unmodifiableSet(byId.keySet());
  }

  /** The kind of resource that a check asks about. */
  static Kind kindOf(CheckDefinition check) {
    return Kind.of(check.doc().on())
        .orElseThrow(() -> new IllegalStateException(check.id() + " is on no kind of resource"));
  }
}
