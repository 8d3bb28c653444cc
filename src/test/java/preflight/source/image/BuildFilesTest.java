package preflight.source.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.source.image.BuildFiles.Found;
import preflight.source.tree.TreeOf;

class BuildFilesTest {

  private static List<Found> in(String name, String text) {
    return in(
        Map.of(name, text, "backend/Dockerfile", "", "auth/Dockerfile", "", "Dockerfile", ""));
  }

  private static List<Found> in(Map<String, String> files) {
    return BuildFiles.in(TreeOf.files(new HashMap<>(files)));
  }

  private static Optional<String> of(List<Found> found, String... names) {
    return BuildFiles.of(found, Set.of(names))
        .map(it -> it.build().dockerfile() + " in " + it.build().context());
  }

  @Test
  void cloud_build_says_what_it_builds_and_where_it_deploys_it() {
    List<Found> found =
        in(
            "cloudbuild.yaml",
            """
            substitutions: { _SERVICE: backend-staging }
            steps:
              - name: gcr.io/cloud-builders/docker
                args: [build, -t, "gcr.io/$PROJECT_ID/api:$SHORT_SHA", -f, backend/Dockerfile,
                  --build-arg, PYTHON=3.12, --target=run, .]
              - name: gcr.io/cloud-builders/docker
                entrypoint: bash
                args: [-c, "docker build --no-cache -t gcr.io/$PROJECT_ID/auth auth && docker push x"]
              - name: gcr.io/google.com/cloudsdktool/cloud-sdk
                entrypoint: gcloud
                args: [run, deploy, "${_SERVICE}", --image, "gcr.io/$PROJECT_ID/api:$SHORT_SHA"]
            """);

    assertThat(of(found, "backend-staging", "backend")).contains("backend/Dockerfile in ");
    assertThat(of(found, "auth")).contains("auth/Dockerfile in auth");
    assertThat(of(found, "other")).isEmpty();
    // What is deployed as another service is not this one, whatever it is called.
    assertThat(of(found, "api")).isEmpty();
    assertThat(found.getFirst().build().arguments()).containsEntry("PYTHON", "3.12");
    assertThat(found.getFirst().build().target()).contains("run");
  }

  @Test
  void kaniko_and_folders() {
    assertThat(
            of(
                in(
                    "ci/cloudbuild.yaml",
                    """
                    steps:
                      - name: gcr.io/kaniko-project/executor:latest
                        args: [--destination=eu.gcr.io/p/backend:1, --dockerfile=backend/Dockerfile, --context=dir:///workspace]
                      - name: gcr.io/cloud-builders/docker
                        dir: auth
                        args: [build, --tag, eu.gcr.io/p/auth, .]
                    """),
                "backend"))
        .contains("backend/Dockerfile in ");
  }

  @Test
  void compose_says_how_its_services_are_built() {
    List<Found> found =
        in(
            "docker-compose.yml",
            """
            services:
              backend: { build: { context: ., dockerfile: backend/Dockerfile, args: { A: b } } }
              auth: { build: ./auth }
              cache: { image: redis }
            """);

    assertThat(of(found, "backend")).contains("backend/Dockerfile in ");
    assertThat(of(found, "auth")).contains("auth/Dockerfile in auth");
    assertThat(of(found, "cache")).isEmpty();
  }

  /** Two builds of one name, one for developers, one that is computed: none is certain. */
  @Test
  void whatIsNotCertain() {
    Map<String, String> files = new HashMap<>();
    files.put("Dockerfile", "");
    files.put("Dockerfile.dev", "");
    files.put("backend/Dockerfile", "");
    files.put("compose.dev.yaml", "services: { backend: { build: backend } }\n");
    assertThat(of(in(files), "backend")).isEmpty();
    files.put(
        "compose.yaml",
        "services: { backend: { build: { context: ., dockerfile: Dockerfile.dev } } }\n");
    assertThat(of(in(files), "backend")).isEmpty();
    files.put("compose.yaml", "services: { backend: { build: $WHERE } }\n");
    assertThat(of(in(files), "backend")).isEmpty();
    files.put("compose.yaml", "services: { backend: { build: . } }\n");
    assertThat(of(in(files), "backend")).contains("Dockerfile in ");
    files.put(
        "cloudbuild.yaml", "steps: [{ name: docker, args: [build, -t, g/backend, backend] }]\n");
    assertThat(of(in(files), "backend")).isEmpty();
    files.put("cloudbuild.yaml", "steps: [: not YAML\n");
    assertThat(of(in(files), "backend")).contains("Dockerfile in ");
    // From the root, and from the folder of the file.
    files.remove("compose.yaml");
    files.put(
        "backend/cloudbuild.yaml", "steps: [{ name: docker, args: [build, -t, g/backend, .] }]\n");
    assertThat(of(in(files), "backend")).isEmpty();
  }
}
