package preflight.catalog.platform;

import java.util.Set;
import java.util.stream.Stream;
import preflight.resource.Environment;
import preflight.resource.Setting;

/** Tells an environment that lives on one machine, such as the sandbox. */
final class Loopback {

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private Loopback() {}

  static boolean holds(Environment environment) {
    Stream<Setting<String>> hosts =
        Stream.concat(
            environment.redis().values().stream().map(it -> it.host()),
            environment.postgres().values().stream().map(it -> it.host()));
    Stream<String> urls =
        Stream.concat(
                environment.services().values().stream().flatMap(it -> it.url().stream()),
                environment.gcp().endpoints().values().stream())
            .map(it -> String.valueOf(it.getHost()));
    return Stream.concat(hosts.map(Loopback::literal), urls).anyMatch(NAMES::contains);
  }

  private static String literal(Setting<String> host) {
    return switch (host) {
      case Setting.Literal<String>(String value) -> value;
      case Setting.FromSecret<String> _ -> "";
    };
  }
}
