package preflight.catalog;

import java.time.Clock;
import preflight.catalog.deployment.ServingCommits;
import preflight.catalog.platform.JudgedRevisions;
import preflight.catalog.platform.ServiceVariables;
import preflight.probe.SecretBytes;
import preflight.probe.git.History;
import preflight.probe.http.EventStreams;
import preflight.probe.http.GrpcHealthClient;
import preflight.probe.http.Http;
import preflight.probe.http.Lines;
import preflight.probe.http.WebSockets;
import preflight.probe.instance.RedisInstances;
import preflight.probe.instance.SqlInstances;
import preflight.probe.log.Logs;
import preflight.probe.network.Dialer;
import preflight.probe.network.Resolver;
import preflight.probe.postgres.PostgresLadder;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresTimes;
import preflight.probe.postgres.migration.MigrationScripts;
import preflight.probe.program.Programs;
import preflight.probe.project.EnabledApis;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisLadder;
import preflight.probe.redis.RedisPings;
import preflight.probe.registry.Images;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Instances;
import preflight.probe.run.project.ProjectServices;
import preflight.probe.secret.Comparison;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Variables;
import preflight.probe.secret.repository.CommittedSecrets;
import preflight.probe.terraform.TerraformShow;
import preflight.probe.token.Tokens;
import preflight.probe.vpc.Connectors;
import preflight.probe.vpc.StoreHosts;
import preflight.source.house.House;
import preflight.source.pipeline.Pipelines;
import preflight.source.service.SourceCode;

/** Everything that checks ask, by technology; each check is given what it uses. */
public record Ports(
    OfSecrets secrets,
    OfPlatform platform,
    OfManaged managed,
    OfNetwork network,
    OfRedis redis,
    OfPostgres postgres,
    OfServices services,
    OfSource source,
    OfDeployed deployed,
    Clocks clocks) {

  /** Credentials, wherever they are kept. */
  public record OfSecrets(
      Secrets values,
      SecretBytes bytes,
      SecretRegister register,
      Comparison comparison,
      CommittedSecrets committed) {}

  /** What runs, and what it is given. */
  public record OfPlatform(
      CloudRun run,
      JudgedRevisions revisions,
      ProjectServices project,
      Images images,
      Variables local,
      Logs logs,
      Instances instances) {

    public ServiceVariables variables() {
      return new ServiceVariables(revisions, local);
    }
  }

  /** What Google runs for the services, as its control plane tells it. */
  public record OfManaged(
      Connectors connectors,
      RedisInstances redis,
      SqlInstances sql,
      EnabledApis apis,
      StoreHosts hosts) {}

  /** Names and connections. */
  public record OfNetwork(Resolver resolver, Dialer dialer, Lines lines) {}

  public record OfRedis(RedisLadder ladder, RedisInfos infos, RedisPings pings) {}

  public record OfPostgres(
      PostgresLadder ladder, PostgresRows rows, PostgresTimes times, MigrationScripts scripts) {}

  /** What services offer. */
  public record OfServices(
      Http http,
      WebSockets sockets,
      EventStreams streams,
      GrpcHealthClient grpc,
      Tokens tokens,
      Programs programs) {}

  /** What services are built from. */
  public record OfSource(SourceCode code, House house, Pipelines pipelines) {}

  /** Which commits serve, which there are, and what should be there. */
  public record OfDeployed(ServingCommits commits, History history, TerraformShow terraform) {}

  /**
   * The days and moments that answers are compared with.
   *
   * @param expiry tells the day that expiry is judged by, which may be a pretended one
   * @param machine the clock that tokens and answers of this moment are compared with
   */
  public record Clocks(Clock expiry, Clock machine) {}
}
