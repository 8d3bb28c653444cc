package preflight.probe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.probe.Said;

class JdkDialerTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void an_address_that_was_given_is_not_repeated() throws Exception {
    assertThat(detail("127.0.0.1", "127.0.0.1")).isEqualTo("refused");
  }

  @Test
  void the_addresses_of_a_name_are_told_with_what_became_of_each() throws Exception {
    assertThat(detail("cache.test", "127.0.0.1", "127.0.0.2"))
        .isEqualTo("127.0.0.1 refused, 127.0.0.2 refused");
  }

  private static String detail(String host, String... addresses) throws InterruptedException {
    List<InetAddress> found = List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
    var dialer =
        new JdkDialer(
            (_, _) -> new Resolver.Resolution.Found(found, Duration.ZERO), Said.NOTHING_LIVE);
    var to = new Destination(host, HeldPort.CLOSED.number(), Optional.empty(), LIMIT, LIMIT);
    return ((Dial.Broken) dialer.dial(to)).detail().shown();
  }
}
