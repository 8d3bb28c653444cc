package preflight.probe.vpc;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.probe.PeerText;

/**
 * A VPC network as one of many places writes it: short, with its project, or as a URL. Pure.
 *
 * @param project its id or number; empty where only the name is told
 */
public record NetworkName(Optional<String> project, String name) {

  /** How two names compare. */
  public enum Comparison {
    SAME,
    DIFFERENT,
    /** One names its project by its number, the other by its id or not at all. */
    UNCLEAR
  }

  private static final Pattern NETWORK =
      Pattern.compile(
          "(?:https://[a-z.]+/compute/[a-z0-9]+/)?/?"
              + "(?:projects/(?<project>[a-z0-9.:-]{1,80})/global/networks/)?(?<name>[a-z][a-z0-9-]{0,62})");

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** Empty for what is no name of a network, such as nothing, or a name of a subnetwork. */
  public static Optional<NetworkName> of(String text) {
    Matcher matcher = NETWORK.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new NetworkName(
                Optional.ofNullable(matcher.group("project")),
                Objects.requireNonNull(matcher.group("name"))))
        : Optional.empty();
  }

  /** The same for what an API tells. */
  public static Optional<NetworkName> of(PeerText text) {
    return of(text.raw());
  }

  /** The same name, in this project where it tells none. */
  public NetworkName in(Optional<String> other) {
    return project.isPresent() ? this : new NetworkName(other, name);
  }

  /** A name without a project is one of the project in which it is written. */
  public Comparison against(NetworkName other) {
    if (!name.equals(other.name)) {
      return Comparison.DIFFERENT;
    }
    if (project.equals(other.project)) {
      return Comparison.SAME;
    }
    return project.isEmpty() || other.project.isEmpty() || isNumber() != other.isNumber()
        ? Comparison.UNCLEAR
        : Comparison.DIFFERENT;
  }

  private boolean isNumber() {
    return project.filter(it -> NUMBER.matcher(it).matches()).isPresent();
  }

  @Override
  public String toString() {
    return project.map(it -> "projects/%s/global/networks/%s".formatted(it, name)).orElse(name);
  }
}
