package preflight.check.plan;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.signal.Part;

/**
 * What is about to change, as far as a verdict depends on it.
 *
 * @param told by what, as a report names it: {@code --deploying}, {@code gcloud run deploy}
 * @param services those of the profile that get a new revision; none where nobody knows what is
 *     deployed, so that the environment is judged as it is
 * @param creates resources of the profile that come about with it, such as {@code secrets.JWT}
 * @param notes what nobody looked at, each as a sentence without a full stop
 */
public record Deployment(
    String told, List<Change> services, Set<String> creates, List<String> notes) {

  public Deployment {
    services = List.copyOf(services);
    creates = Set.copyOf(creates);
    notes = List.copyOf(notes);
  }

  private static final String JOBS = "jobs.";

  /**
   * What becomes of one service.
   *
   * @param service the resource, {@code services.backend}, or the job, {@code jobs.migrate}
   * @param first whether there is no such service yet
   * @param known whether the checks judged the new revision, also where nobody could look at it or
   *     it would be refused; otherwise they only know that there will be one
   * @param parts in which it differs from the newest one; empty where either of them is not known
   * @param lines the difference for people: names, never values
   * @param newest the newest revision today; empty where there is none or nobody may look
   * @param serving the revisions that serve today, with their percentage
   * @param serves whether the new revision gets requests as soon as it is ready
   * @param tag the tag that the new revision is reached by, besides
   */
  public record Change(
      String service,
      boolean first,
      boolean known,
      Optional<Set<Part>> parts,
      List<String> lines,
      Optional<String> newest,
      Map<String, Integer> serving,
      boolean serves,
      Optional<String> tag) {

    public Change {
      serving = Collections.unmodifiableMap(new LinkedHashMap<>(serving));
      parts = parts.map(it -> it.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(it)));
      lines = List.copyOf(lines);
    }

    /** Whether it is a job, which runs when somebody says so. */
    public boolean isJob() {
      return service.startsWith(JOBS);
    }

    /** As a line of a report has it; a job is no resource of the profile. */
    public String told() {
      return isJob() ? "job " + name() : service;
    }

    /** On Cloud Run, or in the profile. */
    public String name() {
      return service.substring(service.indexOf('.') + 1);
    }
  }
}
