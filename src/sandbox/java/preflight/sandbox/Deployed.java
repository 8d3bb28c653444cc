package preflight.sandbox;

import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import com.google.cloud.run.v2.TrafficTargetStatus;
import com.google.iam.v1.Policy;
import com.google.protobuf.util.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A service of Cloud Run as it is now.
 *
 * @param declared what was asked for last
 * @param observed the generation that was carried out last
 * @param releases its revisions, oldest first
 * @param serving who answers, as it was carried out last
 * @param policy who may call it
 */
record Deployed(
    com.google.cloud.run.v2.Service declared,
    long observed,
    List<Release> releases,
    List<TrafficTargetStatus> serving,
    Policy policy) {

  Deployed {
    releases = List.copyOf(releases);
    serving = List.copyOf(serving);
  }

  /** As the blueprint has it: one revision, which is rolled out already. */
  static Deployed of(Service service, Function<Revision, Rollout> rollout) {
    var declared = CloudRunMessages.declared(service);
    Revision revision =
        CloudRunMessages.revision(declared, service.revision(), declared.getCreateTime());
    return new Deployed(
            declared,
            declared.getGeneration(),
            List.of(new Release(revision, new Rollout.Pending())),
            List.of(),
            Policies.open())
        .decided(rollout, _ -> service.url());
  }

  /** One that nobody has rolled out yet. */
  static Deployed created(com.google.cloud.run.v2.Service asked, String url, Instant now) {
    var declared =
        asked.toBuilder()
            .setGeneration(1)
            .setUri(url)
            .addUrls(url)
            .setCreateTime(Timestamps.fromMillis(now.toEpochMilli()))
            .setUpdateTime(Timestamps.fromMillis(now.toEpochMilli()))
            .build();
    return new Deployed(declared, 0, List.of(), List.of(), Policies.empty()).released(now);
  }

  String name() {
    return ResourceName.part(declared.getName(), "services");
  }

  /** Whether everyone may call it; nobody has shown a token to the sandbox yet. */
  boolean isOpen() {
    return declared.getInvokerIamDisabled() || Policies.isOpen(policy);
  }

  boolean settled() {
    return observed == declared.getGeneration();
  }

  Release newest() {
    return releases.getLast();
  }

  Optional<Release> newestReady() {
    return releases.reversed().stream().filter(Release::ready).findFirst();
  }

  Optional<Release> release(String name) {
    return releases.stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** Asked for something else; another template makes another revision, which is still to come. */
  Deployed asked(com.google.cloud.run.v2.Service asked, Instant now) {
    var changed =
        asked.toBuilder()
            .setGeneration(declared.getGeneration() + 1)
            .setUpdateTime(Timestamps.fromMillis(now.toEpochMilli()))
            .build();
    var next = new Deployed(changed, observed, releases, serving, policy);
    String wanted = changed.getTemplate().getRevision();
    boolean same = bare(changed.getTemplate()).equals(bare(declared.getTemplate()));
    if (!wanted.isEmpty() && release(wanted).isPresent()) {
      if (!same) {
        throw GoogleStatus.alreadyExists(
            "Revision named '%s' with different configuration already exists.".formatted(wanted));
      }
      return next;
    }
    return same && wanted.isEmpty() ? next : next.released(now);
  }

  private static RevisionTemplate bare(RevisionTemplate template) {
    return template.toBuilder().clearRevision().build();
  }

  private Deployed released(Instant now) {
    String wanted = declared.getTemplate().getRevision();
    String revision =
        wanted.isEmpty()
            ? "%s-%05d-%s".formatted(name(), declared.getGeneration(), Values.letters(3))
            : wanted;
    var all = new ArrayList<>(releases);
    all.add(
        new Release(
            CloudRunMessages.revision(
                declared, revision, Timestamps.fromMillis(now.toEpochMilli())),
            new Rollout.Pending()));
    return new Deployed(declared, observed, all, serving, policy);
  }

  /**
   * With its pending revisions started or refused, and traffic on those that it is for.
   *
   * @param urls of a tag
   */
  Deployed decided(Function<Revision, Rollout> rollout, UnaryOperator<String> urls) {
    var decided = new ArrayList<>(releases);
    decided.replaceAll(
        it -> it.pending() ? new Release(it.declared(), rollout.apply(it.declared())) : it);
    var next = new Deployed(declared, observed, decided, serving, policy);
    return next.routed(urls);
  }

  private Deployed routed(UnaryOperator<String> urls) {
    var statuses = new ArrayList<TrafficTargetStatus>();
    for (TrafficTarget target : declared.getTrafficList()) {
      Optional<Release> release = target(target);
      if (release.isEmpty()) {
        // Nothing is taken from who answers before somebody else does.
        return this;
      }
      var status =
          TrafficTargetStatus.newBuilder()
              .setType(target.getType())
              .setRevision(release.get().name())
              .setPercent(target.getPercent())
              .setTag(target.getTag())
              .setUri(target.getTag().isEmpty() ? declared.getUri() : urls.apply(target.getTag()));
      statuses.add(status.build());
    }
    return new Deployed(declared, observed, releases, statuses, policy);
  }

  private Optional<Release> target(TrafficTarget target) {
    return latest(target) ? newestReady() : release(target.getRevision()).filter(Release::ready);
  }

  static boolean latest(TrafficTarget target) {
    return target.getType() == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST;
  }

  /** Whether everybody who is to answer does. */
  boolean routesReady() {
    return !serving.isEmpty()
        && declared.getTrafficList().stream().allMatch(it -> target(it).isPresent());
  }

  Deployed observed(long generation) {
    return new Deployed(declared, Math.max(observed, generation), releases, serving, policy);
  }

  Deployed governedBy(Policy changed) {
    return new Deployed(declared, observed, releases, serving, changed);
  }
}
