package preflight.sandbox;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.GetSecretRequest;
import com.google.cloud.secretmanager.v1.GetSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsRequest;
import com.google.cloud.secretmanager.v1.ListSecretVersionsResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Emulates the reading half of Secret Manager v1; everything else is UNIMPLEMENTED. */
final class SecretManager extends SecretManagerServiceImplBase {

  private static final int DEFAULT_PAGE = 100;

  private final List<Secret> secrets;
  private final Map<String, Secret> byId;
  private final boolean readable;

  SecretManager(Blueprint blueprint) {
    readable = blueprint.secretsReadable();
    secrets = blueprint.secrets();
    byId = secrets.stream().collect(Collectors.toMap(Secret::id, Function.identity()));
  }

  @Override
  public void listSecrets(ListSecretsRequest request, StreamObserver<ListSecretsResponse> out) {
    answer(
        out,
        () -> {
          allow(request.getParent(), "secretmanager.secrets.list");
          var page = Page.of(secrets, request.getPageToken(), request.getPageSize(), DEFAULT_PAGE);
          return ListSecretsResponse.newBuilder()
              .addAllSecrets(page.items().stream().map(SecretMessages::secret).toList())
              .setNextPageToken(page.nextToken())
              .setTotalSize(secrets.size())
              .build();
        });
  }

  @Override
  public void getSecret(
      GetSecretRequest request, StreamObserver<com.google.cloud.secretmanager.v1.Secret> out) {
    answer(
        out, () -> SecretMessages.secret(secret(request.getName(), "secretmanager.secrets.get")));
  }

  @Override
  public void listSecretVersions(
      ListSecretVersionsRequest request, StreamObserver<ListSecretVersionsResponse> out) {
    answer(
        out,
        () -> {
          Secret secret = secret(request.getParent(), "secretmanager.versions.list");
          List<Secret.Version> newestFirst = secret.versions().reversed();
          var page =
              Page.of(newestFirst, request.getPageToken(), request.getPageSize(), DEFAULT_PAGE);
          return ListSecretVersionsResponse.newBuilder()
              .addAllVersions(
                  page.items().stream().map(v -> SecretMessages.version(secret, v)).toList())
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
          Secret secret = secret(request.getName(), "secretmanager.versions.get");
          return SecretMessages.version(secret, version(secret, request.getName()));
        });
  }

  @Override
  public void accessSecretVersion(
      AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> out) {
    answer(out, () -> access(request.getName()));
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> out) {
    answer(
        out,
        () -> {
          secret(request.getResource(), "secretmanager.secrets.getIamPolicy");
          return Policy.newBuilder()
              .setVersion(1)
              .addBindings(
                  Binding.newBuilder()
                      .setRole("roles/secretmanager.secretAccessor")
                      .addMembers("serviceAccount:" + CloudRunMessages.SERVICE_ACCOUNT))
              .build();
        });
  }

  private AccessSecretVersionResponse access(String name) {
    Secret secret = secret(name, "secretmanager.versions.access");
    Secret.Version version = version(secret, name);
    if (version.state() != Secret.State.ENABLED) {
      throw GoogleStatus.failedPrecondition(
          "Secret Version [%s] is in %s state."
              .formatted(SecretMessages.name(secret, version), version.state()));
    }
    return AccessSecretVersionResponse.newBuilder()
        .setName(SecretMessages.name(secret, version))
        .setPayload(
            SecretPayload.newBuilder()
                .setData(ByteString.copyFrom(version.payload().bytes()))
                .setDataCrc32C(version.checksum()))
        .build();
  }

  private Secret secret(String name, String permission) {
    allow(name, permission);
    String id = ResourceName.part(name, "secrets");
    Secret secret = byId.get(id);
    if (secret == null) {
      throw GoogleStatus.notFound(
          "Secret [projects/%s/secrets/%s] not found or has no versions."
              .formatted(Blueprint.PROJECT_NUMBER, id));
    }
    return secret;
  }

  private void allow(String name, String permission) {
    ResourceName.project(name, permission);
    if (!readable) {
      throw GoogleStatus.permissionDenied(permission, name);
    }
  }

  private static Secret.Version version(Secret secret, String name) {
    String wanted = ResourceName.part(name, "versions");
    return secret
        .version(wanted)
        .orElseThrow(() ->
            GoogleStatus.notFound(
                "Secret Version [%s/versions/%s] not found."
                    .formatted(SecretMessages.name(secret), wanted)));
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
