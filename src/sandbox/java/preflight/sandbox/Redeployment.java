package preflight.sandbox;

import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.iam.v1.Policy;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What somebody asked of Cloud Run after a service was deployed, and what came of it before anybody
 * looks.
 *
 * @param asked what the service was asked to be
 * @param policy who may call it since
 * @param ofImage whether another image mends what came of it
 */
public record Redeployment(
    UnaryOperator<com.google.cloud.run.v2.Service> asked,
    UnaryOperator<Policy> policy,
    boolean ofImage) {

  static Redeployment asking(UnaryOperator<com.google.cloud.run.v2.Service> asked) {
    return new Redeployment(asked, UnaryOperator.identity(), false);
  }

  /** Nobody may call it any more, but for those who may do everything. */
  static Redeployment forNobody() {
    return new Redeployment(UnaryOperator.identity(), _ -> Policies.empty(), false);
  }

  /** A new revision of another image. */
  static Redeployment ofImage(String revision, String image) {
    return new Redeployment(
        it -> {
          var changed = it.toBuilder();
          changed
              .getTemplateBuilder()
              .setRevision(revision)
              .getContainersBuilder(0)
              .setImage(image);
          return changed.build();
        },
        UnaryOperator.identity(),
        true);
  }

  /** All requests stay at the revision that serves, by its name. */
  static Redeployment pinned(String revision) {
    return asking(it ->
        it.toBuilder()
            .clearTraffic()
            .addTraffic(
                TrafficTarget.newBuilder()
                    .setType(TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION)
                    .setRevision(revision)
                    .setPercent(100))
            .build());
  }

  /** A new revision, whose only container is given these variables and no other. */
  static Redeployment withVariables(String revision, UnaryOperator<List<EnvVar>> change) {
    return asking(it -> {
      var changed = it.toBuilder();
      changed.getTemplateBuilder().setRevision(revision);
      var container = changed.getTemplateBuilder().getContainersBuilder(0);
      List<EnvVar> variables = change.apply(List.copyOf(container.getEnvList()));
      container.clearEnv().addAllEnv(variables);
      return changed.build();
    });
  }

  /** A new revision with another limit of memory. */
  static Redeployment withMemory(String revision, String memory) {
    return asking(it -> {
      var changed = it.toBuilder();
      var template = changed.getTemplateBuilder().setRevision(revision);
      template.getContainersBuilder(0).getResourcesBuilder().putLimits("memory", memory);
      return changed.build();
    });
  }

  Deployed over(Deployed service, Instant now, Function<Revision, Rollout> rollout) {
    Deployed changed = service.asked(asked.apply(service.declared()), now);
    return changed
        .governedBy(policy.apply(changed.policy()))
        .decided(rollout, _ -> service.declared().getUri())
        .observed(changed.declared().getGeneration());
  }
}
