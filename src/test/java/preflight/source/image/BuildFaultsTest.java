package preflight.source.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.source.tree.TreeOf;

class BuildFaultsTest {

  private static BuildFaults of(String copies, Map<String, String> files) {
    return of(Build.of("Dockerfile", ""), copies, files);
  }

  private static BuildFaults of(Build build, String copies, Map<String, String> files) {
    var all = new HashMap<>(files);
    all.put(build.dockerfile(), "FROM python:3.12-slim AS runtime\n" + copies + "\n");
    var tree = TreeOf.files(all);
    return BuildFaults.of(
        tree, ((ImageReader.Answer.Read) ImageReader.read(tree, build)).contents());
  }

  private static void isTold(BuildFaults faults, String said) {
    assertThat(faults.made()).isEmpty();
    assertThat(faults.certain())
        .singleElement()
        .satisfies(it -> assertThat(it.place() + ": " + it.message()).contains(said));
  }

  private static void isMade(BuildFaults faults, String path) {
    assertThat(faults.certain()).isEmpty();
    assertThat(faults.made()).containsExactly(path);
  }

  @Test
  void what_is_there_is_no_fault() {
    assertThat(of("COPY app /app", Map.of("app/main.py", "")).certain()).isEmpty();
    assertThat(of("COPY *.lock ./", Map.of()).certain()).as("a pattern may match none").isEmpty();
    assertThat(of("COPY --from=golang:1.24 /go/bin/x /x", Map.of()).certain()).isEmpty();
    assertThat(of("RUN make assets\nCOPY --from=runtime /assets /a", Map.of()).certain()).isEmpty();
    assertThat(of("ARG CONF\nCOPY $CONF /etc/", Map.of()).certain()).isEmpty();
  }

  @Test
  void a_file_that_nobody_committed() {
    isTold(
        of("COPY supervisord.conf /etc/", Map.of()),
        "Dockerfile:2:1: the build fails: it copies 'supervisord.conf', which the tree does not have");
    isTold(of("ADD bin bin", Map.of("app/main.py", "")), "it copies 'bin'");
    isTold(
        of("COPY build/run.sh /", Map.of("build/Makefile.in", "")),
        "it copies 'build/run.sh', which the tree does not have");
  }

  @Test
  void a_file_that_an_ignore_file_leaves_out() {
    isTold(
        of("COPY Makefile ./", Map.of("Makefile", "", ".dockerignore", "*\n!app\n")),
        "it copies 'Makefile', which .dockerignore:1 leaves out (*)");
    isTold(
        of("COPY dist ./", Map.of("dist/index.js", "", ".dockerignore", "dist\n")),
        "which .dockerignore:1 leaves out");
  }

  @Test
  void the_wrong_context() {
    isTold(
        of(
            Build.of("server/Dockerfile", ""),
            "COPY tsconfig.json ./",
            Map.of("server/tsconfig.json", "")),
        "server/Dockerfile:2:1: the build fails: it copies 'tsconfig.json'");
  }

  @Test
  void a_stage_that_does_not_exist() {
    isTold(
        of(new Build("Dockerfile", "", Optional.of("production"), Map.of(), false), "", Map.of()),
        "the build fails: no stage is called 'production'");
  }

  @Test
  void what_something_makes_before_the_build_is_not_told() {
    isMade(of("COPY target/app.jar /", Map.of("pom.xml", "")), "target/app.jar");
    isMade(of("COPY web/dist /srv", Map.of("web/src/a.ts", "")), "web/dist");
    isMade(of("COPY version.txt /", Map.of(".gitignore", "version.txt\n")), "version.txt");
    isMade(of("COPY conf/.env /", Map.of("conf/.gitignore", ".env\n")), "conf/.env");
    isMade(of("COPY proto/gen /", Map.of(".gitignore", "/proto/gen/\n")), "proto/gen");
    isMade(of("COPY key.json /", Map.of("cloudbuild.yaml", "- echo $K > key.json\n")), "key.json");
    isTold(
        of("COPY key.json /", Map.of("cloudbuild.yaml", "- echo $K > apikey.json\n")),
        "it copies 'key.json'");
    isTold(
        of("COPY keep.txt /", Map.of(".gitignore", "*.txt\n!keep.txt\n")), "it copies 'keep.txt'");
  }
}
