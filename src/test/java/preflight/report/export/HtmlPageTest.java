package preflight.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.report.ReportDocument;
import preflight.report.Reports;
import preflight.report.TerminalWriter;

/** The page in a real browser, where one is on this machine: Debian's Chromium. */
class HtmlPageTest {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Pattern SHOWN =
      Pattern.compile("<details class=\"\\w+\" data-outcome=\"(\\w+)\">");

  @TempDir private Path folder;

  @Test
  void it_filters_what_is_shown() throws Exception {
    String all = shown("");
    ReportDocument report = Reports.document("config");
    assertThat(SHOWN.matcher(all).results()).hasSize(report.checks().size());
    assertThat(all).contains("<button type=\"button\">Copy</button>");

    String failed =
        shown(
            "document.querySelector('input[value=PASSED]').click();"
                + "document.querySelector('input[value=SKIPPED]').click();");
    assertThat(SHOWN.matcher(failed).results().map(it -> it.group(1)))
        .isNotEmpty()
        .containsOnly("FAILED");

    String searched =
        shown(
            "const at = document.getElementById('search'); at.value = 'postgres reachable';"
                + "at.dispatchEvent(new Event('input'));");
    assertThat(SHOWN.matcher(searched).results()).hasSize(1);
  }

  /** What stands in the page after a script that plays the reader. */
  private String shown(String script) throws Exception {
    assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium on this machine");
    Path page = folder.resolve("report.html");
    try (var out = new TerminalWriter(Files.newBufferedWriter(page))) {
      new HtmlPage().write(Reports.document("config"), out);
    }
    Files.writeString(
        page, Files.readString(page).replace("</body>", "<script>" + script + "</script></body>"));
    Process browser =
        new ProcessBuilder(
                List.of(
                    CHROMIUM.toString(),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--user-data-dir=" + folder.resolve("browser"),
                    "--dump-dom",
                    page.toUri().toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return dom;
    } finally {
      browser.destroy();
    }
  }
}
