package preflight.source.image;

import java.util.Map;
import java.util.SortedMap;

/**
 * A RUN on the way to the image.
 *
 * @param text what a shell reads, variables replaced where they are known
 * @param directory where it begins
 * @param environment of the container at that time
 * @param manifests files that can name requirements, by their path in the image at that time
 */
public record Step(
    int line,
    String text,
    String directory,
    Map<String, String> environment,
    SortedMap<String, String> manifests) {}
