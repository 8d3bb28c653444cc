package preflight.probe.secret;

import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.GetSecretVersionRequest;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ListSecretsResponse;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc.SecretManagerServiceImplBase;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** As much of Secret Manager as a test gives it; whatever it is not given does not exist. */
public final class FakeSecretManager extends SecretManagerServiceImplBase {

  public final Map<String, byte[]> payloads = new ConcurrentHashMap<>();
  public final Map<String, SecretVersion> versions = new ConcurrentHashMap<>();
  public final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  public final Map<String, Policy> policies = new ConcurrentHashMap<>();
  public final Map<String, StatusRuntimeException> refusals = new ConcurrentHashMap<>();
  public final AtomicInteger damaged = new AtomicInteger();
  public final AtomicInteger accesses = new AtomicInteger();
  public volatile boolean silent;
  public volatile Duration delay = Duration.ZERO;

  /** A secret with one enabled version. */
  public FakeSecretManager holding(String id, byte[] value) {
    return holding(id, 1, value).newest(id, 1, value);
  }

  public FakeSecretManager holding(String id, int version, byte[] value) {
    payloads.put(name(id) + "/versions/" + version, value);
    secrets.putIfAbsent(name(id), Secret.newBuilder().setName(name(id)).build());
    return this;
  }

  public FakeSecretManager newest(String id, int version, byte[] value) {
    payloads.put(name(id) + "/versions/latest", value);
    versions.put(
        name(id) + "/versions/latest",
        SecretVersion.newBuilder()
            .setName(name(id) + "/versions/" + version)
            .setState(SecretVersion.State.ENABLED)
            .build());
    return this;
  }

  public static String name(String id) {
    return "projects/acme/secrets/" + id;
  }

  @Override
  public void accessSecretVersion(
      AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> answer) {
    accesses.incrementAndGet();
    LockSupport.parkNanos(delay.toNanos());
    respond(
        "access " + request.getName(),
        answer,
        _ -> {
          byte[] value = payloads.get(request.getName());
          if (value == null) {
            throw Status.NOT_FOUND.asRuntimeException();
          }
          var crc = new CRC32C();
          crc.update(value);
          long sent = damaged.getAndUpdate(it -> Math.max(0, it - 1)) > 0 ? 1 : crc.getValue();
          SecretVersion version = versions.get(request.getName());
          return AccessSecretVersionResponse.newBuilder()
              .setName(version == null ? request.getName() : version.getName())
              .setPayload(
                  SecretPayload.newBuilder()
                      .setData(ByteString.copyFrom(value))
                      .setDataCrc32C(sent))
              .build();
        });
  }

  @Override
  public void getSecretVersion(
      GetSecretVersionRequest request, StreamObserver<SecretVersion> answer) {
    respond("version " + request.getName(), answer, _ -> known(versions.get(request.getName())));
  }

  @Override
  public void listSecrets(ListSecretsRequest request, StreamObserver<ListSecretsResponse> answer) {
    respond(
        "list",
        answer,
        _ -> ListSecretsResponse.newBuilder().addAllSecrets(secrets.values()).build());
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> answer) {
    respond(
        "policy " + request.getResource(),
        answer,
        _ -> policies.getOrDefault(request.getResource(), Policy.getDefaultInstance()));
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw Status.NOT_FOUND.asRuntimeException();
    }
    return value;
  }

  private <T> void respond(String call, StreamObserver<T> answer, Function<String, T> with) {
    if (silent) {
      return;
    }
    StatusRuntimeException refusal =
        refusals.getOrDefault(
            call,
            refusals.get(
                call.substring(0, call.indexOf(' ') < 0 ? call.length() : call.indexOf(' '))));
    if (refusal != null) {
      answer.onError(refusal);
      return;
    }
    try {
      T message = with.apply(call);
      answer.onNext(message);
      answer.onCompleted();
    } catch (StatusRuntimeException e) {
      answer.onError(e);
    }
  }
}
