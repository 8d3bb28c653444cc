package preflight.probe.run;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Cloud Run service as the platform sees it.
 *
 * @param terminal the verdict over all conditions
 * @param settled whether the platform has applied the last change
 * @param latestCreated short name of the newest revision; empty where there is none
 * @param latestReady short name of the newest revision that became ready; empty where there is none
 * @param traffic short names of the revisions that serve, with their percentage
 * @param followsNewest whether a new revision gets requests by itself, as soon as it is ready
 * @param template what the next deployment builds on; it is not always what serves
 * @param tags the URLs of tagged revisions, by tag
 * @param projectNumber that of its project, as its URL tells it
 * @param url where Cloud Run serves it; empty where its default URL is off
 * @param door who gets to it, and how many instances it may have, whichever revision serves
 * @param tagged the revisions that a tag leads to, whatever else does
 */
public record ServiceState(
    String name,
    Condition terminal,
    List<Condition> conditions,
    boolean settled,
    String latestCreated,
    String latestReady,
    Map<String, Integer> traffic,
    boolean followsNewest,
    Optional<RevisionState> template,
    Map<String, String> tags,
    Optional<String> projectNumber,
    Optional<URI> url,
    ServiceDoor door,
    Set<String> tagged) {

  public ServiceState {
    conditions = List.copyOf(conditions);
    tagged = Set.copyOf(tagged);
  }

  /** The revisions that answer requests, in the order of the platform. */
  public List<String> serving() {
    return List.copyOf(traffic.keySet());
  }
}
