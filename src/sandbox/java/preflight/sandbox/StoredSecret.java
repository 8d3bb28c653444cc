package preflight.sandbox;

import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A secret as Secret Manager keeps it.
 *
 * @param declared labels, aliases, expiry: what its owner may change
 * @param versions oldest first, numbered from 1
 * @param policy who may do what with it
 */
record StoredSecret(
    com.google.cloud.secretmanager.v1.Secret declared,
    List<Secret.Version> versions,
    Policy policy) {

  StoredSecret {
    versions = List.copyOf(versions);
  }

  /** As the blueprint has it: the account that services run as may read it. */
  static StoredSecret of(Secret secret) {
    return new StoredSecret(
        SecretMessages.declared(secret), secret.versions(), Policies.readableByServices());
  }

  String id() {
    return ResourceName.part(declared.getName(), "secrets");
  }

  /** The version with this number or alias, or {@code latest}: the newest, whatever its state. */
  Optional<Secret.Version> version(String wanted) {
    if (wanted.equals("latest")) {
      return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }
    String number =
        Optional.ofNullable(declared.getVersionAliasesMap().get(wanted))
            .map(String::valueOf)
            .orElse(wanted);
    return versions.stream().filter(it -> Integer.toString(it.number()).equals(number)).findFirst();
  }

  StoredSecret plus(Payload payload, Instant now) {
    var changed = new ArrayList<>(versions);
    changed.add(
        new Secret.Version(
            versions.size() + 1, Secret.State.ENABLED, now, payload, payload.checksum()));
    return new StoredSecret(declared, changed, policy);
  }

  StoredSecret with(int number, UnaryOperator<Secret.Version> change) {
    var changed = new ArrayList<>(versions);
    changed.replaceAll(it -> it.number() == number ? change.apply(it) : it);
    return new StoredSecret(declared, changed, policy);
  }

  StoredSecret declared(com.google.cloud.secretmanager.v1.Secret changed) {
    return new StoredSecret(changed, versions, policy);
  }

  StoredSecret governedBy(Policy changed) {
    return new StoredSecret(declared, versions, changed);
  }

  boolean expired(Instant now) {
    return declared.hasExpireTime()
        && declared.getExpireTime().getSeconds() <= now.getEpochSecond();
  }

  SecretVersion message(Secret.Version version) {
    return SecretMessages.version(this, version);
  }
}
