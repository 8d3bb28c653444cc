package preflight.profile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CheckDoc;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Permission;
import preflight.check.Remedy;
import preflight.check.Subject;
import preflight.check.signal.Signal;
import preflight.resource.Endpoint;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Target;
import preflight.resource.field.Field;

/** Checks that ask nothing, under the ids that the shipped packs name. */
public final class FakeChecks {

  private FakeChecks() {}

  public static List<CheckDefinition> all() {
    return Stream.of(
            SecretExists.class,
            SecretDistinct.class,
            RunRevisionReady.class,
            RedisReachable.class,
            RedisLatency.class,
            PostgresReachable.class,
            HttpHealth.class)
        .map(CheckDefinition::of)
        .toList();
  }

  interface Silent<T> extends Check<T, NoThresholds> {
    @Override
    default Outcome run(T target, NoThresholds with) {
      return Outcome.passed("");
    }
  }

  @CheckDoc(
      id = "secret-exists",
      on = Secret.class,
      about = Subject.GROUND,
      expects = "The secret exists and can be read",
      why = "A service without it does not start.",
      signals = Signal.DNS_NOT_FOUND,
      permissions = Permission.SECRET_ACCESS)
  @Remedy(
      on = Signal.DNS_NOT_FOUND,
      text = "Create the secret.",
      commands = "gcloud secrets create {id} --project={project}")
  static final class SecretExists implements Silent<Target<Secret>> {}

  @CheckDoc(
      id = "secret-distinct",
      on = Secret.class,
      about = Subject.GROUND,
      expects = "The secret shares nothing with another",
      why = "Who learns one learns the other.",
      signals = {},
      permissions = Permission.SECRET_ACCESS,
      needs = SecretExists.class)
  static final class SecretDistinct implements Silent<Target<Secret>> {}

  @CheckDoc(
      id = "run-revision-ready",
      on = Service.class,
      about = Subject.GROUND,
      expects = "The newest revision is ready",
      why = "Users meet an old one or none.",
      signals = {},
      permissions = Permission.RUN_VIEW)
  static final class RunRevisionReady implements Silent<Target<Service>> {}

  @CheckDoc(
      id = "redis-reachable",
      on = Redis.class,
      about = Subject.GROUND,
      expects = "Redis answers a PING",
      why = "Sessions are lost.",
      signals = {Signal.DNS_NOT_FOUND, Signal.TCP_REFUSED})
  static final class RedisReachable implements Silent<Target<Redis>> {}

  record Samples(
      @Field(value = "How many PINGs", byDefault = "20", min = 3) int samples,
      @Field(value = "Pause between them", byDefault = "5ms") Duration pause,
      @Field(value = "What to name the connection", example = "preflight")
          Optional<String> label) {}

  @CheckDoc(
      id = "redis-latency",
      on = Redis.class,
      about = Subject.GROUND,
      expects = "PINGs keep the budget",
      why = "Every request waits for Redis.",
      signals = {},
      needs = RedisReachable.class)
  static final class RedisLatency implements Check<Target<Redis>, Samples> {
    @Override
    public Outcome run(Target<Redis> target, Samples with) {
      return Outcome.passed(with.samples() + " samples");
    }
  }

  @CheckDoc(
      id = "postgres-reachable",
      on = Postgres.class,
      about = Subject.GROUND,
      expects = "Postgres answers a query",
      why = "Nothing can be saved.",
      signals = {})
  static final class PostgresReachable implements Silent<Target<Postgres>> {}

  @CheckDoc(
      id = "http-health",
      on = Endpoint.class,
      about = Subject.GROUND,
      expects = "The endpoint answers as declared",
      why = "Users meet errors.",
      signals = {})
  static final class HttpHealth implements Silent<Target<Endpoint>> {}
}
