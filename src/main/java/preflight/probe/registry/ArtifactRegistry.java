package preflight.probe.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import preflight.probe.PeerJson;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleRest;
import preflight.probe.google.OncePerKey;
import preflight.probe.registry.ImageReference.Hosted;
import preflight.probe.registry.ImageReference.Version;

/** Google's registry, by its REST interface. */
public final class ArtifactRegistry implements Images {

  private static final int AT_ONCE = 8;

  /** Modes of a repository that fetches from others what it does not hold. */
  private static final Set<String> FETCHING = Set.of("remote_repository", "virtual_repository");

  private final GoogleRest rest;
  private final OncePerKey<Hosted, ApiAnswer<Finding>> found;

  public ArtifactRegistry(GoogleRest rest) {
    this.rest = rest;
    this.found = new OncePerKey<>(new Semaphore(AT_ONCE), this::look, ApiAnswer::lasting);
  }

  @Override
  public ApiAnswer<Finding> find(Hosted image) throws InterruptedException {
    return found.get(image);
  }

  private ApiAnswer<Finding> look(Hosted image) {
    try {
      return switch (get(image, versioned(image))) {
        case ApiAnswer.Got<PeerJson> _ -> new ApiAnswer.Got<>(Finding.HELD);
        case ApiAnswer.Absent<PeerJson> _ -> absent(image);
        case ApiAnswer<PeerJson> other -> other.map(_ -> Finding.HELD);
      };
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new ApiAnswer.Refused<>(new ApiTrouble.Unavailable("CANCELLED"));
    }
  }

  /** What is absent from one kind of repository is missing, and from another only not there yet. */
  private ApiAnswer<Finding> absent(Hosted image) throws InterruptedException {
    return switch (get(image, List.of())) {
      case ApiAnswer.Absent<PeerJson> _ -> new ApiAnswer.Got<>(Finding.NO_REPOSITORY);
      case ApiAnswer<PeerJson> other ->
          other.map(it ->
              it.path("mode").string().isOneOf(FETCHING) ? Finding.ON_DEMAND : Finding.NOT_HELD);
    };
  }

  private static List<String> versioned(Hosted image) {
    return switch (image.version()) {
      case Version.Tag(String tag) -> List.of("packages", image.name(), "tags", tag);
      case Version.Digest(String digest) -> List.of("packages", image.name(), "versions", digest);
    };
  }

  private ApiAnswer<PeerJson> get(Hosted image, List<String> below) throws InterruptedException {
    var path =
        new ArrayList<>(
            List.of(
                "v1",
                "projects",
                image.project(),
                "locations",
                image.location(),
                "repositories",
                image.repository()));
    path.addAll(below);
    return rest.get(Api.ARTIFACT_REGISTRY, "image", path);
  }
}
