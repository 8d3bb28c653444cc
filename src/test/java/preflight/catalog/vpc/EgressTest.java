package preflight.catalog.vpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.catalog.vpc.Egress.Coverage;

class EgressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0, COVERED",
    "10.166.204.83, COVERED",
    "10.255.255.255, COVERED",
    "11.0.0.0, MISSED",
    "9.255.255.255, MISSED",
    "172.15.255.255, MISSED",
    "172.16.0.0, COVERED",
    "172.31.255.255, COVERED",
    "172.32.0.0, MISSED",
    "192.168.0.1, COVERED",
    "192.167.255.255, MISSED",
    "192.169.0.0, MISSED",
    "100.63.255.255, MISSED",
    "100.64.0.0, COVERED",
    "100.127.255.255, COVERED",
    "100.128.0.0, MISSED",
    "199.36.153.3, MISSED",
    "199.36.153.4, COVERED",
    "199.36.153.11, COVERED",
    "199.36.153.12, MISSED",
    "34.122.7.9, MISSED",
    "127.0.0.1, MISSED",
    "169.254.169.254, MISSED",
    "240.0.0.1, UNCLEAR",
    "fd20::1, UNCLEAR",
    "2600:1900::1, UNCLEAR",
  })
  void private_ranges_alone_cover_what_google_documents(String address, Coverage coverage) {
    assertThat(Egress.PRIVATE_RANGES_ONLY.covers(InetAddress.ofLiteral(address)))
        .isEqualTo(coverage);
    assertThat(Egress.ALL_TRAFFIC.covers(InetAddress.ofLiteral(address)))
        .isEqualTo(Coverage.COVERED);
  }

  @Test
  void who_says_nothing_gets_the_private_ranges_and_a_new_word_is_not_known() {
    assertThat(Egress.of(Optional.empty())).hasValue(Egress.PRIVATE_RANGES_ONLY);
    assertThat(Egress.of(Optional.of("ALL_TRAFFIC"))).hasValue(Egress.ALL_TRAFFIC);
    assertThat(Egress.of(Optional.of("PUBLIC_RANGES_ONLY"))).isEmpty();
  }
}
