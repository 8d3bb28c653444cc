package preflight.init.compose;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a health check of Compose asks over HTTP, where it is a curl or a wget of the own port. */
final class HealthCommand {

  private static final Pattern CLIENT = Pattern.compile("(?:^|[\\s/\"'])(curl|wget)\\b");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "https?://(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1])(?::([0-9]{1,5}))?(/[^\\s\"'|&;)]*)?");

  private HealthCommand() {}

  /**
   * The path that it asks.
   *
   * @param test the words of the check
   * @param ports on which the service listens, as far as they are known
   */
  static Optional<String> path(List<String> test, List<String> ports) {
    String command = String.join(" ", test);
    Matcher address = ADDRESS.matcher(command);
    if (!CLIENT.matcher(command).find() || !address.find()) {
      return Optional.empty();
    }
    String port = address.group(1) == null ? "80" : address.group(1);
    return ports.contains(port)
        ? Optional.of(Optional.ofNullable(address.group(2)).orElse("/"))
        : Optional.empty();
  }
}
