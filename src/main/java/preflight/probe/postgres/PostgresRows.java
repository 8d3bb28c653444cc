package preflight.probe.postgres;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.probe.Answer;
import preflight.probe.PeerText;
import preflight.probe.network.Limits;
import preflight.resource.Postgres;
import preflight.resource.Target;

/** Asks a Postgres one question in SQL, in a read-only transaction with a statement timeout. */
public interface PostgresRows {

  /** What came back; columns by name, values as text, {@code NULL} left out. */
  record Rows(List<Map<String, PeerText>> rows) {

    public Rows {
      rows = List.copyOf(rows);
    }

    /** All values of a column that are not {@code NULL}. */
    public List<PeerText> column(String name) {
      return rows.stream().map(it -> it.get(name)).filter(java.util.Objects::nonNull).toList();
    }

    /** A value of the first row. */
    public Optional<PeerText> text(String column) {
      return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.getFirst().get(column));
    }

    /** A whole number in the first row; zero where there is none. */
    public long number(String column) {
      return text(column).map(PeerText::raw).map(Long::parseLong).orElse(0L);
    }

    /** A boolean in the first row. */
    public boolean isTrue(String column) {
      return text(column).filter(it -> it.is("t")).isPresent();
    }
  }

  /**
   * Asks once.
   *
   * @param sql with a question mark for each parameter; parameters are texts
   */
  Answer<Rows, SqlError> ask(
      Target<Postgres> postgres, String sql, List<String> parameters, Limits limits)
      throws InterruptedException;
}
