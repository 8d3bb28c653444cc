package preflight.catalog.redis;

import java.util.Optional;
import preflight.catalog.Version;
import preflight.check.Check;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Phase;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.redis.RedisInfos;
import preflight.resource.Redis;
import preflight.resource.Target;

@CheckDoc(
    id = "redis-version",
    on = Redis.class,
    about = Subject.GROUND,
    expects = "Redis has the declared version",
    why = "Commands and the meaning of settings differ between versions; tests ran against one.",
    signals = Signal.REDIS_WRONG_VERSION,
    permissions = Permission.SECRET_ACCESS,
    needs = RedisReachable.class)
@Remedy(
    text =
        "Upgrade the instance, or declare the version that the services were tested with."
            + " The command upgrades in place, which breaks its connections for some minutes"
            + " and may clear a basic-tier instance: export its data first. The instance cannot"
            + " go back to the old version.",
    commands =
        "gcloud redis instances upgrade {instance} --redis-version={REDIS_VERSION?the"
            + " new version} --region={region} --project={project}")
public final class RedisVersion implements Check<Target<Redis>, NoThresholds> {

  private final InfoQuestion redis;

  public RedisVersion(RedisInfos redis) {
    this.redis = new InfoQuestion(redis);
  }

  @Override
  public Outcome run(Target<Redis> target, NoThresholds with) throws InterruptedException {
    Optional<String> declared = target.resource().version();
    if (declared.isEmpty()) {
      return Outcome.notApplicable("no version is declared");
    }
    String expected = "version " + declared.get();
    return redis.ask(
        target,
        expected,
        info -> {
          Optional<PeerText> version = info.text("redis_version");
          if (version.isEmpty()) {
            return InfoQuestion.withheld(expected, "redis_version");
          }
          return Version.matches(version.get(), declared.get())
              ? Outcome.passed("version " + version.get().shown())
              : Outcome.failed(
                      Signal.REDIS_WRONG_VERSION, expected, "version " + version.get().shown())
                  .at(Phase.QUERY);
        });
  }
}
