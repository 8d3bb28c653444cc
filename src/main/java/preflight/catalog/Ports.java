package preflight.catalog;

import java.time.Clock;
import preflight.check.Vantage;
import preflight.probe.SecretBytes;
import preflight.probe.http.EventStreams;
import preflight.probe.http.GrpcHealthClient;
import preflight.probe.http.Http;
import preflight.probe.http.Lines;
import preflight.probe.http.Programs;
import preflight.probe.http.Tokens;
import preflight.probe.http.WebSockets;
import preflight.probe.network.Dialer;
import preflight.probe.network.Resolver;
import preflight.probe.postgres.MigrationScripts;
import preflight.probe.postgres.PostgresLadder;
import preflight.probe.postgres.PostgresRows;
import preflight.probe.postgres.PostgresTimes;
import preflight.probe.redis.RedisInfos;
import preflight.probe.redis.RedisLadder;
import preflight.probe.redis.RedisPings;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Instances;
import preflight.probe.secret.CommittedSecrets;
import preflight.probe.secret.Comparison;
import preflight.probe.secret.SecretRegister;
import preflight.probe.secret.Secrets;
import preflight.probe.secret.Variables;

/**
 * Everything that checks ask; each check is given the ports that it uses.
 *
 * @param clock tells the day that expiry is judged by, which may be a pretended one
 * @param machine the clock that tokens and answers of this moment are compared with
 */
public record Ports(
    Secrets secrets,
    SecretBytes secretBytes,
    SecretRegister register,
    Variables variables,
    Comparison comparison,
    CommittedSecrets committed,
    CloudRun cloudRun,
    Resolver resolver,
    Dialer dialer,
    RedisLadder redis,
    RedisInfos redisInfos,
    RedisPings redisPings,
    PostgresLadder postgres,
    PostgresRows postgresRows,
    PostgresTimes postgresTimes,
    MigrationScripts migrations,
    Instances instances,
    Http http,
    WebSockets webSockets,
    EventStreams eventStreams,
    GrpcHealthClient grpc,
    Lines lines,
    Tokens tokens,
    Programs programs,
    Clock clock,
    Clock machine,
    Vantage vantage) {}
