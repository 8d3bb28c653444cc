package preflight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageCommandTest {

  @TempDir private Path directory;

  @BeforeEach
  void tree() throws IOException {
    write(
        "backend/Dockerfile",
        "FROM python:3.11-slim\nWORKDIR /app\nCOPY backend/requirements.txt .\nRUN pip install -r requirements.txt\nCOPY backend/app app\nCMD [\"uvicorn\", \"app.main:app\"]\n");
    write("backend/requirements.txt", "fastapi==0.115.0\n");
    write("backend/app/main.py", "");
    write("backend/app/notes.md", "");
    write("scripts/a.py", "");
    write("scripts/b.py", "");
    write(".dockerignore", "**/*.md\n");
    write(
        "staging.yaml",
        """
        version: 1
        environment: staging
        gcp: { project: acme-staging, region: europe-west1 }
        source: { root: . }
        services:
          backend:
            image: { dockerfile: backend/Dockerfile, context: . }
          broken:
            image: { dockerfile: backend/app }
          other: {}
        """);
  }

  private void write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  private Invocation call(String... arguments) {
    Invocation.Heard heard = Invocation.shell(Map.of(), 100);
    Shell it = heard.shell();
    var shell =
        new Shell(
            it.installation(),
            it.environment(),
            directory,
            it.terminal(),
            it.out(),
            it.err(),
            it.since(),
            Optional.empty());
    int code =
        Commands.of(shell)
            .execute(
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("image"), Arrays.stream(arguments))
                    .toArray(String[]::new));
    return new Invocation(code, heard.out(), heard.err());
  }

  @Test
  void lists_what_is_packed_and_why_not_the_rest() {
    Invocation listed = call("--dockerfile", "backend/Dockerfile");
    assertThat(listed.exitCode()).isZero();
    assertThat(listed.out())
        .contains(
            "base        python:3.11-slim",
            "language    python 3.11: the base image is python:3.11-slim",
            "command     uvicorn app.main:app",
            "packed: 2 files",
            "  backend/app/main.py → /app/app/main.py",
            "  backend/app/notes.md  .dockerignore:1 leaves it out (**/*.md)",
            "  scripts/  2 files: no COPY of backend/Dockerfile names it",
            "  fastapi 0.115.0  backend/requirements.txt:1");
  }

  @Test
  void says_why_of_one_file() {
    assertThat(call("--dockerfile", "backend/Dockerfile", "--why", "scripts/a.py").out())
        .isEqualTo("scripts/a.py is not packed: no COPY of backend/Dockerfile names it\n");
    assertThat(call("--dockerfile", "backend/Dockerfile", "--why", "backend/app/main.py").out())
        .isEqualTo("backend/app/main.py → /app/app/main.py\n  backend/Dockerfile:5 copies it\n");
    assertThat(call("--dockerfile", "backend/Dockerfile", "--why", "no.py").exitCode())
        .isEqualTo(64);
  }

  @Test
  void json_has_all_of_it() {
    JsonNode document =
        new JsonMapper().readTree(call("--dockerfile", "backend/Dockerfile", "-o", "json").out());
    assertThat(document.path("packed").get(0).path("path").stringValue())
        .isEqualTo("/app/app/main.py");
    assertThat(document.path("left").size()).isEqualTo(6);
    assertThat(document.path("installed").toString()).contains("fastapi");
  }

  @Test
  void a_profile_tells_how_it_is_built() {
    String profile = directory.resolve("staging.yaml").toString();
    Invocation listed = call(profile, "backend");
    assertThat(listed.err()).isEmpty();
    assertThat(listed.out()).contains("backend/app/main.py → /app/app/main.py");
    assertThat(call(profile, "services.backend", "--why", "scripts/a.py").exitCode()).isZero();
    Invocation broken = call(profile, "broken");
    assertThat(broken.exitCode()).isEqualTo(78);
    assertThat(broken.err()).contains("backend/app is a directory");
    assertThat(call(profile, "other").exitCode()).isEqualTo(64);
    assertThat(call(profile, "backnd").err()).contains("did you mean 'backend'?");
    assertThat(call("nothing", "backend").exitCode()).isEqualTo(78);
  }

  @Test
  void lint_tells_a_dockerfile_that_is_not_there() throws IOException {
    write(
        "absent.yaml",
        """
        version: 1
        environment: absent
        gcp: { project: acme-staging, region: europe-west1 }
        source: { root: . }
        services:
          backend:
            image: { dockerfile: api/Dockerfile }
          other:
            image: { dockerfile: backend/Dockerfile }
        """);
    Invocation linted = Invocation.of("lint", directory.resolve("absent.yaml").toString());
    assertThat(linted.exitCode()).isZero();
    assertThat(linted.out()).containsOnlyOnce("there is no").contains("api/Dockerfile here");
  }

  @Test
  void bad_input_is_a_sentence() throws IOException {
    Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    try (var large =
        Files.newByteChannel(
            directory.resolve("large"),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      large.position(100L << 20);
      large.write(java.nio.ByteBuffer.wrap(new byte[] {1}));
    }
    Map<String, String> said =
        Map.of(
            "no", "no is not in the tree",
            "backend", "backend is a directory",
            "binary", "binary is not UTF-8",
            "loop", "loop is a symbolic link",
            "large", "large is larger than",
            "../x", "lies outside of this folder",
            "https://example.com/x", "is not a file on this machine");
    said.forEach((file, words) -> {
      Invocation refused = call("--dockerfile", file);
      assertThat(refused.exitCode()).as(file).isEqualTo(64);
      assertThat(refused.err()).contains(words);
    });
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("staging"),
            List.of("staging", "backend", "--target", "x"),
            List.of("staging", "backend", "--dockerfile", "x"),
            List.of("--dockerfile", "backend/Dockerfile", "--build-arg", "x"))) {
      assertThat(call(wrong.toArray(String[]::new)).exitCode()).as(wrong.toString()).isEqualTo(64);
    }
  }
}
