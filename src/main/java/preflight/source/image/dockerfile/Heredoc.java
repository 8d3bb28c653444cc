package preflight.source.image.dockerfile;

/**
 * A text that stands below its instruction ({@code <<EOF}).
 *
 * @param name its end, and the name of the file that COPY makes of it
 * @param expands whether variables in it are replaced
 */
public record Heredoc(String name, boolean expands, String text) {}
