package preflight.probe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.network.Resolver.Resolution.Failed;
import preflight.probe.network.Resolver.Resolution.Found;

class JdkResolverTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1\n",
        "127.0.0.1\r\n",
        " 127.0.0.1",
        "\uFEFF127.0.0.1",
        "127.0.0.1\u00A0",
        "\"127.0.0.1\"",
        "http://localhost",
        "local host",
        "",
        "a..b",
        "db\u0000"
      })
  void stray_characters_never_resolve_and_are_never_trimmed(String host) throws Exception {
    var resolver =
        new JdkResolver(_ -> {
          throw new AssertionError("nobody should be asked");
        });
    assertThat(resolver.resolve(host, LIMIT))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.trouble())
                    .isIn(NetworkTrouble.NO_NAME, NetworkTrouble.ALMOST_ADDRESS));
  }

  @Test
  void says_where_the_stray_character_is_and_nothing_else_of_the_text() throws Exception {
    assertThat(new JdkResolver().resolve("127.0.0.1\n", LIMIT))
        .isInstanceOfSatisfying(
            Failed.class,
            it ->
                assertThat(it.detail())
                    .isEqualTo("character 10 of 10 is a line break, which no host name has"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1\n",
        " 10.0.0.1",
        "\"10.0.0.1\"",
        "10.0.0.1:6379",
        "redis://10.0.0.1:6379/0",
        "redis://:horse@10.0.0.1",
        "10.0.0.l",
        "10.0.0.256",
        "10,0.0.1",
        "[::1]:6379",
        "fd00::5\n"
      })
  void what_is_an_address_but_for_something_is_told_from_a_name(String host) throws Exception {
    assertThat(unknown(host))
        .isInstanceOfSatisfying(
            Failed.class,
            it -> {
              assertThat(it.trouble()).isEqualTo(NetworkTrouble.ALMOST_ADDRESS);
              assertThat(it.detail()).doesNotContain("0.0").doesNotContain("horse");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache", "v1.2.3.example.com"})
  void a_name_is_no_address(String host) throws Exception {
    assertThat(unknown(host))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.trouble()).isEqualTo(NetworkTrouble.NOT_FOUND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cache.test\n", "redis://cache:6379"})
  void text_that_can_be_no_name_is_told_from_a_name_that_nobody_knows(String host)
      throws Exception {
    assertThat(unknown(host))
        .isInstanceOfSatisfying(
            Failed.class, it -> assertThat(it.trouble()).isEqualTo(NetworkTrouble.NO_NAME));
  }

  private static Resolver.Resolution unknown(String host) throws InterruptedException {
    var resolver =
        new JdkResolver(name -> {
          throw new UnknownHostException(name + ": Name or service not known");
        });
    return resolver.resolve(host, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void an_address_needs_no_lookup(String literal) throws Exception {
    var resolver =
        new JdkResolver(_ -> {
          throw new AssertionError("nobody should be asked");
        });
    assertThat(resolver.resolve(literal, LIMIT))
        .isInstanceOfSatisfying(
            Found.class,
            it -> assertThat(it.addresses()).containsExactly(InetAddress.ofLiteral(literal)));
  }

  @Test
  void gives_every_address_of_a_name() throws Exception {
    InetAddress[] both = {InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2")};
    assertThat(new JdkResolver(_ -> both).resolve("cache", LIMIT))
        .isInstanceOfSatisfying(
            Found.class, it -> assertThat(it.addresses()).containsExactly(both));
  }

  @Test
  void a_missing_name_is_told_from_a_resolver_that_fails() throws Exception {
    assertThat(trouble("cache: Name or service not known")).isEqualTo(NetworkTrouble.NOT_FOUND);
    assertThat(trouble("cache: Temporary failure in name resolution"))
        .isEqualTo(NetworkTrouble.RESOLVER_FAILED);
  }

  @Test
  void a_resolver_that_hangs_is_left_behind() throws Exception {
    var end = new CountDownLatch(1);
    try {
      var resolver =
          new JdkResolver(host -> {
            try {
              end.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
          });
      assertThat(resolver.resolve("cache", Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              Failed.class,
              it -> assertThat(it.trouble()).isEqualTo(NetworkTrouble.RESOLVER_FAILED));
    } finally {
      end.countDown();
    }
  }

  private static NetworkTrouble trouble(String message) throws InterruptedException {
    var resolver =
        new JdkResolver(_ -> {
          throw new UnknownHostException(message);
        });
    return ((Failed) resolver.resolve("cache", LIMIT)).trouble();
  }
}
