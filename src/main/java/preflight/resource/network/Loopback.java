package preflight.resource.network;

import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;
import preflight.resource.Environment;
import preflight.resource.Setting;

/** Tells what is on this machine: a host, or a whole environment such as the sandbox. */
public final class Loopback {

  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private Loopback() {}

  /** Whether all that has an address is here; one neighbour may be reached through a proxy. */
  public static boolean holds(Environment environment) {
    return addresses(environment).allMatch(NAMES::contains);
  }

  /** Whether a service is reached on this machine. */
  public static boolean holds(URI url) {
    return NAMES.contains(String.valueOf(url.getHost()));
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
      // A socket is no address, wherever it is.
      case Setting.Literal<String>(String value) ->
          value.startsWith("/") ? Stream.of() : Stream.of(value);
      case Setting.FromSecret<String> _, Setting.InUrl<String> _ -> Stream.of();
    };
  }
}
