package preflight.probe.secret.form;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the forms of {@code credential-forms.txt}. */
final class Forms {

  private static final String FILE = "/preflight/probe/credential-forms.txt";
  private static final Pattern GAP = Pattern.compile(" {2,}");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int COLUMNS = 6;

  private Forms() {}

  static List<Form> all() {
    try (InputStream file = Forms.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not packed");
      }
      return new String(file.readAllBytes(), UTF_8)
          .lines()
          .filter(it -> !it.startsWith("#") && !it.isBlank())
          .map(Forms::form)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Form form(String line) {
    String[] columns = GAP.split(line, COLUMNS);
    return new Form(
        columns[0],
        List.of(COMMA.split(columns[1], 0)),
        Pattern.compile(columns[2]),
        Double.parseDouble(columns[3]),
        columns[4],
        columns[5]);
  }
}
