package preflight.probe.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.resource.Kind;
import preflight.resource.ResourceName;

class LadderTest {

  private static final Optional<ResourceName> SECRET =
      Optional.of(new ResourceName(Kind.SECRETS, "REDIS_HOST"));

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.3", "::1", "fe80::1%eth0", "localhost", "redis.cache.internal", "a.b."})
  void an_address_and_a_name_of_several_labels_are_shown_though_a_secret_held_them(String host) {
    assertThat(Ladder.shown(host, 6379, SECRET)).isEqualTo(host + ":6379");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2", "Zt8kQ2vWb5Nx", "a1b2c3d4e5f6", "10.0.0.3\n", "re:dis", "%41", "."})
  void whatever_else_a_secret_held_is_not_shown(String host) {
    assertThat(Ladder.shown(host, 6379, SECRET)).isEqualTo("the host in secrets.REDIS_HOST:6379");
    assertThat(Ladder.shown(host, 6379, Optional.empty())).isEqualTo(host.strip() + ":6379");
  }
}
