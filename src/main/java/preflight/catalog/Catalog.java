package preflight.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import preflight.catalog.http.HttpChecks;
import preflight.catalog.platform.PlatformChecks;
import preflight.catalog.postgres.PostgresChecks;
import preflight.catalog.redis.RedisChecks;
import preflight.catalog.secret.SecretChecks;
import preflight.check.Check;

/** Every check there is, sorted by id. To add one, write its class and list it in its family. */
public final class Catalog {

  private Catalog() {}

  public static List<Check<?, ?>> all(Ports ports) {
    return Stream.of(
            HttpChecks.all(
                ports.http(),
                ports.webSockets(),
                ports.eventStreams(),
                ports.grpc(),
                ports.tokens(),
                ports.programs(),
                ports.lines(),
                ports.dialer(),
                ports.resolver(),
                ports.secretBytes(),
                ports.clock(),
                ports.machine(),
                ports.vantage()),
            PlatformChecks.all(ports.cloudRun(), ports.secrets(), ports.variables()),
            PostgresChecks.all(
                ports.postgres(),
                ports.postgresRows(),
                ports.postgresTimes(),
                ports.migrations(),
                ports.instances(),
                ports.vantage()),
            RedisChecks.all(ports.redis(), ports.redisInfos(), ports.redisPings(), ports.vantage()),
            SecretChecks.all(
                ports.secrets(),
                ports.register(),
                ports.cloudRun(),
                ports.variables(),
                ports.comparison(),
                ports.committed(),
                ports.clock()))
        .<Check<?, ?>>flatMap(List::stream)
        .sorted(Comparator.comparing(Check::id))
        .toList();
  }
}
