package preflight.source.image.requirement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.image.Unknown;
import preflight.source.tree.TreeOf;

class RequirementsTest {

  private static Requirements of(String steps, String... files) {
    var tree =
        TreeOf.paths(files)
            .with("Dockerfile", "FROM python:3.11\nWORKDIR /app\nCOPY . .\n" + steps);
    return of(tree);
  }

  private static Requirements of(TreeOf tree) {
    var image =
        ((ImageReader.Answer.Read) ImageReader.read(tree, Build.of("Dockerfile", ""))).contents();
    return InstallReader.read(tree, image);
  }

  private static List<String> asked(Requirements requirements) {
    return requirements.distributions().values().stream()
        .filter(Distribution::direct)
        .map(it -> it.name() + it.version().map("=="::concat).orElse(""))
        .toList();
  }

  @Test
  void files_of_pip() {
    Requirements requirements =
        of(
            "RUN pip install --no-cache-dir -r requirements/prod.txt gunicorn 'uvicorn[standard]>=0.20'",
            """
            requirements/prod.txt: # the app
            -r base.txt
            -c constraints.txt
            --index-url https://example.com/simple
            Flask==2.3.2  # web
            Foo_Bar[x,y]>=1,<2 ; python_version >= "3.8"
            old ; python_version < "3.8"
            pywin32; sys_platform == 'win32'
            git+https://github.com/a/some-lib.git@main#egg=somelib
            other @ https://example.com/other-1.0-py3-none-any.whl
            https://example.com/wheels/third-2.0-py3-none-any.whl
            long==1 \\
                --hash=sha256:00
            """,
            "requirements/base.txt: PyYAML",
            "requirements/constraints.txt: never==1",
            "requirements-dev.txt: pytest");
    assertThat(asked(requirements))
        .containsExactly(
            "flask==2.3.2",
            "foo-bar",
            "gunicorn",
            "long==1",
            "other==1.0",
            "pyyaml",
            "somelib",
            "third==2.0",
            "uvicorn");
    assertThat(requirements.notInstalled())
        .containsExactly("requirements-dev.txt", "requirements/constraints.txt");
    assertThat(requireNonNull(requirements.distributions().get("flask")).place())
        .isEqualTo("requirements/prod.txt:5");
    assertThat(requireNonNull(requirements.distributions().get("gunicorn")).place())
        .isEqualTo("Dockerfile:4");
  }

  @Test
  void a_file_that_only_a_mount_shows() {
    var tree =
        TreeOf.paths("r.txt: flask")
            .with(
                "Dockerfile",
                """
                FROM python:3.11
                RUN --mount=type=bind,source=r.txt,target=/tmp/requirements.txt pip install -r /tmp/requirements.txt
                """);
    assertThat(asked(of(tree))).containsExactly("flask");
  }

  @Test
  void what_an_earlier_stage_installs_comes_along() {
    var tree =
        TreeOf.paths("requirements.txt: flask", "dev.txt: pytest")
            .with(
                "Dockerfile",
                """
                FROM python:3.11 AS build
                COPY requirements.txt .
                RUN pip wheel -r requirements.txt -w /wheels
                FROM python:3.11 AS test
                COPY dev.txt .
                RUN pip install -r dev.txt
                FROM python:3.11-slim
                COPY --from=build /wheels /wheels
                RUN pip install --no-index /wheels/*.whl
                """);
    Requirements requirements = of(tree);
    assertThat(asked(requirements)).containsExactly("flask");
    assertThat(requirements.open()).isEmpty();
  }

  /** As healthchecks/healthchecks and Netflix/dispatch build their images. */
  @Test
  void a_mount_and_a_wheel_bring_what_another_stage_made() {
    var mounted =
        TreeOf.paths("requirements.txt: flask")
            .with(
                "Dockerfile",
                """
                FROM python:3.14 AS builder
                COPY requirements.txt /tmp
                RUN pip wheel --wheel-dir /wheels uwsgi -r /tmp/requirements.txt
                FROM python:3.14-slim
                RUN --mount=type=bind,target=/wheels,source=/wheels,from=builder pip install /wheels/*
                """);
    assertThat(asked(of(mounted))).containsExactly("flask", "uwsgi");
    var wheel =
        TreeOf.paths("pyproject.toml: [project]\nname = \"x\"\ndependencies = [\"flask\"]\n")
            .with(
                "Dockerfile",
                """
                FROM python:3.11 AS sdist
                COPY . /usr/src/x/
                RUN pushd /usr/src/x && uv build && mv /usr/src/x/dist /dist
                FROM python:3.11
                COPY --from=sdist /dist/*.whl /tmp/
                RUN uv pip install --system /tmp/*.whl
                """);
    assertThat(asked(of(wheel))).containsExactly("flask");
    assertThat(of(wheel).projects()).containsExactly("");
    assertThat(of(wheel).open()).isEmpty();
  }

  @Test
  void projects_of_pep_621() {
    String project =
        """
        pyproject.toml: [project]
        name = "app"
        dependencies = ["fastapi>=0.100", "httpx[http2]"]
        [project.optional-dependencies]
        gcp = ["google-cloud-storage"]
        [dependency-groups]
        dev = ["pytest", {include-group = "lint"}]
        lint = ["ruff"]
        """;
    assertThat(asked(of("RUN pip install .", project))).containsExactly("fastapi", "httpx");
    assertThat(asked(of("RUN pip install -e '.[gcp]'", project)))
        .containsExactly("fastapi", "google-cloud-storage", "httpx");
    assertThat(asked(of("RUN uv sync", project)))
        .containsExactly("fastapi", "httpx", "pytest", "ruff");
    assertThat(asked(of("RUN uv sync --no-dev --extra gcp", project)))
        .containsExactly("fastapi", "google-cloud-storage", "httpx");
    assertThat(of("RUN pip install .", project).projects()).containsExactly("");
  }

  private static final String POETRY =
      """
      pyproject.toml: [tool.poetry]
      name = "app"
      [tool.poetry.dependencies]
      python = "^3.11"
      flask = {version = "^2", extras = ["async"]}
      [tool.poetry.group.dev.dependencies]
      pytest = "*"
      [tool.poetry.group.docs]
      optional = true
      [tool.poetry.group.docs.dependencies]
      mkdocs = "*"
      """;

  private static final String POETRY_LOCK =
      """
      poetry.lock: [[package]]
      name = "flask"
      version = "2.3.0"
      [package.dependencies]
      Werkzeug = ">=2"

      [[package]]
      name = "Werkzeug"
      version = "2.3.1"

      [[package]]
      name = "pytest"
      version = "8.0"
      """;

  @Test
  void poetry() {
    Requirements main = of("RUN poetry install --only main --no-root", POETRY, POETRY_LOCK);
    assertThat(asked(main)).containsExactly("flask==2.3.0");
    assertThat(main.of("werkzeug")).isInstanceOf(Provides.Transitive.class);
    assertThat(main.of("pytest")).isEqualTo(new Provides.Nobody());
    assertThat(main.closed()).isTrue();
    assertThat(main.projects()).isEmpty();
    assertThat(
            asked(
                of(
                    "RUN bash -c \"if [ $X == 'y' ]; then poetry install --only main; fi\"",
                    POETRY,
                    POETRY_LOCK)))
        .containsExactly("flask==2.3.0");
    assertThat(asked(of("RUN poetry install", POETRY, POETRY_LOCK)))
        .containsExactly("flask==2.3.0", "pytest==8.0");
    Requirements exported =
        of(
            "RUN poetry export -f requirements.txt -o r.txt && pip install -r r.txt",
            POETRY,
            POETRY_LOCK);
    assertThat(asked(exported)).containsExactly("flask==2.3.0");
    assertThat(exported.open()).isEmpty();
  }

  @Test
  void uv() {
    Requirements requirements =
        of(
            "RUN uv sync --frozen --no-dev",
            "pyproject.toml: [project]\nname = \"app\"\ndependencies = [\"fastapi\"]\n",
            """
            uv.lock: version = 1
            [[package]]
            name = "app"
            source = { virtual = "." }
            dependencies = [{ name = "fastapi" }]
            [[package]]
            name = "fastapi"
            version = "0.115.0"
            dependencies = [{ name = "starlette" }, { name = "pydantic" }]
            [[package]]
            name = "starlette"
            version = "0.40"
            [[package]]
            name = "stray"
            version = "1"
            """);
    assertThat(requirements.of("starlette"))
        .isInstanceOfSatisfying(
            Provides.Transitive.class,
            it -> assertThat(it.distribution().place()).isEqualTo("uv.lock:11"));
    assertThat(requirements.of("stray")).isEqualTo(new Provides.Nobody());
  }

  @Test
  void pipenv_and_conda_and_system() {
    Requirements pipenv =
        of(
            "RUN pipenv install --deploy --system",
            "Pipfile: [packages]\nflask = \"*\"\n[dev-packages]\npytest = \"*\"\n",
            "Pipfile.lock: {\"default\": {\"flask\": {\"version\": \"==2.0\"}, \"click\": {}}, \"develop\": {\"pytest\": {}}}");
    assertThat(asked(pipenv)).containsExactly("flask==2.0");
    assertThat(pipenv.of("click")).isInstanceOf(Provides.Transitive.class);
    assertThat(pipenv.of("pytest")).isEqualTo(new Provides.Nobody());
    Requirements conda =
        of(
            "RUN conda env update -f environment.yml",
            "environment.yml: dependencies:\n  - python=3.11\n  - numpy=1.26\n  - conda-forge::scipy\n  - pip:\n    - flask==2\n");
    assertThat(asked(conda)).containsExactly("flask==2", "numpy", "scipy");
    assertThat(of("RUN apt-get install -y python3-yaml=5 python3-pip").of("yaml"))
        .isInstanceOf(Provides.Declared.class);
  }

  @Test
  void setup_files() {
    assertThat(
            asked(
                of(
                    "RUN pip install .",
                    "setup.cfg: [options]\ninstall_requires =\n    flask>=2\n    # no\n    redis\nzip_safe = true\n")))
        .containsExactly("flask", "redis");
    assertThat(
            asked(
                of(
                    "RUN pip install .",
                    "setup.py: setup(install_requires=[\n  'flask', \"redis>=4\",  # x\n])")))
        .containsExactly("flask", "redis");
    assertThat(of("RUN pip install .", "setup.py: setup(install_requires=read())").open())
        .hasSize(1);
  }

  @Test
  void other_languages() {
    Requirements requirements =
        of(
            "RUN npm ci --omit=dev && go mod download",
            "package.json: {\"dependencies\": {\"express\": \"^4\"}, \"devDependencies\": {\"jest\": \"*\"}}",
            "go.mod: module x\nrequire (\n\tgithub.com/a/b v1.0.0\n)\nrequire github.com/c/d v2.0.0\n");
    assertThat(requirements.modules())
        .extracting(Requirements.Module::name)
        .containsExactly("express", "github.com/a/b", "github.com/c/d");
  }

  @Test
  void what_cannot_be_read_is_told() {
    assertThat(
            of("RUN make install\nRUN pip install -r made.txt\nRUN bash setup.sh\nRUN pip install $EXTRA")
                .open())
        .extracting(Unknown::line)
        .containsExactly(4, 5, 6, 7);
    assertThat(of("RUN pip install -r r.txt", "r.txt: flask").of("nothing_at_all"))
        .isEqualTo(new Provides.Nobody());
    assertThat(of("RUN pip install -r r.txt", "r.txt: flask\nrare-thing").of("nothing_at_all"))
        .isEqualTo(new Provides.MaybeTransitive(List.of("rare-thing"), false));
    assertThat(of("RUN pip install flask").of("werkzeug"))
        .isEqualTo(new Provides.MaybeTransitive(List.of("flask"), true));
  }

  @ParameterizedTest
  @CsvSource({
    "PyYAML, yaml",
    "Pillow, PIL",
    "beautifulsoup4, bs4",
    "python-jose, jose",
    "google-cloud-secret-manager, google.cloud.secretmanager",
    "opencv-python, cv2",
    "scikit-learn, sklearn",
    "python-dotenv, dotenv",
    "PyJWT, jwt",
    "psycopg2-binary, psycopg2",
    "protobuf, google.protobuf",
    "attrs, attr",
    "attrs, attrs",
    "setuptools, pkg_resources",
    "prometheus_client, prometheus_client",
    "redis, redis.asyncio",
    "zope.interface, zope.interface",
    "google-cloud-tasks, google",
    "some-thing, some_thing",
    "google-cloud-foo-bar, google.cloud.foo_bar"
  })
  void imports_have_other_names(String distribution, String module) {
    assertThat(of("RUN pip install " + distribution).of(module))
        .isInstanceOf(Provides.Declared.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'uvicorn[standard]', websockets",
    "requests, urllib3",
    "django, asgiref",
    "sqlalchemy, greenlet",
    "httpx, httpcore",
    "boto3, dateutil",
    "google-cloud-tasks, google.api_core",
    "google-cloud-tasks, grpc",
    "fastapi, typing_extensions",
    "fastapi, pydantic_core"
  })
  void what_the_common_ones_bring(String distribution, String module) {
    assertThat(of("RUN pip install '%s'".formatted(distribution)).of(module))
        .isInstanceOfSatisfying(
            Provides.MaybeTransitive.class, it -> assertThat(it.known()).isTrue());
  }
}
