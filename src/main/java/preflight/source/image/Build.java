package preflight.source.image;

import java.util.Map;
import java.util.Optional;

/**
 * What is built, as a person asks for it.
 *
 * @param dockerfile below the root of the tree
 * @param context the directory that is sent to the builder, below the root; empty for all of it
 * @param target the stage that becomes the image; the last one unless told
 * @param arguments values of ARG
 * @param uploaded whether gcloud sends the context, which leaves out what {@code .gcloudignore}
 *     names
 */
public record Build(
    String dockerfile,
    String context,
    Optional<String> target,
    Map<String, String> arguments,
    boolean uploaded) {

  public Build {
    arguments = Map.copyOf(arguments);
  }

  public static Build of(String dockerfile, String context) {
    return new Build(dockerfile, context, Optional.empty(), Map.of(), false);
  }
}
