package preflight.resource;

/** What stands under {@code host}. */
final class Hosts {

  private Hosts() {}

  /**
   * Refuses a URL, whose password every report would show.
   *
   * @throws IllegalArgumentException that does not repeat it
   */
  static void require(Setting<String> host) {
    if (host instanceof Setting.Literal<String>(String value)
        && (value.contains("/") || value.contains("@"))) {
      throw new IllegalArgumentException(
          "the host is a name or an address, without a scheme, user or password");
    }
  }
}
