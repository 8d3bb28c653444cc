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

  /** Google's roles with artifactregistry.repositories.downloadArtifacts, in lower case. */
  private static final Set<String> PULLING =
      Set.of(
          "roles/artifactregistry.reader",
          "roles/artifactregistry.writer",
          "roles/artifactregistry.repoadmin",
          "roles/artifactregistry.admin",
          "roles/artifactregistry.createonpushwriter",
          "roles/artifactregistry.createonpushrepoadmin",
          "roles/run.serviceagent",
          "roles/viewer",
          "roles/editor",
          "roles/owner");

  private static final Set<String> EVERYBODY = Set.of("allusers", "allauthenticatedusers");

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

  @Override
  public ApiAnswer<Boolean> grants(Hosted image, String member) throws InterruptedException {
    List<String> path = repository(image);
    path.add(path.removeLast() + ":getIamPolicy");
    return rest.get(Api.ARTIFACT_REGISTRY, "repository", path)
        .map(policy ->
            policy.path("bindings").elements().stream()
                // Nobody here judges conditions.
                .filter(it -> it.path("condition").isMissing())
                .filter(it -> it.path("role").string().isOneOf(PULLING))
                .flatMap(it -> it.path("members").elements().stream())
                .anyMatch(it -> it.string().is(member) || it.string().isOneOf(EVERYBODY)));
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
    List<String> path = repository(image);
    path.addAll(below);
    return rest.get(Api.ARTIFACT_REGISTRY, "image", path);
  }

  private static List<String> repository(Hosted image) {
    return new ArrayList<>(
        List.of(
            "v1",
            "projects",
            image.project(),
            "locations",
            image.location(),
            "repositories",
            image.repository()));
  }
}
