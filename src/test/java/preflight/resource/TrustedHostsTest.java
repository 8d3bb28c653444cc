package preflight.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.resource.network.TrustedHosts;

class TrustedHostsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://secretmanager.googleapis.com",
        "https://secretmanager.googleapis.com:443",
        "https://SecretManager.GoogleAPIs.com/",
        "https://private.googleapis.com",
        "https://restricted.googleapis.com",
        "https://secretmanager-acme.p.googleapis.com",
        "https://secretmanager.europe-west3.rep.googleapis.com",
        "https://us-central1-run.googleapis.com",
        "https://US-WEST-1-sts.googleapis.com",
        "https://localhost:8443",
        "https://127.0.0.1:8443",
        "https://127.9.9.9",
        "https://[::1]:8443",
        "https://[0:0:0:0:0:0:0:1]",
        "https://[::ffff:127.0.0.1]",
      })
  void google_and_this_machine_may_have_credentials(String url) {
    assertThat(TrustedHosts.GOOGLE.mayHaveCredentials(URI.create(url))).isTrue();
    assertThat(TrustedHosts.GOOGLE.onlyNamed(URI.create(url))).isFalse();
  }

  /** Those with {@code sts} are the tables of Google's own auth libraries for Java, Go and Node. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://secretmanager.googleapis.com.evil.example",
        "https://secretmanager.googleapis.com.evil.example:443",
        "https://evil.example/#.googleapis.com",
        "https://evil.example/.googleapis.com",
        "https://evil.example?.googleapis.com",
        "https://secretmanager.googleapis.com@evil.example",
        "https://a:b@secretmanager.googleapis.com",
        "https://secretmanager.googleapis.com.",
        "https://googleapis.com",
        "https://evilgoogleapis.com",
        "https://secretmanager.googleapis.co",
        "https://secretmanager.xn--googleapis-x2a.com",
        "https://secretmanager.googleapis.com%2eevil.example",
        "https://xn--secretmanager-.googleapis.com.example",
        "http://secretmanager.googleapis.com",
        "http://127.0.0.1",
        "ftp://secretmanager.googleapis.com",
        "https:secretmanager.googleapis.com",
        "https://localhost.evil.example",
        "https://localhost.",
        "https://127.0.0.1.evil.example",
        "https://127.0.0.1.nip.io",
        "https://0.0.0.0",
        "https://[::]",
        "https://[::2]",
        "https://[::ffff:10.0.0.1]",
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://metadata.google.internal",
        "https://2130706433",
        "https://0x7f.1",
        "https://sts.googleapis.comevil.com",
        "https://sts.googleapis.com.evil.com/path/to/example",
        "https://us-east-1.sts.googleapis.com.evil.com",
        "https://sts..googleapis.com",
        "https://-sts.googleapis.com",
        "https://.sts.googleapis.com",
        "https://sts.pgoogleapis.com",
        "https://sts-xyz.p.foo.com",
        "https://sts.googleapis.net",
        "https://sts.google.com",
        "https:/us-east-1.sts.googleapis.com",
      })
  void nobody_else_may(String url) {
    assertThat(TrustedHosts.GOOGLE.mayHaveCredentials(URI.create(url))).isFalse();
  }

  @Test
  void the_caller_can_name_one_more_host_and_it_alone() {
    var trusted = new TrustedHosts(Set.of("apis.proxy.example"));
    assertThat(trusted.mayHaveCredentials(URI.create("https://apis.proxy.example:444"))).isTrue();
    assertThat(trusted.mayHaveCredentials(URI.create("https://APIs.proxy.example"))).isTrue();
    assertThat(trusted.onlyNamed(URI.create("https://apis.proxy.example"))).isTrue();
    assertThat(trusted.mayHaveCredentials(URI.create("http://apis.proxy.example"))).isFalse();
    assertThat(trusted.mayHaveCredentials(URI.create("https://x.apis.proxy.example"))).isFalse();
    assertThat(trusted.mayHaveCredentials(URI.create("https://evil.example"))).isFalse();
  }
}
