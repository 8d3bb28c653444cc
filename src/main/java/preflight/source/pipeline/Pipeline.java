package preflight.source.pipeline;

import java.util.List;
import java.util.Map;

/**
 * One file that a machine runs from its beginning to its end.
 *
 * @param defaults values of its switches where nobody says otherwise, by name
 */
record Pipeline(String path, List<Job> jobs, Map<String, String> defaults) {

  Pipeline {
    jobs = List.copyOf(jobs);
    defaults = Map.copyOf(defaults);
  }
}
