package preflight.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.run.v2.Condition;
import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.GetRevisionRequest;
import com.google.cloud.run.v2.GetServiceRequest;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionsGrpc;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesGrpc;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.cloud.run.v2.VpcAccess;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceGrpc;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import preflight.probe.google.GrpcServer;

/**
 * Cloud Run, Secret Manager and a gRPC server that say a text wherever they can say one: in
 * messages, and in names as far as Google's grammar lets them. What they are asked about ends with
 * the number of the text.
 */
final class RepeatingPlatform implements AutoCloseable {

  private static final String PARENT = "projects/acme-test/locations/us-central1/services/";

  private final IntFunction<String> said;
  private final Supplier<String> held;
  private final GrpcServer server;

  /**
   * @param held what the secrets hold whose id begins with this word
   */
  RepeatingPlatform(IntFunction<String> said, Supplier<String> held) throws IOException {
    this.said = said;
    this.held = held;
    this.server = new GrpcServer(new Services(), new Revisions(), new Secrets(), new Health());
  }

  String url() {
    return String.valueOf(server.gcp().endpoints().get("run"));
  }

  private static int number(String asked) {
    return Integer.parseInt(asked.replaceAll("\\D+$", "").replaceAll(".*\\D", ""));
  }

  /** What a name can carry of a text: all but its separators, or else the credential itself. */
  private String name(int i) {
    String text = said.apply(i);
    return (text.matches("[A-Za-z0-9 ._-]+") ? text : said.apply(0))
        .replaceAll("[^A-Za-z0-9_.-]", "")
        .substring("refused".length());
  }

  /** In lower case, where base64 is no longer any: then the credential itself. */
  private String label(int i) {
    String said = RepeatingPeersTest.spelling(i).name().startsWith("BASE64") ? name(0) : name(i);
    String name = said.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return name.substring(0, Math.min(50, name.length()));
  }

  private static <T> void answer(StreamObserver<T> to, T message) {
    to.onNext(message);
    to.onCompleted();
  }

  private Condition condition(int i, boolean ready) {
    return Condition.newBuilder()
        .setType("Ready")
        .setState(ready ? Condition.State.CONDITION_SUCCEEDED : Condition.State.CONDITION_FAILED)
        .setMessage(ready ? "" : said.apply(i))
        .build();
  }

  /** Those whose name begins with a {@code w} are well. */
  private final class Services extends ServicesGrpc.ServicesImplBase {
    @Override
    public void getService(GetServiceRequest request, StreamObserver<Service> to) {
      String name = request.getName().substring(PARENT.length());
      int i = number(name);
      String revision = request.getName() + "/revisions/r" + i + "-" + label(i);
      answer(
          to,
          Service.newBuilder()
              .setName(request.getName())
              .setTerminalCondition(condition(i, name.startsWith("w")))
              .setLatestCreatedRevision(revision)
              .setLatestReadyRevision(revision)
              .addTrafficStatuses(
                  TrafficTargetStatus.newBuilder()
                      .setRevision(revision.substring(revision.lastIndexOf('/') + 1))
                      .setPercent(100))
              .build());
    }
  }

  private final class Revisions extends RevisionsGrpc.RevisionsImplBase {
    @Override
    public void getRevision(GetRevisionRequest request, StreamObserver<Revision> to) {
      String revision = request.getName().substring(request.getName().lastIndexOf('/') + 2);
      int i = Integer.parseInt(revision.substring(0, revision.indexOf('-')));
      answer(
          to,
          Revision.newBuilder()
              .setName(request.getName())
              .setVpcAccess(
                  VpcAccess.newBuilder()
                      .setConnector(
                          "projects/acme-test/locations/us-central1/connectors/"
                              + ("c" + label(i)).substring(0, Math.min(24, label(i).length()))))
              .setServiceAccount(label(i) + "@acme-test.iam.gserviceaccount.com")
              .addConditions(condition(i, false))
              .addContainers(
                  Container.newBuilder()
                      .setName("app-" + label(i).substring(0, Math.min(58, label(i).length())))
                      .setImage("gcr.io/" + said.apply(i))
                      .addEnv(EnvVar.newBuilder().setName("PLAIN_KEY").setValue(said.apply(i)))
                      .addEnv(EnvVar.newBuilder().setName("MODE").setValue(said.apply(i)))
                      .addEnv(EnvVar.newBuilder().setName("BYPASS_AUTH").setValue(said.apply(i)))
                      .addEnv(EnvVar.newBuilder().setName("V_" + name(i)).setValue("1"))
                      .addEnv(
                          EnvVar.newBuilder()
                              .setName("FROM_SECRET")
                              .setValueSource(
                                  EnvVarSource.newBuilder()
                                      .setSecretKeyRef(
                                          SecretKeySelector.newBuilder()
                                              .setSecret(name(i))
                                              .setVersion("latest")))))
              .addContainers(Container.newBuilder().setName("proxy"))
              .build());
    }
  }

  private final class Secrets extends SecretManagerServiceGrpc.SecretManagerServiceImplBase {
    @Override
    public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> to) {
      answer(to, Policy.getDefaultInstance());
    }

    @Override
    public void accessSecretVersion(
        AccessSecretVersionRequest request, StreamObserver<AccessSecretVersionResponse> to) {
      String id = request.getName().replaceAll("/versions/.*", "");
      if (id.contains("/held")) {
        answer(
            to,
            AccessSecretVersionResponse.newBuilder()
                .setName(id + "/versions/1")
                .setPayload(SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(held.get())))
                .build());
        return;
      }
      Status.Code code =
          id.contains("/forbidden")
              ? Status.Code.PERMISSION_DENIED
              : id.contains("/internal") ? Status.Code.INTERNAL : Status.Code.INVALID_ARGUMENT;
      to.onError(
          code.toStatus()
              .withDescription(new String(said.apply(number(id)).getBytes(UTF_8), UTF_8))
              .asRuntimeException());
    }
  }

  private final class Health extends HealthGrpc.HealthImplBase {
    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> to) {
      to.onError(
          Status.FAILED_PRECONDITION
              .withDescription(said.apply(number(request.getService())))
              .asRuntimeException());
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
