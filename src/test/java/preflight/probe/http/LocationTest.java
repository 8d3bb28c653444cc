package preflight.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.probe.Redaction;

/** What servers really send as Location, and where a browser would go. */
class LocationTest {

  private static final Redaction NOTHING_LIVE = new Redaction(List::of);
  private static final Location HERE = Location.declared(URI.create("https://app.example/a/b?c=d"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # RFC 3986, section 3.1: schemes compare ignoring case
          HTTPS://login.example/in      | https://login.example/in
          Https://Login.Example/In      | https://login.example/In
          HTTP://login.example/         | http://login.example/
          # RFC 9110, section 10.2.2: relative to the URL that was asked for
          /login                        | https://app.example/login
          login                         | https://app.example/a/login
          ../login                      | https://app.example/login
          ./                            | https://app.example/a/
          ?next=/a                      | https://app.example/a/b?next=/a
          //login.example/in            | https://login.example/in
          //login.example               | https://login.example/
          #top                          | https://app.example/a/b?c=d
          https://login.example         | https://login.example/
          https://login.example:443/in  | https://login.example/in
          https://login.example:8443/in | https://login.example:8443/in
          https://login.example/in#/app | https://login.example/in
          https://user:p@login.example/ | https://login.example/
          https://[::1]:8443/in         | https://[::1]:8443/in
          # What no RFC allows and browsers follow
          ` https://login.example/in `  | https://login.example/in
          /a b                          | https://app.example/a%20b
          /a?next=https://x/{y}          | https://app.example/a?next=https://x/%7By%7D
          /größe                        | https://app.example/gr%C3%B6%C3%9Fe
          https://bücher.example/       | https://xn--bcher-kva.example/
          https:\\\\login.example\\in     | https://login.example/in
          \\\\login.example/in           | https://login.example/in
          /%zz                          | https://app.example/%25zz
          https:/in                     | https://app.example/in
          """)
  void leads_where_a_browser_goes(String sent, String to) {
    assertThat(HERE.redirected(NOTHING_LIVE.heard(sent)).map(Location::uri))
        .hasValue(URI.create(to));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailto:a@b.example",
        "javascript:alert(1)",
        "about:blank",
        "FTP://files.example/",
        "app.example:8080/in",
        "::no url::",
        "//",
        "https://",
        "https://login.example:99999/",
        "http://a b/"
      })
  void knows_what_is_no_url_of_the_web(String sent) {
    assertThat(HERE.redirected(NOTHING_LIVE.heard(sent))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://login.example/", "HTTPS://login.example/", "//login.example/"})
  void stays_on_tls_however_the_scheme_is_written(String sent) {
    assertThat(HERE.redirected(NOTHING_LIVE.heard(sent)).orElseThrow().encrypted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://login.example/", "HTTP://login.example/"})
  void leaves_tls_however_the_scheme_is_written(String sent) {
    assertThat(HERE.redirected(NOTHING_LIVE.heard(sent)).orElseThrow().encrypted()).isFalse();
  }
}
