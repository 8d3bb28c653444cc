package preflight.catalog.platform;

import java.util.Set;
import java.util.stream.Stream;
import preflight.probe.google.Api;
import preflight.resource.Environment;
import preflight.resource.Setting;

/** Tells an environment that lives on one machine, such as the sandbox. */
final class Loopback {

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private Loopback() {}

  /**
   * Whether all that has an address is here. One neighbour may be reached through a proxy on this
   * machine, and Cloud Run itself is at Google unless the profile says otherwise.
   */
  static boolean holds(Environment environment) {
    return environment.gcp().endpoints().containsKey(Api.RUN.key())
        && addresses(environment).allMatch(NAMES::contains);
  }

  private static Stream<String> addresses(Environment environment) {
    Stream<String> hosts =
        Stream.concat(
                environment.redis().values().stream().map(it -> it.host()),
                environment.postgres().values().stream().map(it -> it.host()))
            .flatMap(Loopback::literal);
    Stream<String> urls =
        Stream.concat(
                environment.services().values().stream().flatMap(it -> it.url().stream()),
                environment.gcp().endpoints().values().stream())
            .map(it -> String.valueOf(it.getHost()));
    return Stream.concat(hosts, urls);
  }

  /** A host that a secret holds is not known before somebody reads it. */
  private static Stream<String> literal(Setting<String> host) {
    return switch (host) {
      case Setting.Literal<String>(String value) -> Stream.of(value);
      case Setting.FromSecret<String> _ -> Stream.of();
    };
  }
}
