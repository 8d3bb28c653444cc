package preflight.probe.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.google.GoogleRest;
import preflight.probe.google.OncePerKey;
import preflight.probe.log.LogLines.Line;
import preflight.probe.log.LogMessage.Speaker;

/**
 * Google's logs, by their REST interface ({@code entries.list} of Cloud Logging v2). The newest
 * come first, and a project has 60 questions a minute: a revision is asked about once, and no more
 * is read than what tells why it fails.
 */
public final class CloudLogging implements Logs {

  private static final int AT_ONCE = 4;
  private static final int PAGES = 4;
  private static final int ON_A_PAGE = 250;
  private static final long LARGEST_PAGE = 4L << 20;

  /** An entry has 256 KiB at most; nobody reads as much. */
  private static final int LONGEST = 1 << 15;

  /** Where loggers of all kinds put what they have to say. */
  private static final List<String> WORDS =
      List.of(
          "message",
          "msg",
          "event",
          "error",
          "err",
          "exception",
          "stack_trace",
          "stacktrace",
          "stack",
          "exc_info");

  private final GoogleApis apis;
  private final GoogleRest rest;
  private final OncePerKey<Question, ApiAnswer<Excerpt>> known;

  private record Question(String service, String revision, Instant since) {}

  public CloudLogging(GoogleApis apis, GoogleRest rest) {
    this.apis = apis;
    this.rest = rest;
    this.known = new OncePerKey<>(new Semaphore(AT_ONCE), this::read, ApiAnswer::lasting);
  }

  @Override
  public ApiAnswer<Excerpt> of(String service, String revision, Instant since)
      throws InterruptedException {
    return known.get(new Question(service, revision, since));
  }

  private ApiAnswer<Excerpt> read(Question question) {
    if (apis.project().isEmpty() || apis.region().isEmpty()) {
      String field = apis.project().isEmpty() ? "gcp.project" : "gcp.region";
      return new ApiAnswer.Refused<>(new ApiTrouble.Undeclared(field));
    }
    try {
      return pages(question);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ApiAnswer.Refused<>(new ApiTrouble.Unavailable("CANCELLED"));
    }
  }

  /** An empty page may have a next one: the API looks on. */
  private ApiAnswer<Excerpt> pages(Question question) throws InterruptedException {
    List<Line> newestFirst = new ArrayList<>();
    PeerText token = PeerText.NOTHING;
    for (int page = 0; page < PAGES; page++) {
      ApiAnswer<PeerJson> answer = page(question, token);
      if (!(answer instanceof ApiAnswer.Got<PeerJson>(PeerJson got))) {
        // What came before the trouble is something, and says that it is not all.
        return newestFirst.isEmpty()
            ? answer.map(_ -> new Excerpt(List.of(), true))
            : new ApiAnswer.Got<>(excerpt(newestFirst, true));
      }
      List<PeerJson> entries = got.path("entries").elements();
      entries.forEach(it -> line(it).ifPresent(newestFirst::add));
      token = got.path("nextPageToken").string();
      if (token.isBlank()) {
        // A page that was too large lost its token.
        boolean cut = !entries.isEmpty() && got.isPart();
        return new ApiAnswer.Got<>(excerpt(newestFirst, cut));
      }
    }
    return new ApiAnswer.Got<>(excerpt(newestFirst, true));
  }

  private static Excerpt excerpt(List<Line> newestFirst, boolean cut) {
    List<Line> inOrder = new ArrayList<>(newestFirst);
    Collections.reverse(inOrder);
    return new Excerpt(LogLines.joined(inOrder), cut);
  }

  private ApiAnswer<PeerJson> page(Question question, PeerText token) throws InterruptedException {
    Map<String, Object> document =
        Map.of(
            "resourceNames",
            List.of("projects/" + apis.project().orElseThrow()),
            "filter",
            filter(question),
            "orderBy",
            "timestamp desc",
            "pageSize",
            ON_A_PAGE,
            "pageToken",
            token.raw());
    return rest.post(Api.LOGGING, "log", List.of("v2", "entries:list"), document, LARGEST_PAGE);
  }

  /** Plain lines of a container have no severity, so nothing is left out but what went well. */
  private String filter(Question question) {
    return Stream.of(
            "resource.type=\"cloud_run_revision\"",
            "resource.labels.location=" + quoted(apis.region().orElseThrow()),
            "resource.labels.service_name=" + quoted(question.service()),
            "resource.labels.revision_name=" + quoted(question.revision()),
            "timestamp>=" + quoted(question.since().toString()),
            "NOT (log_id(\"run.googleapis.com/requests\") AND severity<ERROR)")
        .collect(Collectors.joining(" AND "));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Optional<Line> line(PeerJson entry) {
    PeerText text = words(entry);
    return at(entry)
        .filter(_ -> !text.isBlank())
        .map(it ->
            new Line(
                new LogMessage(
                    it,
                    speaker(entry.path("logName").string()),
                    entry.path("labels").path("instanceId").string(),
                    entry.path("trace").string(),
                    text),
                entry.path("logName").string()));
  }

  private static Optional<Instant> at(PeerJson entry) {
    try {
      return Optional.of(Instant.parse(entry.path("timestamp").string().raw()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Speaker speaker(PeerText log) {
    return log.endsWith("/logs/run.googleapis.com%2Frequests")
        ? Speaker.FRONT
        : log.endsWith("/logs/run.googleapis.com%2Fvarlog%2Fsystem")
                || log.contains("/logs/cloudaudit.googleapis.com%2F")
            ? Speaker.PLATFORM
            : Speaker.CONTAINER;
  }

  private static PeerText words(PeerJson entry) {
    PeerText plain = entry.path("textPayload").string();
    PeerText text =
        !plain.isBlank()
            ? plain
            : entry.path("jsonPayload").isObject()
                ? structured(entry.path("jsonPayload"), plain)
                : entry.path("protoPayload").path("status").path("message").string();
    return text.map(it -> it.length() > LONGEST ? it.substring(it.length() - LONGEST) : it);
  }

  private static PeerText structured(PeerJson payload, PeerText nothing) {
    String all =
        WORDS.stream()
            .flatMap(it -> {
              PeerJson field = payload.path(it);
              PeerJson stack = field.isObject() ? field.path("stack") : field;
              PeerText said = stack.isMissing() ? field.path("message").string() : stack.string();
              return Stream.of(said.raw()).filter(words -> !words.isBlank());
            })
            .distinct()
            .collect(Collectors.joining("\n"));
    return nothing.map(_ -> all);
  }
}
