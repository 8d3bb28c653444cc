package preflight.source.image;

import java.util.Optional;

/**
 * A language that an image can run.
 *
 * @param name {@code python}, {@code node}, {@code go} or {@code java}
 * @param version as far as it is known: {@code 3.11}, {@code 20}
 * @param why what says so, or why nobody knows, as a clause
 */
public record Language(String name, Optional<String> version, String why) {}
