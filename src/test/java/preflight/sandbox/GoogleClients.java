package preflight.sandbox;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.run.v2.RevisionsClient;
import com.google.cloud.run.v2.RevisionsSettings;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Google's own clients of one emulator. */
final class GoogleClients implements AutoCloseable {

  private final ManagedChannel channel;
  private final SecretManagerServiceClient secrets;
  private final ServicesClient services;
  private final RevisionsClient revisions;

  GoogleClients(int port) throws IOException {
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    var transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    var nobody = NoCredentialsProvider.create();
    secrets =
        SecretManagerServiceClient.create(
            SecretManagerServiceSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(nobody)
                .build());
    var settings =
        ServicesSettings.newBuilder()
            .setTransportChannelProvider(transport)
            .setCredentialsProvider(nobody);
    settings.createServiceOperationSettings().setPollingAlgorithm(polling());
    settings.updateServiceOperationSettings().setPollingAlgorithm(polling());
    settings.deleteServiceOperationSettings().setPollingAlgorithm(polling());
    services = ServicesClient.create(settings.build());
    revisions =
        RevisionsClient.create(
            RevisionsSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(nobody)
                .build());
  }

  private static OperationTimedPollAlgorithm polling() {
    return OperationTimedPollAlgorithm.create(
        RetrySettings.newBuilder()
            .setInitialRetryDelayDuration(Duration.ofMillis(50))
            .setRetryDelayMultiplier(1)
            .setMaxRetryDelayDuration(Duration.ofMillis(50))
            .setTotalTimeoutDuration(Duration.ofSeconds(20))
            .build());
  }

  SecretManagerServiceClient secrets() {
    return secrets;
  }

  ServicesClient services() {
    return services;
  }

  RevisionsClient revisions() {
    return revisions;
  }

  @Override
  public void close() {
    secrets.close();
    services.close();
    revisions.close();
    try {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
