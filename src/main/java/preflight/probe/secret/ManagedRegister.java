package preflight.probe.secret;

import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.Binding;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Secret;
import preflight.resource.secret.SecretName;

/** What Secret Manager knows, through its API. */
final class ManagedRegister implements SecretRegister {

  private static final Set<String> READING_ROLES =
      Set.of("roles/secretmanager.secretAccessor", "roles/secretmanager.admin", "roles/owner");

  private final SecretHomes homes;
  private final Vault vault;

  ManagedRegister(SecretHomes homes, Vault vault) {
    this.homes = homes;
    this.vault = vault;
  }

  @Override
  public ApiAnswer<Dates> dates(Secret secret) throws InterruptedException {
    Optional<SecretManager> manager = homes.of(secret.stored());
    if (manager.isEmpty()) {
      return undeclared();
    }
    return switch (manager.get().list()) {
      case ApiAnswer.Got<Map<String, com.google.cloud.secretmanager.v1.Secret>>(var all) -> {
        var listed = all.get(secret.storedId());
        yield listed == null
            ? new ApiAnswer.Absent<>("secret " + secret.storedId())
            : new ApiAnswer.Got<>(dates(listed));
      }
      case ApiAnswer<Map<String, com.google.cloud.secretmanager.v1.Secret>> other ->
          other.map(_ -> new Dates(Optional.empty(), Optional.empty()));
    };
  }

  private static <T> ApiAnswer<T> undeclared() {
    return new ApiAnswer.Refused<>(new ApiTrouble.Undeclared(Vault.PROJECT));
  }

  private static Dates dates(com.google.cloud.secretmanager.v1.Secret listed) {
    return new Dates(
        listed.hasExpireTime()
            ? Optional.of(ManagedStore.instant(listed.getExpireTime()))
            : Optional.empty(),
        listed.hasRotation() && listed.getRotation().hasNextRotationTime()
            ? Optional.of(ManagedStore.instant(listed.getRotation().getNextRotationTime()))
            : Optional.empty());
  }

  @Override
  public ApiAnswer<Instant> created(SecretName secret, String version) throws InterruptedException {
    Optional<SecretManager> manager = homes.of(secret);
    if (manager.isEmpty()) {
      return undeclared();
    }
    ApiAnswer<SecretVersion> found = manager.get().version(secret.id(), version);
    return found.map(it -> ManagedStore.instant(it.getCreateTime()));
  }

  @Override
  public ApiAnswer<Set<String>> readers(SecretName secret) throws InterruptedException {
    Optional<SecretManager> manager = homes.of(secret);
    if (manager.isEmpty()) {
      return undeclared();
    }
    return manager
        .get()
        .policy(secret.id())
        .map(it -> {
          var members = new TreeSet<String>();
          it.getBindingsList().stream()
              .filter(binding -> READING_ROLES.contains(binding.getRole()))
              .filter(binding -> !binding.hasCondition())
              .map(Binding::getMembersList)
              .forEach(members::addAll);
          return members;
        });
  }

  @Override
  public Reading<Rotation> rotation(Secret secret) throws InterruptedException {
    Reading<SecretFacts> newest = vault.read(secret);
    Optional<SecretManager> manager = homes.of(secret.stored());
    Optional<Integer> number = newest.known().flatMap(it -> before(it.version()));
    if (number.isEmpty() || manager.isEmpty()) {
      return newest.map(_ -> Rotation.NO_EARLIER_VALUE);
    }
    ApiAnswer<AccessSecretVersionResponse> earlier =
        manager.get().payload(secret.storedId(), String.valueOf(number.get()));
    return switch (earlier) {
      case ApiAnswer.Got<AccessSecretVersionResponse>(var response) -> {
        byte[] bytes = response.getPayload().getData().toByteArray();
        var value = new SecretValue(bytes);
        Arrays.fill(bytes, (byte) 0);
        Fingerprint group = vault.group(value);
        value.wipe();
        yield newest.map(it -> it.group().equals(group) ? Rotation.UNCHANGED : Rotation.CHANGED);
      }
      case ApiAnswer.Refused<AccessSecretVersionResponse>(var trouble) ->
          new Reading.Unanswered<>(trouble);
      case ApiAnswer.Unfit<AccessSecretVersionResponse> _ ->
          newest.map(_ -> Rotation.EARLIER_INACTIVE);
      case ApiAnswer.Absent<AccessSecretVersionResponse> _,
          ApiAnswer.Malformed<AccessSecretVersionResponse> _ ->
          newest.map(_ -> Rotation.NO_EARLIER_VALUE);
    };
  }

  private static Optional<Integer> before(String version) {
    boolean number = !version.isEmpty() && version.chars().allMatch(Character::isDigit);
    return number
        ? Optional.of(Integer.parseInt(version) - 1).filter(it -> it > 0)
        : Optional.empty();
  }
}
