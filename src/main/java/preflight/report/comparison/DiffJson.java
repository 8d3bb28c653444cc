package preflight.report.comparison;

import java.io.PrintWriter;
import preflight.check.command.TerminalText;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code diff} prints for programs: one {@link Difference}. */
public final class DiffJson {

  public void write(Difference difference, PrintWriter out) {
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    out.print(TerminalText.part(mapper.writeValueAsString(difference), false));
    out.println();
  }
}
