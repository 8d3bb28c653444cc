package preflight.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A secret as Secret Manager holds it.
 *
 * @param name the name that applications know, {@code SERVICE_SECRET}
 * @param id the id in Secret Manager, {@code service-secret-sandbox}
 * @param versions oldest first, numbered from 1
 */
public record Secret(
    String name, String id, Instant created, Map<String, String> labels, List<Version> versions) {

  /** Mirrors {@code SecretVersion.State} of Secret Manager v1. */
  public enum State {
    ENABLED,
    DISABLED,
    DESTROYED
  }

  /**
   * One version.
   *
   * @param checksum the CRC32C that is sent along, right or wrong
   */
  public record Version(int number, State state, Instant created, Payload payload, long checksum) {

    public Version withState(State changed) {
      return new Version(number, changed, created, payload, checksum);
    }

    public Version withPayload(Payload changed) {
      return new Version(number, state, created, changed, changed.checksum());
    }
  }

  public Secret {
    labels = Map.copyOf(labels);
    versions = List.copyOf(versions);
  }

  /** A secret whose versions, oldest first, are all enabled. */
  public static Secret of(String name, String id, Instant created, List<Payload> payloads) {
    var versions = new ArrayList<Version>();
    for (Payload payload : payloads) {
      int number = versions.size() + 1;
      Instant added = created.plus(Duration.ofDays(number - 1L));
      versions.add(new Version(number, State.ENABLED, added, payload, payload.checksum()));
    }
    return new Secret(name, id, created, Map.of("environment", "sandbox"), versions);
  }

  /** The version that was created last, whatever its state: what {@code latest} means. */
  public Optional<Version> latest() {
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
  }

  /** What the newest version holds. */
  String latestText() {
    return latest().orElseThrow().payload().text();
  }

  /** The version with this number, or {@code latest}. */
  public Optional<Version> version(String wanted) {
    return wanted.equals("latest")
        ? latest()
        : versions.stream().filter(v -> Integer.toString(v.number()).equals(wanted)).findFirst();
  }

  public Secret withLatest(UnaryOperator<Version> change) {
    var changed = new ArrayList<>(versions);
    changed.set(changed.size() - 1, change.apply(changed.getLast()));
    return new Secret(name, id, created, labels, changed);
  }
}
