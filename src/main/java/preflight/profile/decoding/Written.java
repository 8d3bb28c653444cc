package preflight.profile.decoding;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.check.FailureClass;
import preflight.check.Severity;
import preflight.resource.Connector;
import preflight.resource.Endpoint;
import preflight.resource.Gcp;
import preflight.resource.Owners;
import preflight.resource.Postgres;
import preflight.resource.Redis;
import preflight.resource.Secret;
import preflight.resource.Service;
import preflight.resource.Source;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** What profiles and packs say, key by key; decoding and their schemas are derived from it. */
public final class Written {

  private Written() {}

  /** A profile, its parents merged into it. */
  public record Profile(
      @Field(value = "Version of this format", example = "1", min = 1, max = 1) int version,
      @Field(
              value = "Name of the environment; a parent of other profiles may leave it out",
              example = "staging",
              min = 1,
              grammar = Grammar.ENVIRONMENT)
          String environment,
      @Field(
              value =
                  "Profile that this one builds on; mappings merge key by key, scalars and lists"
                      + " replace",
              example = "base.yaml",
              key = "extends",
              path = true)
          Optional<String> parent,
      @Field(
              value =
                  "Check packs of your own beside the shipped ones; `{ only: [mine.yaml] }` leaves"
                      + " the shipped ones out",
              example = "[checks/mine.yaml]",
              listStandsFor = "also")
          Optional<Packs> packs,
      @Field(
              value = "Where the environment lives in Google Cloud",
              example = "{ project: acme-staging, region: us-central1 }")
          Optional<Gcp> gcp,
      @Field(value = "Who owns failures, by class", example = "{ infra: \"#oncall\" }")
          Optional<Owners> owners,
      @Field(
              value =
                  "What the profile reads of the caller's environment, by name, and what for; with"
                      + " it, no other `${env:NAME}` is allowed but `PREFLIGHT_…`",
              example = "{ CANARY_TOKEN: signs in the canary user }")
          Map<String, String> variables,
      @Field(
              value =
                  "What is said of every resource of a type, by type; what is said of one resource,"
                      + " here or in a parent, beats it",
              example = "{ secrets: { id: \"{kebab}-staging\" } }")
          Optional<TypeDefaults> defaults,
      @Field(value = "Secrets, by the names that the application knows", keys = Grammar.SECRET_NAME)
          Map<String, Secret> secrets,
      @Field(value = "Serverless VPC Access connectors, by name", keys = Grammar.CONNECTOR)
          Map<String, Connector> connectors,
      @Field(value = "Redis servers, by name", keys = Grammar.NAME) Map<String, Redis> redis,
      @Field(value = "Postgres databases, by name", keys = Grammar.NAME)
          Map<String, Postgres> postgres,
      @Field(value = "Services, by name", keys = Grammar.NAME) Map<String, Service> services,
      @Field("The source tree that the services are built from") Optional<Source> source,
      @Field(
              value =
                  "Directory of the team's Terraform files, so that a remedy which changes what they"
                      + " manage says where; or the JSON of `terraform show -json`, with which live"
                      + " resources are compared",
              example = "../infra",
              path = true)
          Optional<String> terraform,
      @Field(
              value =
                  "What this environment changes in the packs, by check or by check and resource,"
                      + " such as `redis-latency/redis.cache`",
              example = "{ redis-latency: { severity: warning } }")
          Map<String, Change> override,
      @Field("Known failures that somebody accepts until a date") List<Waiver> waivers) {}

  /** What is said of every resource of a type; it may be incomplete. */
  public record TypeDefaults(
      @Field(value = "Of every secret", example = "{ id: \"{kebab}-{environment}\" }")
          Optional<Secret> secrets,
      @Field(value = "Of every connector", example = "{ network: \"{environment}-vpc\" }")
          Optional<Connector> connectors,
      @Field(value = "Of every Redis server", example = "{ port: 6379 }") Optional<Redis> redis,
      @Field(value = "Of every Postgres database", example = "{ tls: require }")
          Optional<Postgres> postgres,
      @Field(value = "Of every service", example = "{ env: { forbid: [BYPASS_AUTH] } }")
          Optional<Service> services,
      @Field(value = "Of every endpoint of a service", example = "{ expect: { within: 2s } }")
          Optional<Endpoint> endpoints) {}

  /** Which packs there are. */
  public record Packs(
      @Field(
              value =
                  "Packs that apply after the shipped ones; a rule for the same check and kind, or"
                      + " for one resource, replaces theirs",
              example = "[checks/mine.yaml]",
              path = true)
          List<String> also,
      @Field(
              value = "All the packs there are; the shipped ones are left out",
              example = "[checks/mine.yaml]",
              path = true)
          Optional<List<String>> only) {
    public Packs {
      also = List.copyOf(also);
      if (only.isPresent() && !also.isEmpty()) {
        throw new IllegalArgumentException(
            "'only' and 'also' exclude each other: list all packs in 'only'");
      }
    }
  }

  /** What a profile changes of a rule. */
  public record Change(
      @Field(value = "What a failure of the check does", example = "warning")
          Optional<Severity> severity,
      @Field(value = "Thresholds of the check", example = "{ samples: 50 }") Optional<Object> with,
      @Field(value = "How long one attempt may take", example = "5s", min = 1)
          Optional<Duration> timeout,
      @Field(value = "How often to ask again after a transient answer", example = "{ attempts: 3 }")
          Optional<Retry> retry,
      @Field(value = "Class of its failures", example = "config", key = "class")
          Optional<FailureClass> to,
      @Field(value = "Why the class differs", example = "DNS is ours", min = 1)
          Optional<String> reason) {}

  /** A known failure that lowers its check to a warning. */
  public record Waiver(
      @Field(
              value = "Check, or check and resource",
              example = "tls-expiry/services.backend",
              min = 1)
          String check,
      @Field(
              value = "Why the failure is accepted",
              example = "certificate is renewed on the 25th",
              min = 1)
          String reason,
      @Field(value = "Who is responsible for it", example = "platform", min = 1) String owner,
      @Field(value = "The last day on which the waiver is valid", example = "2026-12-01")
          LocalDate expires) {}

  /** A check pack. */
  public record Pack(
      @Field(value = "Version of this format", example = "1", min = 1, max = 1) int version,
      @Field("Which checks run on what") List<Rule> rules) {}

  /** A check that must hold of every resource of a kind, or of one. */
  public record Rule(
      @Field(value = "Id of the check", example = "redis-latency") String check,
      @Field(
              value =
                  "Tells several rules of one check and resource apart, such as `exec.queue`; not every"
                      + " check takes it",
              example = "queue",
              grammar = Grammar.NAME)
          Optional<String> id,
      @Field(value = "A kind of resources, or one resource", example = "redis") String on,
      @Field(value = "What a failure of the check does", byDefault = "blocker") Severity severity,
      @Field(value = "Thresholds of the check", example = "{ samples: 20 }") Optional<Object> with,
      @Field(value = "How long one attempt may take", byDefault = "10s", min = 1) Duration timeout,
      @Field(value = "How often to ask again after a transient answer", example = "{ attempts: 3 }")
          Optional<Retry> retry,
      @Field(value = "Class of its failures", example = "config", key = "class")
          Optional<FailureClass> to,
      @Field(value = "Why the class differs", example = "DNS is ours", min = 1)
          Optional<String> reason) {}

  /** How often a question is asked, and the pause that doubles after each. */
  public record Retry(
      @Field(value = "Number of attempts, with the first one", example = "3", min = 1, max = 10)
          int attempts,
      @Field(value = "Pause before the second attempt", min = 0, byDefault = "200ms")
          Duration backoff) {}
}
