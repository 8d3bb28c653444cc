package preflight.resource.url;

import java.util.Optional;

/** What became of reading a connection URL. */
public sealed interface UrlReading {

  record Understood(ConnectionUrl url) implements UrlReading {}

  record Mistaken(UrlMistake mistake) implements UrlReading {}

  /** What it says, where clients agree upon it. */
  default Optional<ConnectionUrl> understood() {
    return this instanceof Understood(ConnectionUrl url) ? Optional.of(url) : Optional.empty();
  }

  /** Why clients do not. */
  default Optional<UrlMistake> mistaken() {
    return this instanceof Mistaken(UrlMistake it) ? Optional.of(it) : Optional.empty();
  }

  /**
   * Reads a URL, the key words of libpq, or a connection string of .NET: whatever an application
   * hands to its client whole.
   */
  static UrlReading of(String text) {
    try {
      return new Understood(UrlReader.read(text));
    } catch (UrlReader.Refused e) {
      return new Mistaken(e.mistake);
    }
  }
}
