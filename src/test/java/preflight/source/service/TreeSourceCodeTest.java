package preflight.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Source;
import preflight.source.tree.WorkingTrees;

/** How the image of a service is built whose profile does not say so. */
class TreeSourceCodeTest {

  private static final String DOCKERFILE =
      """
      FROM python:3.12-slim
      COPY app ./app
      CMD ["python", "-m", "app.main"]
      """;

  @TempDir private Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Service service(String name) {
    return new ServiceDraft(name).cloudRun(name + "-staging").done();
  }

  private String of(Map<String, Path> deployed, String... names) throws InterruptedException {
    Map<String, Service> services = new TreeMap<>();
    for (String it : names) {
      services.put(it, service(it));
    }
    var environment =
        new Environment(
            "test",
            "test",
            Gcp.NONE,
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            services,
            Optional.of(
                new Source(
                    new ResourceName(Kind.SOURCE, ""),
                    root.toString(),
                    List.of(),
                    List.of(),
                    List.of())));
    try (var code = new TreeSourceCode(root, new WorkingTrees(), Map.of(), deployed)) {
      return switch (code.of(Objects.requireNonNull(services.get(names[0])), environment)) {
        case SourceCode.Answer.Read(var read, var found) ->
            read.image().build() + " by " + found.orElse("the profile");
        case SourceCode.Answer.Undeclared(String what) -> what;
        case SourceCode.Answer.Unread(String why) -> "unread: " + why;
      };
    }
  }

  @Test
  void byTheOnlyDockerfileOfTheOnlyService() throws Exception {
    file("Dockerfile", DOCKERFILE);
    file("app/main.py", "");

    assertThat(of(Map.of(), "backend"))
        .contains("dockerfile=Dockerfile")
        .endsWith("by Dockerfile, the only Dockerfile of the tree");
    assertThat(of(Map.of(), "backend", "auth"))
        .isEqualTo(
            "the profile does not say how the image of backend is built; add image: { dockerfile:"
                + " Dockerfile, context: . } to it");
  }

  @Test
  void byWhatCloudBuildDeploys() throws Exception {
    file("backend/Dockerfile", DOCKERFILE);
    file("auth/Dockerfile", DOCKERFILE);
    file(
        "cloudbuild.yaml",
        """
        steps:
          - { name: docker, args: [build, -t, gcr.io/p/api, backend] }
          - { name: gcloud, args: [run, deploy, backend-staging, --image=gcr.io/p/api] }
        """);

    assertThat(of(Map.of(), "backend", "auth"))
        .contains("dockerfile=backend/Dockerfile, context=backend")
        .endsWith("by cloudbuild.yaml");
    assertThat(of(Map.of(), "auth", "backend"))
        .endsWith("or another of the 2 Dockerfiles of the tree");
  }

  @Test
  void byTheCommandThatDeploys() throws Exception {
    file("backend/Dockerfile", DOCKERFILE);
    file("other/main.py", "");

    assertThat(of(Map.of("backend-staging", root.resolve("backend")), "backend", "auth"))
        .contains("context=backend", "uploaded=true")
        .endsWith("by the command (--source)");
    assertThat(of(Map.of("backend-staging", root.resolve("other")), "backend"))
        .isEqualTo(
            "the command deploys the folder other, in which the source of the profile has no"
                + " Dockerfile");
  }

  @Test
  void aTreeThatIsNotThereBreaksNothingThatNobodyDeclared() throws Exception {
    Path there = root;
    root = there.resolve("nowhere");
    try {
      assertThat(of(Map.of(), "backend")).startsWith("the profile does not say");
    } finally {
      root = there;
    }
  }
}
