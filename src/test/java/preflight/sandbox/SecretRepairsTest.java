package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What Secret Manager takes, and how it refuses, by Google's own client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SecretRepairsTest {

  private static final String PROJECT = "projects/sandbox";
  private static final Secret AUTOMATIC =
      Secret.newBuilder()
          .setReplication(
              Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
          .build();

  private final GoogleApi api;
  private final GoogleClients clients;
  private final SecretManagerServiceClient secrets;

  SecretRepairsTest() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    api = Apis.start(blueprint);
    clients = new GoogleClients(blueprint.ports().api());
    secrets = clients.secrets();
  }

  @AfterAll
  void stop() throws Exception {
    clients.close();
    api.close();
  }

  private String create(String id) {
    return PROJECT
        + "/secrets/"
        + secrets.createSecret(PROJECT, id, AUTOMATIC).getName().replaceAll(".*/", "");
  }

  private SecretVersion add(String secret, String value) {
    return secrets.addSecretVersion(
        secret, SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build());
  }

  private String read(String version) {
    return secrets.accessSecretVersion(version).getPayload().getData().toStringUtf8();
  }

  @Test
  void a_secret_is_created_once_and_has_no_version_before_one_is_added() {
    String secret = create("fresh");

    assertThatThrownBy(() -> secrets.createSecret(PROJECT, "fresh", AUTOMATIC))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> read(secret + "/versions/latest"))
        .isInstanceOf(NotFoundException.class);
    assertThat(add(secret, "first\n").getName()).endsWith("/secrets/fresh/versions/1");
    assertThat(read(secret + "/versions/latest")).isEqualTo("first\n");
    assertThat(add(secret, "second").getName()).endsWith("/versions/2");
    assertThat(read(secret + "/versions/latest")).isEqualTo("second");
    assertThat(read(secret + "/versions/1")).isEqualTo("first\n");
  }

  @Test
  void an_id_a_replication_and_a_checksum_that_are_wrong_are_invalid_arguments() {
    assertThatThrownBy(() -> secrets.createSecret(PROJECT, "no blanks", AUTOMATIC))
        .isInstanceOf(InvalidArgumentException.class);
    assertThatThrownBy(() -> secrets.createSecret(PROJECT, "nowhere", Secret.getDefaultInstance()))
        .isInstanceOf(InvalidArgumentException.class);
    String secret = create("damaged");
    var damaged = SecretPayload.newBuilder().setData(ByteString.copyFromUtf8("x")).setDataCrc32C(1);
    assertThatThrownBy(() -> secrets.addSecretVersion(secret, damaged.build()))
        .isInstanceOf(InvalidArgumentException.class);
    var long_ = SecretPayload.newBuilder().setData(ByteString.copyFrom(new byte[65_537])).build();
    assertThatThrownBy(() -> secrets.addSecretVersion(secret, long_))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void what_is_not_there_is_not_found() {
    var absent =
        AddSecretVersionRequest.newBuilder()
            .setParent(PROJECT + "/secrets/absent")
            .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFromUtf8("x")))
            .build();
    assertThatThrownBy(() -> secrets.addSecretVersion(absent))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> secrets.deleteSecret(PROJECT + "/secrets/absent"))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> secrets.enableSecretVersion(create("bare") + "/versions/1"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_version_is_disabled_and_enabled_and_never_comes_back_once_it_is_destroyed() {
    String version = create("stated") + "/versions/1";
    add(PROJECT + "/secrets/stated", "value");

    assertThat(secrets.disableSecretVersion(version).getState())
        .isEqualTo(SecretVersion.State.DISABLED);
    assertThatThrownBy(() -> read(version)).isInstanceOf(FailedPreconditionException.class);
    assertThat(secrets.enableSecretVersion(version).getState())
        .isEqualTo(SecretVersion.State.ENABLED);
    assertThat(read(version)).isEqualTo("value");
    assertThat(secrets.destroySecretVersion(version).getState())
        .isEqualTo(SecretVersion.State.DESTROYED);
    assertThatThrownBy(() -> secrets.enableSecretVersion(version))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("is in DESTROYED state.");
  }

  @Test
  void labels_aliases_and_expiry_change_and_nothing_else_does() {
    String secret = create("changing");
    add(secret, "old");
    add(secret, "new");
    var change =
        Secret.newBuilder()
            .setName(secret)
            .putLabels("team", "red")
            .putVersionAliases("prod", 1)
            .setExpireTime(Timestamps.fromMillis(Instant.now().plusSeconds(600).toEpochMilli()))
            .build();

    Secret changed =
        secrets.updateSecret(
            change,
            FieldMask.newBuilder()
                .addPaths("labels")
                .addPaths("version_aliases")
                .addPaths("expire_time")
                .build());

    assertThat(changed.getLabelsMap()).containsExactly(java.util.Map.entry("team", "red"));
    assertThat(changed.hasReplication()).isTrue();
    assertThat(read(secret + "/versions/prod")).isEqualTo("old");
    Secret kept =
        secrets.updateSecret(
            Secret.newBuilder().setName(secret).build(),
            FieldMask.newBuilder().addPaths("expire_time").build());
    assertThat(kept.hasExpireTime()).isFalse();
    assertThat(kept.getLabelsMap()).containsKey("team");
    assertThatThrownBy(() ->
            secrets.updateSecret(change, FieldMask.newBuilder().addPaths("replication").build()))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @Test
  void a_secret_that_expired_or_was_deleted_is_gone() {
    String expired = create("expired");
    secrets.updateSecret(
        Secret.newBuilder().setName(expired).setExpireTime(Timestamps.fromMillis(1)).build(),
        FieldMask.newBuilder().addPaths("expire_time").build());
    String deleted = create("deleted");
    secrets.deleteSecret(deleted);

    for (String gone : java.util.List.of(expired, deleted)) {
      assertThatThrownBy(() -> secrets.getSecret(gone)).isInstanceOf(NotFoundException.class);
    }
    create("deleted");
  }

  @Test
  void a_policy_is_replaced_by_whoever_read_the_last_one() {
    String secret = create("governed");
    var reading = GetIamPolicyRequest.newBuilder().setResource(secret).build();
    Policy nobody = secrets.getIamPolicy(reading);
    assertThat(nobody.getBindingsList()).isEmpty();
    Policy somebody =
        nobody.toBuilder()
            .addBindings(
                Binding.newBuilder()
                    .setRole("roles/secretmanager.secretAccessor")
                    .addMembers("serviceAccount:a@sandbox.iam.gserviceaccount.com"))
            .build();
    var writing = SetIamPolicyRequest.newBuilder().setResource(secret).setPolicy(somebody).build();

    Policy now = secrets.setIamPolicy(writing);

    assertThat(secrets.getIamPolicy(reading)).isEqualTo(now);
    assertThat(now.getBindingsList()).hasSize(1);
    assertThatThrownBy(() -> secrets.setIamPolicy(writing))
        .isInstanceOf(AbortedException.class)
        .hasMessageContaining("concurrent policy changes");
    var nameless =
        Policy.newBuilder().addBindings(Binding.newBuilder().setRole("roles/x").addMembers("bob"));
    assertThatThrownBy(() ->
            secrets.setIamPolicy(
                SetIamPolicyRequest.newBuilder().setResource(secret).setPolicy(nameless).build()))
        .isInstanceOf(InvalidArgumentException.class);
  }
}
