package preflight.catalog.deployment;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.catalog.http.Places;
import preflight.catalog.platform.JudgedRevisions;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.OncePerKey;
import preflight.probe.http.Exchange.Answer.Response;
import preflight.probe.http.Http;
import preflight.probe.http.HttpRequest;
import preflight.probe.run.Provenance.Mark;
import preflight.probe.run.RevisionState;
import preflight.resource.Service;
import preflight.resource.service.ServiceRelease;

/** Which commits serve: by what revisions say of themselves, and by what the service answers. */
public final class ServingCommits {

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** As it stands, or behind what {@code git describe} writes: {@code v1.4-3-g2ebef0d}. */
  private static final Pattern COMMIT =
      Pattern.compile("(?i)(?:[\\w.+-]{1,100}[-+.]g?)?(?<commit>[0-9a-f]{7,40})(?:-dirty)?");

  private final JudgedRevisions revisions;
  private final Http http;
  private final OncePerKey<Service, Version> versions;

  public ServingCommits(JudgedRevisions revisions, Http http) {
    this.revisions = revisions;
    this.http = http;
    this.versions = new OncePerKey<>(new Semaphore(8), this::ask);
  }

  /**
   * What serves.
   *
   * @param revisions in the platform's order
   */
  record Serving(List<RevisionState> revisions, Version version) {

    /** The commit of a revision; empty where nothing tells it, or what tells it disagrees. */
    Optional<String> commit(RevisionState revision) {
      List<Mark> marks = marks(revision);
      return marks.stream().allMatch(it -> it.agrees(marks.getFirst()))
          ? marks.stream().map(Mark::commit).max(Comparator.comparingInt(String::length))
          : Optional.empty();
    }

    /** Why there is none. */
    String unclear(RevisionState revision) {
      return marks(revision).isEmpty()
          ? "nothing tells the commit of " + revision.label()
          : "what tells the commit of %s disagrees: %s"
              .formatted(
                  revision.label(),
                  marks(revision).stream().map(Mark::toString).collect(Collectors.joining(", ")));
    }

    /** What one of several revisions answers says nothing of another. */
    private List<Mark> marks(RevisionState revision) {
      Stream<Mark> answered =
          revisions.size() == 1 && version instanceof Version.Says(Mark mark)
              ? Stream.of(mark)
              : Stream.of();
      return Stream.concat(revision.provenance().marks().stream(), answered).toList();
    }
  }

  /** What the service itself answers. */
  sealed interface Version {

    /** The profile declares no path to ask. */
    record Undeclared() implements Version {}

    record Says(Mark mark) implements Version {}

    /**
     * It was asked and told none.
     *
     * @param why ends a sentence that begins with the path
     */
    record SaysNothing(String path, String why) implements Version {}
  }

  ApiAnswer<Serving> of(Service service) throws InterruptedException {
    ApiAnswer<List<RevisionState>> serving = revisions.serving(service);
    return serving instanceof ApiAnswer.Got<List<RevisionState>>(var found)
        ? new ApiAnswer.Got<>(new Serving(found, versions.get(service)))
        : serving.map(it -> new Serving(it, new Version.Undeclared()));
  }

  private Version ask(Service service) {
    Optional<String> path = service.release().flatMap(ServiceRelease::version);
    if (path.isEmpty()) {
      return new Version.Undeclared();
    }
    if (service.url().isEmpty()) {
      return new Version.SaysNothing(path.get(), "cannot be asked: the service has no url");
    }
    String field = service.release().orElseThrow().field();
    try {
      var request = HttpRequest.to(service, Places.join(service.url().get(), path.get()), PATIENCE);
      return http.send(request).answer() instanceof Response response
          ? read(path.get(), field, response)
          : new Version.SaysNothing(path.get(), "gives no answer");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Version.SaysNothing(path.get(), "gave no answer in time");
    }
  }

  private static Version read(String path, String field, Response response) {
    if (response.status() != 200) {
      return new Version.SaysNothing(path, "answers %d".formatted(response.status()));
    }
    PeerText body = response.body().text();
    return Stream.concat(at(body, field).stream(), Stream.of(body))
        .map(PeerText::strip)
        .flatMap(it -> commit(it).stream())
        .findFirst()
        .<Version>map(it -> new Version.Says(new Mark("the answer of " + path, it)))
        .orElseGet(() -> new Version.SaysNothing(path, "has no commit at '%s'".formatted(field)));
  }

  private static Optional<PeerText> at(PeerText body, String field) {
    return PeerJson.of(body)
        .flatMap(root -> {
          PeerJson node = root;
          for (String key : field.split("\\.", -1)) {
            node = node.path(key);
          }
          return node.isMissing() ? Optional.empty() : Optional.of(node.text());
        });
  }

  private static Optional<String> commit(PeerText said) {
    if (!said.matches(COMMIT)) {
      return Optional.empty();
    }
    Matcher matcher = COMMIT.matcher(said.shown());
    return matcher.matches()
        ? Optional.ofNullable(matcher.group("commit")).map(it -> it.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
