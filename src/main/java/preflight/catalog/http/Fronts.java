package preflight.catalog.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import preflight.catalog.http.Origin.Answered;
import preflight.check.signal.Signal;
import preflight.file.PackedTable;
import preflight.probe.PeerText;
import preflight.probe.http.Exchange.Answer.Response;

/**
 * What stands before applications and answers by itself, known by what it sends: {@code
 * fronts.tsv}.
 *
 * <p>A {@code Server} header proves little: proxies put theirs on what applications answer, too. So
 * the whole answer counts, and an application that quotes one speaks for itself.
 */
final class Fronts {

  private static final List<Front> TABLE =
      PackedTable.lines(Fronts.class, "fronts.tsv").stream().map(Fronts::read).toList();

  private Fronts() {}

  /** A row of the table. */
  private record Front(
      Origin by,
      String speaker,
      Predicate<Integer> statuses,
      Optional<Signal> signal,
      List<Predicate<Sheet>> conditions,
      Optional<String> says) {

    boolean wrote(Sheet sheet) {
      return statuses.test(sheet.status()) && conditions.stream().allMatch(it -> it.test(sheet));
    }

    Answered answered(int status) {
      return new Answered(by, speaker, signal.or(() -> gateway(status)), says);
    }
  }

  /** Who wrote an answer, where it is one of them. */
  static Optional<Answered> of(Response response) {
    Sheet sheet = new Sheet(response, response.body().text().strip());
    return TABLE.stream()
        .filter(it -> it.wrote(sheet))
        .findFirst()
        .map(it -> it.answered(response.status()));
  }

  /**
   * What the status means on a proxy's own page; empty for those that are no matter of gateways.
   */
  static Optional<Signal> gateway(int status) {
    return switch (status) {
      case 502, 503, 520, 521, 523, 525, 526 -> Optional.of(Signal.HTTP_PROXY_NO_BACKEND);
      case 504, 522, 524 -> Optional.of(Signal.HTTP_PROXY_TIMEOUT);
      case 413 -> Optional.of(Signal.HTTP_PROXY_TOO_LARGE);
      default -> Optional.empty();
    };
  }

  private static Front read(String row) {
    List<String> cells = Arrays.asList(row.split("\t", -1));
    return new Front(
        Origin.valueOf(cells.get(0)),
        cells.get(1),
        statuses(cells.get(2)),
        cells.get(3).equals("by-status")
            ? Optional.empty()
            : Optional.of(Signal.valueOf(cells.get(3))),
        Arrays.stream(cells.get(4).split(" && ", -1)).map(Fronts::condition).toList(),
        Optional.of(cells.get(5)).filter(it -> !it.equals("-")));
  }

  private static Predicate<Integer> statuses(String cell) {
    if (cell.equals("*")) {
      return _ -> true;
    }
    if (cell.equals("gateway")) {
      return it -> gateway(it).isPresent();
    }
    Set<Integer> some =
        Arrays.stream(cell.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    return some::contains;
  }

  private static Predicate<Sheet> condition(String text) {
    if (text.startsWith("not ")) {
      return condition(text.substring("not ".length())).negate();
    }
    return switch (text) {
      case "google" -> Sheet::google;
      case "page" -> Sheet::page;
      case "titled" -> Sheet::titled;
      default -> {
        List<String> words = Arrays.asList(text.split(" ", 2));
        yield switch (words.getFirst()) {
          case "body" -> {
            Comparison comparison = Comparison.of(words.getLast());
            yield it -> comparison.holds(it.body(), it.status());
          }
          case "header" -> header(words.getLast());
          default -> throw new IllegalStateException("no condition: " + text);
        };
      }
    };
  }

  private static Predicate<Sheet> header(String text) {
    List<String> words = Arrays.asList(text.split(" ", 2));
    String name = words.getFirst();
    if (words.size() == 1) {
      return it -> it.header(name).isPresent();
    }
    Comparison comparison = Comparison.of(words.getLast());
    return it -> it.header(name).filter(value -> comparison.holds(value, it.status())).isPresent();
  }

  /** A text and how it is compared; {@code {status}} in it is the status of the answer. */
  private record Comparison(String how, String text) {

    static Comparison of(String words) {
      List<String> parts = Arrays.asList(words.split(" ", 2));
      return new Comparison(parts.getFirst(), parts.getLast());
    }

    boolean holds(PeerText said, int status) {
      String wanted = text.replace("{status}", String.valueOf(status));
      return switch (how) {
        case "has" -> said.containsIgnoringCase(wanted);
        case "begins" -> said.startsWith(wanted);
        case "is" -> wanted.isEmpty() ? said.isBlank() : said.isIgnoringCase(wanted);
        default -> throw new IllegalStateException("no comparison: " + how);
      };
    }
  }

  /** An answer as a page. */
  private record Sheet(Response answer, PeerText body) {

    int status() {
      return answer.status();
    }

    Optional<PeerText> header(String name) {
      return answer.headers().value(name);
    }

    boolean google() {
      return Origin.throughGoogle(answer);
    }

    boolean page() {
      return body.startsWith("<html")
          || body.startsWith("<HTML")
          || body.startsWith("<!DOCTYPE")
          || body.startsWith("<!doctype");
    }

    boolean titled() {
      return body.startsWith("<html>") && body.contains("<center><h1>" + status() + " ");
    }
  }
}
