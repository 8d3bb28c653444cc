package preflight.sandbox;

import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.util.Timestamps;

/** A blueprint's secrets as messages of Secret Manager v1, which names projects by number. */
final class SecretMessages {

  private static final Replication.Automatic AUTOMATIC = Replication.Automatic.getDefaultInstance();

  private SecretMessages() {}

  static String name(String id) {
    return "projects/" + Blueprint.PROJECT_NUMBER + "/secrets/" + id;
  }

  static String name(StoredSecret secret, Secret.Version version) {
    return name(secret.id()) + "/versions/" + version.number();
  }

  static com.google.cloud.secretmanager.v1.Secret declared(Secret secret) {
    return com.google.cloud.secretmanager.v1.Secret.newBuilder()
        .setName(name(secret.id()))
        .setCreateTime(Timestamps.fromMillis(secret.created().toEpochMilli()))
        .putAllLabels(secret.labels())
        .setReplication(Replication.newBuilder().setAutomatic(AUTOMATIC))
        .build();
  }

  static SecretVersion version(StoredSecret secret, Secret.Version version) {
    return SecretVersion.newBuilder()
        .setName(name(secret, version))
        .setCreateTime(Timestamps.fromMillis(version.created().toEpochMilli()))
        .setState(
            switch (version.state()) {
              case ENABLED -> SecretVersion.State.ENABLED;
              case DISABLED -> SecretVersion.State.DISABLED;
              case DESTROYED -> SecretVersion.State.DESTROYED;
            })
        .setClientSpecifiedPayloadChecksum(true)
        .build();
  }
}
