package preflight.sandbox;

import com.google.cloud.run.v2.Container;

/**
 * How a process ends, or comes to nothing, before it answers.
 *
 * @param log what it writes until then
 */
public record Ending(Kind kind, String log) {

  public enum Kind {
    /** It exits, and the platform repeats its last words. */
    EXITED_ALOUD,
    /** It exits, and the platform says only that nobody listened: so Cloud Run does. */
    EXITED,
    /** It runs on, and never answers at its port. */
    NEVER_LISTENS,
    OUT_OF_MEMORY
  }

  private static final String NOT_STARTED =
      "The user-provided container failed to start and listen on the port defined provided by the"
          + " PORT=8080 environment variable within the allocated timeout. ";

  /** Whether the platform looks for the program at the port on which it says that it listens. */
  boolean isMendedBy(Container container) {
    return kind == Kind.NEVER_LISTENS
        && container.getPortsList().stream()
            .anyMatch(it -> log.contains(":" + it.getContainerPort() + " "));
  }

  /** What the platform says of the revision. */
  String message() {
    return NOT_STARTED
        + switch (kind) {
          case EXITED_ALOUD -> "Container called exit(1). Last lines of its log:\n" + log;
          case EXITED, NEVER_LISTENS, OUT_OF_MEMORY ->
              "This can happen when the container port is misconfigured or if the timeout is too"
                  + " short. The health check timeout can be extended. Logs for this revision might"
                  + " contain more information.";
        };
  }
}
