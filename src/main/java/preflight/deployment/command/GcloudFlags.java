package preflight.deployment.command;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The flags of {@code gcloud run} and {@code gcloud builds submit} in all release tracks, as the
 * parser of gcloud 528 has them; a switch has a counterpart that begins with {@code --no-}.
 */
final class GcloudFlags {

  /** Those that every command has. */
  private static final Set<String> GLOBAL_VALUES =
      words(
          """
          access-token-file account authority-selector authorization-token-file billing-project
          configuration credential-file-override flags-file flatten format http-timeout
          impersonate-service-account project region trace-token universe-domain verbosity
          """);

  /** Those that say something of one container, and must follow its {@code --container}. */
  private static final Set<String> CONTAINER_VALUES =
      words(
          """
          add-volume-mount args base-image build-env-vars-file build-service-account
          build-worker-pool command cpu depends-on env-vars-file function gpu image liveness-probe
          memory port readiness-probe remove-build-env-vars remove-env-vars remove-secrets
          remove-volume-mount set-build-env-vars set-env-vars set-secrets source startup-probe
          update-build-env-vars update-env-vars update-secrets
          """);

  private static final Set<String> OTHER_VALUES =
      words(
          """
          add-cloudsql-instances add-custom-audiences add-volume binary-authorization breakglass
          client-name client-version cluster cluster-location concurrency config connectivity
          container context default-buckets-behavior description dir disk-size document
          encryption-key-shutdown-hours execution-environment gcs-log-dir gcs-source-staging-dir
          git-source-dir git-source-revision gpu-type identity ignore-file ingress key kubeconfig
          labels machine-type max max-instances max-retries max-surge max-unavailable mesh mesh-dataplane min
          min-instances namespace network network-tags pack parallelism platform polling-interval
          post-key-revocation-action-type regions remove-cloudsql-instances remove-config-maps
          remove-containers remove-custom-audiences remove-labels remove-tags remove-volume revision
          revision-suffix runtime scaling service-account service-max-instances
          service-min-instances set-cloudsql-instances set-config-maps set-custom-audiences set-tags
          subnet substitutions tag task-timeout tasks timeout to-revisions to-tags update-annotations
          update-config-maps update-labels update-tags vpc-connector vpc-egress worker-pool
          """);

  private static final Set<String> CONTAINER_SWITCHES =
      words(
          """
          automatic-updates build clear-base-image clear-build-env-vars clear-build-service-account
          clear-build-worker-pool clear-env-vars clear-secrets clear-volume-mounts use-http2
          """);

  private static final Set<String> OTHER_SWITCHES =
      words(
          """
          allow-unauthenticated allow-unencrypted-build async cache clear-binary-authorization
          clear-cloudsql-instances clear-config-maps clear-custom-audiences
          clear-encryption-key-shutdown-hours clear-key clear-labels clear-network
          clear-network-tags clear-post-key-revocation-action-type clear-tags clear-volumes
          clear-vpc-connector cpu-boost cpu-throttling default-url delegate-builds
          deploy-health-check dry-run enable-workload-certificate execute-now gpu-zonal-redundancy help iap
          invoker-iam-check log-http overflow-scaling quiet session-affinity source suppress-logs
          to-latest traffic user-output-enabled wait
          """);

  private GcloudFlags() {}

  /** Whether a flag takes a value, by its name without dashes. */
  static boolean takesValue(String name) {
    return Stream.of(GLOBAL_VALUES, CONTAINER_VALUES, OTHER_VALUES)
        .anyMatch(it -> it.contains(name));
  }

  static boolean isSwitch(String name) {
    String positive = name.startsWith("no-") ? name.substring(3) : name;
    return CONTAINER_SWITCHES.contains(positive) || OTHER_SWITCHES.contains(positive);
  }

  static boolean isOfContainer(String name) {
    return CONTAINER_VALUES.contains(name)
        || CONTAINER_SWITCHES.contains(name.startsWith("no-") ? name.substring(3) : name);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1)).collect(Collectors.toUnmodifiableSet());
  }
}
