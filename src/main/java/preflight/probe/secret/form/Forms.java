package preflight.probe.secret.form;

import java.util.List;
import java.util.regex.Pattern;
import preflight.file.PackedTable;

/** Reads the forms of {@code credential-forms.txt}. */
final class Forms {

  private static final String FILE = "/preflight/probe/credential-forms.txt";
  private static final Pattern GAP = Pattern.compile(" {2,}");
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int COLUMNS = 6;

  private Forms() {}

  static List<Form> all() {
    return PackedTable.lines(Forms.class, FILE).stream().map(Forms::form).toList();
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
