package preflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Assembles {@code docs/signals.md} from the rows that the provoking tests keep. */
class SignalsDocTest {

  private static final Path ROWS = Path.of("src/test/resources/signals");
  private static final Path DOC = Path.of("docs/signals.md");

  @Test
  void the_table_of_signals_is_up_to_date() throws IOException {
    var doc = new StringBuilder();
    doc.append(
        """
        # Condition, signal, phase

        Derived from the tests that provoke each condition against a real or scripted server on this
        machine; `mvn verify` fails when it is out of date.
        """);
    for (String part : List.of("redis", "postgres", "http")) {
      Path rows = ROWS.resolve(part + ".tsv");
      if (Files.exists(rows)) {
        doc.append("\n## ").append(part).append("\n\n| condition | signal | phase |\n");
        doc.append("| --- | --- | --- |\n");
        Files.readAllLines(rows).forEach(it -> doc.append(row(it)));
      }
    }
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(DOC.getParent());
      Files.writeString(DOC, doc);
    }
    assertThat(DOC).content().isEqualTo(doc.toString());
  }

  private static String row(String line) {
    String[] cells = line.split("\t", -1);
    return "| %s | `%s` | %s |\n".formatted(cells[0], cells[1], cells[2]);
  }
}
