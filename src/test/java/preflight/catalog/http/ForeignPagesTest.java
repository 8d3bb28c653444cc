package preflight.catalog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.probe.Said;
import preflight.probe.http.Exchange.Answer.Response;

/** Pages as proxies and applications really send them: who speaks is in the table. */
class ForeignPagesTest {

  private static final Path PAGES = Path.of("src/test/resources/origin/pages.tsv");

  /**
   * A line of the table.
   *
   * @param by a proxy by its name, or an origin
   * @param signal empty where the answer is no failure
   */
  record Page(String what, Response response, String by, String signal) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Page> pages() throws IOException {
    return Files.readAllLines(PAGES).stream().skip(1).map(ForeignPagesTest::page);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void who_speaks_is_told_by_the_page(Page page) {
    Origin.Answered answered = Origin.of(page.response());
    String by = answered.by() == Origin.PROXY ? answered.speaker() : answered.by().name();

    assertThat(by).isEqualTo(page.by());
    assertThat(answered.signal().map(Enum::name).orElse("")).isEqualTo(page.signal());
  }

  private static Page page(String line) {
    String[] cells = line.split("\t", -1);
    Map<String, String> headers = new TreeMap<>();
    Pattern.compile("\\|")
        .splitAsStream(cells[3])
        .filter(it -> !it.isEmpty())
        .map(it -> it.split(": ", 2))
        .forEach(it -> headers.put(it[0], it[1]));
    String body = cells[4].replace("\\r", "\r").replace("\\n", "\n");
    return new Page(
        cells[0],
        new Response(
            Integer.parseInt(cells[2]), Said.headers(headers), Said.body(body), "", List.of()),
        cells[5],
        cells[6]);
  }
}
