package preflight.probe.log;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.file.PackedTable;
import preflight.probe.PeerText;

/** The sentences that are known: {@code signatures.tsv}, and those that a team adds. */
public final class Signatures {

  private static final String NAME = "(?P<variable>\\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\\b)";
  private static final String WORD = "(?P<variable>\\b[A-Z][A-Z0-9_]{2,}\\b)";
  private static final String LACKS =
      "not set|not be empty|not found|unset|missing|required|undefined|empty"
          + "|not (?:specified|configured|provided|defined|present)"
          + "|be (?:set|defined|provided|specified|configured)"
          + "|unbound variable|parameter (?:null or )?not set|field required|invalid input";

  /** Which sentence counts where several stand in a log. */
  private enum Rank {
    /** It outranks all that the container itself wrote. */
    FIRST,
    /** The last one counts. */
    USUAL,
    /** It tells little, and counts where nothing else does. */
    LAST
  }

  private record Row(LogSignature signature, Rank rank, Pattern pattern) {}

  private static final List<Row> SHIPPED =
      PackedTable.lines(Signatures.class, "signatures.tsv").stream().map(Signatures::read).toList();

  private static final Signatures ALONE = new Signatures(SHIPPED);

  private final List<Row> rows;

  private Signatures(List<Row> rows) {
    this.rows = rows;
  }

  /** The shipped ones, after those of a team. */
  public static Signatures with(List<LogSignature> own) {
    return own.isEmpty()
        ? ALONE
        : new Signatures(
            Stream.concat(
                    own.stream().map(it -> new Row(it, Rank.USUAL, Pattern.compile(it.regex()))),
                    SHIPPED.stream())
                .toList());
  }

  private static Row read(String line) {
    List<String> cells = Arrays.asList(line.split("\t", -1));
    String regex =
        cells.get(3).replace("{NAME}", NAME).replace("{WORD}", WORD).replace("{LACKS}", LACKS);
    return new Row(
        new LogSignature(
            cells.get(0), regex, LogSignature.Cause.valueOf(cells.get(1)), cells.get(4)),
        Rank.valueOf(cells.get(2)),
        Pattern.compile(regex));
  }

  /**
   * A sentence that was found.
   *
   * @param quote the line that holds it
   * @param variable that it names
   */
  public record Sighting(
      LogSignature signature, LogMessage message, PeerText quote, Optional<PeerText> variable) {

    /** Where in the code of the service it was raised: a file, or a method of Java, and a line. */
    public Optional<PeerText> raisedAt() {
      return RaisedAt.in(message.text());
    }
  }

  /**
   * Where a row matched.
   *
   * @param line the end of the line on which the match ends
   */
  private record Match(Row row, int start, int line, Optional<String> variable) {

    /** Runtimes end with what counts; on one line the first row does. */
    boolean outranks(Match other) {
      int rank = row.rank().compareTo(other.row().rank());
      return rank < 0 || (rank == 0 && line > other.line());
    }
  }

  /**
   * What tells best why the process ended that wrote these.
   *
   * @param messages in the order of time
   */
  public Optional<Sighting> lastWords(List<LogMessage> messages) {
    Optional<Match> best = Optional.empty();
    Optional<Sighting> told = Optional.empty();
    for (LogMessage message : messages.reversed()) {
      Optional<Match> found = best(message);
      if (found.isPresent()
          && (best.isEmpty() || found.get().row().rank().compareTo(best.get().row().rank()) < 0)) {
        best = found;
        told = found.map(it -> sighting(it, message));
      }
    }
    return told;
  }

  /** What one message tells. */
  public Optional<Sighting> of(LogMessage message) {
    return best(message).map(it -> sighting(it, message));
  }

  private Optional<Match> best(LogMessage message) {
    String text = message.text().raw();
    Optional<Match> best = Optional.empty();
    for (Row row : rows) {
      boolean hopeless = best.filter(it -> it.row().rank().compareTo(row.rank()) < 0).isPresent();
      Optional<Match> last = hopeless ? Optional.empty() : last(row, text);
      if (last.isPresent() && (best.isEmpty() || last.get().outranks(best.get()))) {
        best = last;
      }
    }
    return best;
  }

  private static Optional<Match> last(Row row, String text) {
    Matcher matcher = row.pattern().matcher(text);
    Optional<Match> last = Optional.empty();
    while (matcher.find()) {
      int line = text.indexOf('\n', Math.max(matcher.start(), matcher.end() - 1));
      Optional<String> variable =
          row.pattern().namedGroups().containsKey("variable")
              ? Optional.ofNullable(matcher.group("variable"))
              : Optional.empty();
      last =
          Optional.of(new Match(row, matcher.start(), line < 0 ? text.length() : line, variable));
    }
    return last;
  }

  private static Sighting sighting(Match match, LogMessage message) {
    return new Sighting(
        match.row().signature(),
        message,
        message.text().map(it -> line(it, match.start())),
        match.variable().map(it -> message.text().map(_ -> it.toUpperCase(Locale.ROOT))));
  }

  private static String line(String text, int at) {
    int from = text.lastIndexOf('\n', at) + 1;
    int to = text.indexOf('\n', at);
    return text.substring(Math.min(from, at), to < 0 ? text.length() : to).strip();
  }
}
