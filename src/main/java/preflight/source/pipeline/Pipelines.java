package preflight.source.pipeline;

import java.util.List;
import java.util.Optional;
import preflight.resource.Source;
import preflight.source.RuleResult;

/** What the pipelines of a source tree do about the gate. */
public interface Pipelines {

  /**
   * Places where a deployment does not depend on the gate; empty where nothing in the tree deploys.
   *
   * @param gates further commands that are the gate, such as a script that starts it
   */
  Optional<RuleResult> ungated(Source source, List<String> gates);
}
