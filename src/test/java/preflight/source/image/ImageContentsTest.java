package preflight.source.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.source.image.ignore.Verdict;
import preflight.source.tree.TreeOf;

class ImageContentsTest {

  private static ImageContents of(String dockerfile, String... paths) {
    return of(Build.of("Dockerfile", ""), dockerfile, paths);
  }

  private static ImageContents of(Build build, String dockerfile, String... paths) {
    var tree = TreeOf.paths(paths).with(build.dockerfile(), dockerfile);
    return ((ImageReader.Answer.Read) ImageReader.read(tree, build)).contents();
  }

  /** Each file of the image, and where it comes from. */
  private static List<String> packed(ImageContents image) {
    return image.packed().entrySet().stream()
        .map(it -> it.getKey() + " < " + it.getValue().source().orElse("-"))
        .toList();
  }

  private static List<String> packed(String copies, String... paths) {
    return packed(of("FROM python:3.11\nWORKDIR /app\n" + copies, paths));
  }

  @Test
  void a_file_goes_into_a_directory_or_becomes_the_destination() {
    assertThat(packed("COPY a.py b.py", "a.py")).containsExactly("/app/b.py < a.py");
    assertThat(packed("COPY a.py b/", "a.py")).containsExactly("/app/b/a.py < a.py");
    assertThat(packed("COPY a.py .", "a.py")).containsExactly("/app/a.py < a.py");
    assertThat(packed("COPY a.py /app", "a.py")).containsExactly("/app/a.py < a.py");
    assertThat(packed("COPY a.py /srv", "a.py")).containsExactly("/srv/a.py < a.py");
    assertThat(packed("COPY a.py /other", "a.py")).containsExactly("/other < a.py");
    assertThat(packed("RUN mkdir -p /x/y\nCOPY a.py /x", "a.py")).containsExactly("/x/a.py < a.py");
    assertThat(packed("COPY a.py b.py ./c/", "a.py", "b.py"))
        .containsExactly("/app/c/a.py < a.py", "/app/c/b.py < b.py");
  }

  @Test
  void a_directory_gives_its_content() {
    assertThat(packed("COPY src .", "src/a.py", "src/d/b.py", "other"))
        .containsExactly("/app/a.py < src/a.py", "/app/d/b.py < src/d/b.py");
    assertThat(packed("COPY src/ src/", "src/a.py")).containsExactly("/app/src/a.py < src/a.py");
    assertThat(packed("COPY src lib ./", "src/a.py", "lib/b.py"))
        .as("both lose their names, as many found out")
        .containsExactly("/app/a.py < src/a.py", "/app/b.py < lib/b.py");
    assertThat(packed("COPY . .", "a/b"))
        .contains("/app/a/b < a/b", "/app/Dockerfile < Dockerfile");
    assertThat(packed("COPY /a /b/", "a/c")).containsExactly("/b/c < a/c");
    assertThat(packed("COPY ../a .", "a/c")).containsExactly("/app/c < a/c");
    assertThat(packed("COPY srv srv", "srv/x", "srv2/x", "srv-x"))
        .containsExactly("/app/srv/x < srv/x");
  }

  @Test
  void patterns_name_what_is_as_deep_as_they_are() {
    assertThat(packed("COPY *.py ./", "a.py", "d/b.py")).containsExactly("/app/a.py < a.py");
    assertThat(packed("COPY d* /x/", "d1/a", "d2/b/c", "e/a"))
        .containsExactly("/x/a < d1/a", "/x/b/c < d2/b/c");
    assertThat(packed("COPY requirements*.txt ./", "requirements.txt", "requirements-dev.txt"))
        .hasSize(2);
    assertThat(packed("COPY package*.json yarn.lock* ./", "package.json"))
        .as("a pattern may name nothing")
        .containsExactly("/app/package.json < package.json");
    assertThat(packed("COPY **/a.py ./", "a.py", "d/a.py", "d/e/a.py"))
        .as("two stars are one")
        .containsExactly("/app/a.py < d/a.py");
  }

  @Test
  void parents_and_excludes() {
    assertThat(packed("COPY --parents a/b/*.py d/./e/f /x/", "a/b/c.py", "d/e/f/g"))
        .containsExactly("/x/a/b/c.py < a/b/c.py", "/x/e/f/g < d/e/f/g");
    assertThat(packed("COPY --parents **/a.py /x/", "a.py", "d/e/a.py")).hasSize(2);
    assertThat(
            packed(
                "COPY --exclude=*.md --exclude=**/test src /x/",
                "src/a",
                "src/b.md",
                "src/d/test/t"))
        .containsExactly("/x/a < src/a");
  }

  @Test
  void stages_hand_on_what_they_have() {
    ImageContents image =
        of(
            """
            ARG VERSION=3.12
            FROM node:20 AS web
            WORKDIR /web
            COPY web/ .
            RUN npm ci && npm run build
            FROM python:${VERSION}-slim AS base
            WORKDIR /app
            ENV PYTHONPATH=/app/lib A=1
            COPY lib lib
            CMD ["old"]
            FROM base AS unused
            COPY tests tests
            FROM base
            COPY --from=web /web/public ./public
            COPY --from=web /web/dist /app/dist
            COPY --from=1 /app/lib /copy
            COPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/
            ENTRYPOINT ["python", "-m"]
            CMD ["app"]
            """,
            "web/public/i.html",
            "web/src/x.ts",
            "lib/a.py",
            "tests/t.py",
            "n.md");
    assertThat(packed(image))
        .containsExactly(
            "/app/lib/a.py < lib/a.py",
            "/app/public/i.html < web/public/i.html",
            "/copy/a.py < lib/a.py");
    assertThat(image.base()).contains("python:3.12-slim");
    assertThat(image.command().orElseThrow().words()).containsExactly("python", "-m", "app");
    assertThat(image.environment()).containsEntry("PYTHONPATH", "/app/lib");
    assertThat(image.fate("tests/t.py")).contains(new Fate.OtherStage("unused", 12));
    assertThat(image.fate("web/src/x.ts")).contains(new Fate.OtherStage("web", 4));
    assertThat(image.fate("n.md")).contains(new Fate.NotCopied());
    assertThat(image.change("/app/dist/main.js")).isPresent();
    assertThat(image.change("/app/lib/a.py")).isEmpty();
    assertThat(image.change("/bin/uv")).isPresent();
    assertThat(image.missing()).isEmpty();
    assertThat(image.unknowns()).isEmpty();
  }

  @Test
  void an_entry_point_ends_the_command_of_the_stage_below() {
    ImageContents image =
        of("FROM python:3.11 AS a\nCMD [\"x\"]\nFROM a\nENTRYPOINT [\"serve\"]\n");
    assertThat(image.command().orElseThrow().words()).containsExactly("serve");
    assertThat(of("FROM a\nENTRYPOINT serve $PORT\nCMD [\"x\"]").command().orElseThrow().words())
        .containsExactly("serve $PORT");
    assertThat(of("FROM a\nENTRYPOINT [\"e\"]\nCMD run x").command().orElseThrow().words())
        .containsExactly("e", "/bin/sh", "-c", "run x");
  }

  @Test
  void the_target_is_the_image() {
    var build = new Build("d/Dockerfile", "d", Optional.of("a"), Map.of("X", "y"), false);
    ImageContents image =
        of(
            build,
            "FROM python:3.11 AS a\nARG X\nCOPY $X /y/\nFROM a\nCOPY z /z/\n",
            "d/y",
            "d/z",
            "e");
    assertThat(packed(image)).containsExactly("/y/y < d/y");
    assertThat(image.fate("e")).contains(new Fate.OutsideContext());
    assertThat(
            of(new Build("Dockerfile", "", Optional.of("no"), Map.of(), false), "FROM a")
                .mistakes())
        .hasSize(1);
  }

  @Test
  void ignored_files_are_not_there() {
    ImageContents image =
        of(
            "FROM python:3.11\nCOPY . /app\nCOPY docs/a.md missing.txt /x/\n",
            ".dockerignore: *.md\ndocs\n!docs/*/k.py".replace("\\n", "\n"),
            "docs/a.md",
            "docs/b/k.py",
            "a.py");
    assertThat(image.fate("docs/a.md"))
        .contains(new Fate.Ignored(new Verdict.Ignored(".dockerignore", 2, "docs")));
    assertThat(image.fate("docs/b/k.py").orElseThrow())
        .isInstanceOfSatisfying(
            Fate.Packed.class, it -> assertThat(it.verdict()).isInstanceOf(Verdict.Disputed.class));
    assertThat(image.missing())
        .extracting(MissingSource::toString)
        .containsExactly(
            "Dockerfile:3: copies 'docs/a.md', which .dockerignore:2 leaves out (docs)",
            "Dockerfile:3: copies 'missing.txt', which the tree does not have below the context");
  }

  @Test
  void the_ignore_file_beside_the_dockerfile_wins() {
    var build = Build.of("d/web.Dockerfile", "");
    ImageContents image =
        of(
            build,
            "FROM python:3.11\nCOPY . /app\n",
            "d/web.Dockerfile.dockerignore: a",
            ".dockerignore: b",
            "a",
            "b");
    assertThat(image.packed()).containsKey("/app/b").doesNotContainKey("/app/a");
  }

  @Test
  void what_cannot_be_known_is_told_once() {
    ImageContents image =
        of(
            """
            ARG REGISTRY
            FROM ${REGISTRY}/python:3.11
            ARG WHERE
            WORKDIR /app
            ADD https://example.com/x.tar.gz /opt/
            ADD vendor.tar.gz /vendor
            COPY $WHERE/a.py ./a/
            COPY b.py $WHERE
            """,
            "vendor.tar.gz",
            "b.py");
    assertThat(image.unknowns()).extracting(Unknown::line).containsExactly(2, 5, 6, 7, 8);
    assertThat(image.missing()).isEmpty();
    assertThat(image.change("/vendor/x.py")).isPresent();
    assertThat(image.change("/app/a/a.py")).isPresent();
  }

  @Test
  void steps_that_may_change_files_are_told_and_others_are_not() {
    String quiet =
        """
        RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
        RUN pip install --no-cache-dir -r requirements.txt 2>&1 | tail -3
        RUN useradd -m app && chown -R app:app /app; mkdir -p /app/logs
        RUN curl -sSL https://install.python-poetry.org | python3 -
        RUN --mount=type=cache,target=/root/.cache uv sync --frozen
        RUN curl -sSL https://install.python-poetry.org | POETRY_HOME=/opt/poetry python
        RUN sh -c 'echo "deb x" > /etc/apt/sources.list.d/x.list' && flit install
        RUN for extra in a b; do set -- "$@" --extra "$extra"; done; uv sync "$@"; bun install -g x
        RUN set -eux; if [ "$X" = "y" ]; then echo "a b"; fi
        """;
    ImageContents image = of("FROM python:3.11\nWORKDIR /app\n" + quiet);
    assertThat(image.changes()).filteredOn(it -> it.covers("/app/main.py")).isEmpty();
    assertThat(changing("rm -rf tests docs/*.md")).containsExactly("/app/tests", "/app/docs");
    assertThat(changing("cd /srv && git clone https://x/y")).containsExactly("/srv");
    assertThat(changing("python manage.py collectstatic")).containsExactly("/app");
    assertThat(changing("npm run build")).containsExactly("/app");
    assertThat(changing("protoc --python_out=. a.proto")).containsExactly("/app");
    assertThat(changing("echo x > gen/v.py")).containsExactly("/app/gen/v.py");
    assertThat(changing("mv \"a.py\" b.py")).containsExactly("/app/a.py", "/app/b.py");
    assertThat(changing("unzip x.zip -d lib")).containsExactly("/app");
    assertThat(changing("sed -i 's/a/b/' main.py")).containsExactly("/app/main.py");
    assertThat(changing("cp -r node_modules /")).containsExactly("/node_modules");
    assertThat(changing("mv /tmp/uv /usr/local/bin/"))
        .containsExactly("/tmp/uv", "/usr/local/bin/uv");
    assertThat(
            changing("wget --quiet -O - https://x | apt-key add - ; wget -O - https://y | bash -"))
        .isEmpty();
    assertThat(changing("pushd /srv && make && popd && touch a.py"))
        .containsExactly("/srv", "/app/a.py");
    assertThat(changing("rm -rf $UNKNOWN/x")).containsExactly("/app");
  }

  private static List<String> changing(String command) {
    return of("FROM python:3.11\nWORKDIR /app\nRUN " + command).changes().stream()
        .map(Change::path)
        .toList();
  }

  @Test
  void heredocs_are_files() {
    assertThat(packed("COPY <<a.py <<b.py /x/\n1\na.py\n2\nb.py"))
        .containsExactly("/x/a.py < -", "/x/b.py < -");
    assertThat(packed("COPY <<EOF /x.py\n1\nEOF")).containsExactly("/x.py < -");
  }

  @Test
  void what_is_no_dockerfile_is_a_value() {
    var tree = TreeOf.paths("d/x").with("Dockerfile", new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(ImageReader.read(tree, Build.of("Dockerfile", "")))
        .isEqualTo(new ImageReader.Answer.Unread("Dockerfile", "is not UTF-8"));
    assertThat(ImageReader.read(tree, Build.of("d", "")))
        .isEqualTo(new ImageReader.Answer.Unread("d", "is a directory"));
    assertThat(ImageReader.read(tree, Build.of("no", "")))
        .isEqualTo(new ImageReader.Answer.Unread("no", "is not in the tree"));
    assertThat(of("").mistakes()).hasSize(1);
  }
}
