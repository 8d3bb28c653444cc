package preflight.probe.run;

import java.util.Optional;

/** What a deployment makes of the template of a service; a pure function. */
public interface TemplateChange {

  /**
   * The revision that it makes.
   *
   * @param template what it builds on; empty for a service that does not exist yet
   */
  Applied over(Optional<RevisionState> template);

  /** Whether what it makes depends on the template; a manifest replaces all of it. */
  default boolean buildsOnTemplate() {
    return true;
  }

  /** What comes of it. */
  sealed interface Applied {

    /** A revision, without a name and without conditions. */
    record Planned(RevisionState revision) implements Applied {}

    /**
     * The tool that deploys refuses the change, or the platform does.
     *
     * @param why a predicate for the service: {@code "sets LOG_LEVEL in plain text, which is a
     *     secret today"}
     */
    record Refused(String why) implements Applied {}
  }
}
