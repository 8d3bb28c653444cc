package preflight.sandbox;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.DeleteSecretRequest;
import com.google.cloud.secretmanager.v1.DestroySecretVersionRequest;
import com.google.cloud.secretmanager.v1.DisableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.EnableSecretVersionRequest;
import com.google.cloud.secretmanager.v1.GetSecretRequest;
import com.google.cloud.secretmanager.v1.GetSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.UpdateSecretRequest;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Emulates Secret Manager v1. */
final class SecretManager extends SecretManagerServiceImplBase {

  private static final int DEFAULT_PAGE = 100;
  private static final int MOST_BYTES = 65_536;
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,255}");

  /** What roles/secretmanager.viewer holds of this API. */
  static final Set<String> VIEWING =
      Set.of(
          "secretmanager.secrets.get",
          "secretmanager.secrets.getIamPolicy",
          "secretmanager.secrets.list",
          "secretmanager.versions.get",
          "secretmanager.versions.list");

  /** What UpdateSecret may name. */
  private static final Set<String> CHANGEABLE =
      Set.of("labels", "annotations", "version_aliases", "expire_time", "ttl", "etag");

  /** A field that the mask names becomes what was sent, and is not added to. */
  static final FieldMaskUtil.MergeOptions MASK =
      new FieldMaskUtil.MergeOptions()
          .setReplaceMessageFields(true)
          .setReplaceRepeatedFields(true)
          .setReplacePrimitiveFields(true);

  private final World world;

  SecretManager(World world) {
    this.world = world;
  }

  @Override
  public void listSecrets(ListSecretsRequest request, StreamObserver<ListSecretsResponse> out) {
    answer(
        out,
        () -> {
          allow(request.getParent(), "secretmanager.secrets.list");
          List<StoredSecret> all = world.secrets();
          var page = Page.of(all, request.getPageToken(), request.getPageSize(), DEFAULT_PAGE);
          return ListSecretsResponse.newBuilder()
              .addAllSecrets(page.items().stream().map(StoredSecret::declared).toList())
              .setNextPageToken(page.nextToken())
              .setTotalSize(all.size())
              .build();
        });
  }

  @Override
  public void getSecret(
      GetSecretRequest request, StreamObserver<com.google.cloud.secretmanager.v1.Secret> out) {
    answer(out, () -> secret(request.getName(), "secretmanager.secrets.get").declared());
  }

  @Override
  public void createSecret(
      CreateSecretRequest request, StreamObserver<com.google.cloud.secretmanager.v1.Secret> out) {
    answer(
        out,
        () -> {
          allow(request.getParent(), "secretmanager.secrets.create");
          String id = request.getSecretId();
          if (!ID.matcher(id).matches()) {
            throw GoogleStatus.invalidArgument(
                "Secret ID [%s] must match the pattern [a-zA-Z0-9_-]{1,255}.".formatted(id));
          }
          if (!request.getSecret().hasReplication()) {
            throw GoogleStatus.invalidArgument(
                "Field [secret.replication] is required for secrets that are not regional.");
          }
          var declared =
              expiring(request.getSecret()).toBuilder()
                  .setName(SecretMessages.name(id))
                  .setCreateTime(Timestamps.fromMillis(world.now().toEpochMilli()))
                  .build();
          if (!world.create(new StoredSecret(declared, List.of(), Policies.empty()))) {
            throw GoogleStatus.alreadyExists(
                "Secret [%s] already exists.".formatted(SecretMessages.name(id)));
          }
          return declared;
        });
  }

  @Override
  public void updateSecret(
      UpdateSecretRequest request, StreamObserver<com.google.cloud.secretmanager.v1.Secret> out) {
    answer(
        out,
        () -> {
          String name = request.getSecret().getName();
          if (request.getUpdateMask().getPathsList().stream()
              .anyMatch(it -> !CHANGEABLE.contains(it.replaceAll("\\..*", "")))) {
            throw GoogleStatus.invalidArgument("The update mask names a field that never changes.");
          }
          return change(
                  name,
                  "secretmanager.secrets.update",
                  secret -> {
                    var changed = secret.declared().toBuilder();
                    FieldMaskUtil.merge(
                        request.getUpdateMask(), request.getSecret(), changed, MASK);
                    return secret.declared(expiring(changed.build()));
                  })
              .declared();
        });
  }

  @Override
  public void deleteSecret(DeleteSecretRequest request, StreamObserver<Empty> out) {
    answer(
        out,
        () -> {
          StoredSecret secret = secret(request.getName(), "secretmanager.secrets.delete");
          world.deleteSecret(secret.id());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void addSecretVersion(AddSecretVersionRequest request, StreamObserver<SecretVersion> out) {
    answer(
        out,
        () -> {
          Payload payload = payload(request.getPayload());
          StoredSecret changed =
              change(
                  request.getParent(),
                  "secretmanager.versions.add",
                  it -> it.plus(payload, world.now()));
          return changed.message(changed.versions().getLast());
        });
  }

  private static Payload payload(SecretPayload sent) {
    Payload payload = Payload.of(sent.getData().toByteArray());
    if (sent.getData().size() > MOST_BYTES) {
      throw GoogleStatus.invalidArgument("The payload is larger than 65536 bytes.");
    }
    if (sent.hasDataCrc32C() && sent.getDataCrc32C() != payload.checksum()) {
      throw GoogleStatus.invalidArgument(
          "The checksum in [payload.data_crc32c] is not that of [payload.data].");
    }
    return payload;
  }

  @Override
  public void listSecretVersions(
      ListSecretVersionsRequest request, StreamObserver<ListSecretVersionsResponse> out) {
    answer(
        out,
        () -> {
          StoredSecret secret = secret(request.getParent(), "secretmanager.versions.list");
          List<Secret.Version> newestFirst = secret.versions().reversed();
          var page =
              Page.of(newestFirst, request.getPageToken(), request.getPageSize(), DEFAULT_PAGE);
          return ListSecretVersionsResponse.newBuilder()
              .addAllVersions(page.items().stream().map(secret::message).toList())
              .setNextPageToken(page.nextToken())
              .setTotalSize(newestFirst.size())
              .build();
        });
  }

  @Override
  public void getSecretVersion(GetSecretVersionRequest request, StreamObserver<SecretVersion> out) {
    answer(
        out,
        () -> {
          StoredSecret secret = secret(request.getName(), "secretmanager.versions.get");
          return secret.message(version(secret, request.getName()));
        });
  }

  @Override
  public void enableSecretVersion(
      EnableSecretVersionRequest request, StreamObserver<SecretVersion> out) {
    answer(out, () -> become(request.getName(), "enable", Secret.State.ENABLED));
  }

  @Override
  public void disableSecretVersion(
      DisableSecretVersionRequest request, StreamObserver<SecretVersion> out) {
    answer(out, () -> become(request.getName(), "disable", Secret.State.DISABLED));
  }

  @Override
  public void destroySecretVersion(
      DestroySecretVersionRequest request, StreamObserver<SecretVersion> out) {
    answer(out, () -> become(request.getName(), "destroy", Secret.State.DESTROYED));
  }

  private SecretVersion become(String name, String verb, Secret.State state) {
    StoredSecret changed =
        change(
            name,
            "secretmanager.versions." + verb,
            secret -> {
              Secret.Version version = version(secret, name);
              if (version.state() == Secret.State.DESTROYED) {
                throw inState(secret, version);
              }
              return secret.with(
                  version.number(),
                  it ->
                      state == Secret.State.DESTROYED
                          ? it.withPayload(Payload.of("")).withState(state)
                          : it.withState(state));
            });
    return changed.message(version(changed, name));
  }

  @Override
  public void accessSecretVersion(
      AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> out) {
    answer(out, () -> access(request.getName()));
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> out) {
    answer(out, () -> secret(request.getResource(), "secretmanager.secrets.getIamPolicy").policy());
  }

  @Override
  public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> out) {
    answer(
        out,
        () ->
            change(
                    request.getResource(),
                    "secretmanager.secrets.setIamPolicy",
                    it -> it.governedBy(Policies.after(it.policy(), request)))
                .policy());
  }

  @Override
  public void testIamPermissions(
      TestIamPermissionsRequest request, StreamObserver<TestIamPermissionsResponse> out) {
    answer(
        out,
        () -> {
          ResourceName.project(request.getResource(), "secretmanager.secrets.getIamPolicy");
          var allowed = TestIamPermissionsResponse.newBuilder();
          request.getPermissionsList().stream()
              .filter(world::allowed)
              .forEach(allowed::addPermissions);
          return allowed.build();
        });
  }

  private AccessSecretVersionResponse access(String name) {
    StoredSecret secret = secret(name, "secretmanager.versions.access");
    Secret.Version version = version(secret, name);
    if (version.state() != Secret.State.ENABLED) {
      throw inState(secret, version);
    }
    return AccessSecretVersionResponse.newBuilder()
        .setName(SecretMessages.name(secret, version))
        .setPayload(
            SecretPayload.newBuilder()
                .setData(ByteString.copyFrom(version.payload().bytes()))
                .setDataCrc32C(version.checksum()))
        .build();
  }

  private static StatusRuntimeException inState(StoredSecret secret, Secret.Version version) {
    return GoogleStatus.failedPrecondition(
        "Secret Version [%s] is in %s state."
            .formatted(SecretMessages.name(secret, version), version.state()));
  }

  private StoredSecret secret(String name, String permission) {
    allow(name, permission);
    String id = ResourceName.part(name, "secrets");
    return world.secret(id).orElseThrow(() -> notFound(id));
  }

  private StoredSecret change(String name, String permission, UnaryOperator<StoredSecret> change) {
    allow(name, permission);
    String id = ResourceName.part(name, "secrets");
    return world.change(id, change).orElseThrow(() -> notFound(id));
  }

  private static StatusRuntimeException notFound(String id) {
    return GoogleStatus.notFound(
        "Secret [%s] not found or has no versions.".formatted(SecretMessages.name(id)));
  }

  private void allow(String name, String permission) {
    ResourceName.project(name, permission);
    if (!world.allowed(permission)) {
      throw GoogleStatus.permissionDenied(permission, name);
    }
  }

  private static Secret.Version version(StoredSecret secret, String name) {
    String wanted = ResourceName.part(name, "versions");
    return secret
        .version(wanted)
        .orElseThrow(() ->
            GoogleStatus.notFound(
                "Secret Version [%s/versions/%s] not found."
                    .formatted(SecretMessages.name(secret.id()), wanted)));
  }

  /** With the moment at which it expires, where a period was given. */
  private com.google.cloud.secretmanager.v1.Secret expiring(
      com.google.cloud.secretmanager.v1.Secret secret) {
    return secret.hasTtl()
        ? secret.toBuilder()
            .setExpireTime(
                Timestamps.add(Timestamps.fromMillis(world.now().toEpochMilli()), secret.getTtl()))
            .build()
        : secret;
  }

  static <T> void answer(StreamObserver<T> out, Supplier<T> question) {
    T response;
    try {
      response = question.get();
    } catch (StatusRuntimeException e) {
      out.onError(e);
      return;
    }
    out.onNext(response);
    out.onCompleted();
  }
}
