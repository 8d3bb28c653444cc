package preflight.probe.secret;

import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Gcp;

/**
 * Secret Manager as a store. A successful access proves that a secret exists and is enabled; what
 * more there is to know is asked only after one that did not succeed.
 */
final class ManagedStore implements Store {

  /** How long the platform may take until all its parts have heard of a change. */
  private static final Duration SETTLING = Duration.ofMinutes(7);

  private static final String LATEST = "latest";

  private final SecretManager manager;
  private final InstantSource clock;

  ManagedStore(SecretManager manager, InstantSource clock) {
    this.manager = manager;
    this.clock = clock;
  }

  @Override
  public Reading<StoredValue> read(String id, String version) throws InterruptedException {
    return switch (manager.payload(id, version)) {
      case ApiAnswer.Got<AccessSecretVersionResponse>(var response) ->
          new Reading.Known<>(sound(id, version, response));
      case ApiAnswer.Absent<AccessSecretVersionResponse> _ -> absent(id, version);
      case ApiAnswer.Unfit<AccessSecretVersionResponse> _ -> inactive(id, version);
      case ApiAnswer.Malformed<AccessSecretVersionResponse> _ ->
          new Reading.Missing<>("secret with the malformed id " + id, Optional.empty());
      case ApiAnswer.Refused<AccessSecretVersionResponse>(ApiTrouble.Forbidden trouble) ->
          forbidden(id, version, trouble);
      case ApiAnswer.Refused<AccessSecretVersionResponse>(ApiTrouble trouble) ->
          new Reading.Unanswered<>(trouble);
    };
  }

  /** A payload that was damaged on its way is asked for once more. */
  private StoredValue sound(String id, String version, AccessSecretVersionResponse response)
      throws InterruptedException {
    StoredValue first = held(response);
    if (first.checksum() != Checksum.DIFFERS) {
      return first;
    }
    return manager.payload(id, version)
            instanceof ApiAnswer.Got<AccessSecretVersionResponse>(var again)
        ? held(again)
        : first;
  }

  private static StoredValue held(AccessSecretVersionResponse response) {
    byte[] bytes = response.getPayload().getData().toByteArray();
    var crc = new CRC32C();
    crc.update(bytes);
    Checksum checksum =
        !response.getPayload().hasDataCrc32C()
            ? Checksum.ABSENT
            : crc.getValue() == response.getPayload().getDataCrc32C()
                ? Checksum.MATCHES
                : Checksum.DIFFERS;
    var value = new SecretValue(bytes);
    java.util.Arrays.fill(bytes, (byte) 0);
    return new StoredValue(value, Gcp.shortName(response.getName()), checksum);
  }

  private Reading<StoredValue> inactive(String id, String version) throws InterruptedException {
    if (!(manager.version(id, version) instanceof ApiAnswer.Got<SecretVersion>(var found))) {
      Optional<String> pinned = Optional.of(version).filter(it -> !it.equals(LATEST));
      return new Reading.Inactive<>(pinned, Reading.State.ONE_OF_BOTH, Optional.empty());
    }
    return state(found, new ApiTrouble.Unavailable("enabled a moment ago"));
  }

  /**
   * What its state says of a version whose payload nobody gave.
   *
   * @param enabled why there is none, though it is enabled
   */
  private static Reading<StoredValue> state(SecretVersion found, ApiTrouble enabled) {
    Optional<String> number = Optional.of(Gcp.shortName(found.getName()));
    return switch (found.getState()) {
      case DISABLED ->
          new Reading.Inactive<>(
              number,
              Reading.State.DISABLED,
              found.hasScheduledDestroyTime()
                  ? Optional.of(instant(found.getScheduledDestroyTime()))
                  : Optional.empty());
      case DESTROYED -> new Reading.Inactive<>(number, Reading.State.DESTROYED, Optional.empty());
      case ENABLED -> new Reading.Unanswered<>(enabled);
      case STATE_UNSPECIFIED, UNRECOGNIZED ->
          new Reading.Inactive<>(number, Reading.State.ONE_OF_BOTH, Optional.empty());
    };
  }

  private Reading<StoredValue> absent(String id, String version) throws InterruptedException {
    if (!(manager.list() instanceof ApiAnswer.Got<Map<String, Secret>>(var all))) {
      return new Reading.Missing<>("secret " + id + ", version " + version, Optional.empty());
    }
    Secret listed = all.get(id);
    if (listed == null) {
      return new Reading.Missing<>("secret " + id, similar(id, all));
    }
    return young(listed)
        ? new Reading.Unanswered<>(new ApiTrouble.Unavailable("created less than 7 minutes ago"))
        : new Reading.Missing<>("version " + version + " of secret " + id, Optional.empty());
  }

  /**
   * Absent and forbidden look alike to whoever may not read the payload. Who may see what there is
   * learns whether it exists and is enabled, as the platform needs it.
   */
  private Reading<StoredValue> forbidden(String id, String version, ApiTrouble.Forbidden trouble)
      throws InterruptedException {
    if (manager.list() instanceof ApiAnswer.Got<Map<String, Secret>>(var all)
        && !all.containsKey(id)) {
      return new Reading.Missing<>("secret " + id, similar(id, all));
    }
    return switch (manager.version(id, version)) {
      case ApiAnswer.Got<SecretVersion>(var found) ->
          state(found, new ApiTrouble.PayloadForbidden(Gcp.shortName(found.getName())));
      case ApiAnswer.Absent<SecretVersion> _ -> absent(id, version);
      case ApiAnswer.Unfit<SecretVersion> _,
          ApiAnswer.Malformed<SecretVersion> _,
          ApiAnswer.Refused<SecretVersion> _ ->
          new Reading.Unanswered<>(trouble);
    };
  }

  private boolean young(Secret secret) {
    return secret.hasCreateTime()
        && instant(secret.getCreateTime()).isAfter(clock.instant().minus(SETTLING));
  }

  private static Optional<String> similar(String id, Map<String, Secret> all) {
    return all.keySet().stream()
        .filter(it -> it.equalsIgnoreCase(id) || it.startsWith(id) || id.startsWith(it))
        .findFirst()
        .map(it -> "there is " + it);
  }

  static Instant instant(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
