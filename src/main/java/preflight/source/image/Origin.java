package preflight.source.image;

import java.util.Optional;
import preflight.source.image.ignore.Verdict;

/**
 * Where a file of the image comes from.
 *
 * @param source in the tree; empty for a text in the Dockerfile itself
 * @param line of the instruction that brought it into the context's first stage
 * @param verdict whether all builders pack it
 */
public record Origin(Optional<String> source, int line, Verdict verdict) {}
