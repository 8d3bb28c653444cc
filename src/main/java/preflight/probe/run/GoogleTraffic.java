package preflight.probe.run;

import com.google.api.gax.longrunning.OperationTimedPollAlgorithm;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceName;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.cloud.run.v2.UpdateServiceRequest;
import com.google.protobuf.FieldMask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.resource.Gcp;

/**
 * Sends the requests of a service to named revisions: the only thing that Preflight ever changes,
 * and only for a caller who says so.
 */
public final class GoogleTraffic {

  private static final RetrySettings POLLING =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(300))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(3))
          .setTotalTimeoutDuration(Duration.ofMinutes(2))
          .build();

  private final GoogleApis apis;

  public GoogleTraffic(GoogleApis apis) {
    this.apis = apis;
  }

  /**
   * Changes the traffic, and nothing else, and waits until the platform has done so.
   *
   * @param service its name on Cloud Run
   * @param revisions short names, with their percentage
   */
  public ApiAnswer<String> send(String service, Map<String, Integer> revisions)
      throws InterruptedException {
    if (apis.project().isEmpty() || apis.region().isEmpty()) {
      return new ApiAnswer.Refused<>(new ApiTrouble.Undeclared("gcp.project or gcp.region"));
    }
    try {
      Optional<ServicesSettings.Builder> settings =
          apis.equip(Api.RUN, ServicesSettings.newBuilder());
      if (settings.isEmpty()) {
        return new ApiAnswer.Refused<>(new ApiTrouble.NoCredentials());
      }
      settings
          .get()
          .updateServiceOperationSettings()
          .setPollingAlgorithm(OperationTimedPollAlgorithm.create(POLLING));
      try (var client = ServicesClient.create(settings.get().build())) {
        return apis.ask(Api.RUN, service, () -> changed(client, service, revisions));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String changed(ServicesClient client, String service, Map<String, Integer> revisions) {
    Service.Builder changed =
        client
            .getService(
                ServiceName.of(apis.project().orElseThrow(), apis.region().orElseThrow(), service))
            .toBuilder()
            .clearTraffic();
    revisions.forEach((revision, percent) ->
        changed.addTraffic(
            TrafficTarget.newBuilder()
                .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
                .setRevision(revision)
                .setPercent(percent)));
    var request =
        UpdateServiceRequest.newBuilder()
            .setService(changed)
            .setUpdateMask(FieldMask.newBuilder().addPaths("traffic"))
            .build();
    try {
      return client.updateServiceAsync(request).get().getName();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the traffic was changed", e);
    } catch (ExecutionException e) {
      // An operation also fails because the newest revision does, though the traffic moved.
      Service now = client.getService(changed.getName());
      if (sent(now).equals(revisions)) {
        return now.getName();
      }
      throw e.getCause() instanceof RuntimeException it ? it : new IllegalStateException(e);
    }
  }

  private static Map<String, Integer> sent(Service service) {
    return service.getTrafficStatusesList().stream()
        .filter(it -> it.getPercent() > 0)
        .collect(
            Collectors.toMap(
                it -> Gcp.shortName(it.getRevision()),
                TrafficTargetStatus::getPercent,
                Integer::sum));
  }
}
