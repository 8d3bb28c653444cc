package preflight.probe.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.vpc.NetworkName.Comparison;

class NetworkNameTest {

  private static final Optional<String> OURS = Optional.of("acme");

  @ParameterizedTest
  @CsvSource({
    "staging-vpc, projects/acme/global/networks/staging-vpc, SAME",
    "staging-vpc, https://www.googleapis.com/compute/v1/projects/acme/global/networks/staging-vpc, SAME",
    "staging-vpc, https://compute.googleapis.com/compute/v1/projects/acme/global/networks/staging-vpc, SAME",
    "staging-vpc, /projects/acme/global/networks/staging-vpc, SAME",
    "staging-vpc, default, DIFFERENT",
    "staging-vpc, projects/host/global/networks/staging-vpc, DIFFERENT",
    "projects/host/global/networks/shared, projects/host/global/networks/shared, SAME",
    "projects/example.com:acme/global/networks/x, projects/example.com:acme/global/networks/x, SAME",
    "staging-vpc, projects/123456789012/global/networks/staging-vpc, UNCLEAR",
    "staging-vpc, projects/123456789012/global/networks/default, DIFFERENT",
  })
  void a_network_is_the_same_however_it_is_written(
      String one, String other, Comparison comparison) {
    NetworkName left = NetworkName.of(one).orElseThrow().in(OURS);
    NetworkName right = NetworkName.of(other).orElseThrow().in(OURS);
    assertThat(left.against(right)).isEqualTo(comparison);
    assertThat(right.against(left)).isEqualTo(comparison);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "projects/acme/regions/us-central1/subnetworks/x",
        "a b",
        "x\n",
        "projects/acme/global/networks/$(id)"
      })
  void what_is_no_network_is_none(String text) {
    assertThat(NetworkName.of(text)).isEmpty();
  }
}
