package preflight.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import preflight.source.Finding;
import preflight.source.Gap;
import preflight.source.facts.FactsCache;
import preflight.source.image.Build;
import preflight.source.image.ImageReader;
import preflight.source.python.StandardLibrary;
import preflight.source.python.version.Interpreter;
import preflight.source.tree.Roles;
import preflight.source.tree.TreeOf;

class ServiceCodeTest {

  private static final StandardLibrary LIBRARY = new StandardLibrary();

  private static final String DOCKERFILE =
      """
      FROM python:3.11-slim
      WORKDIR /app
      COPY requirements.txt .
      RUN pip install -r requirements.txt
      COPY app ./app
      CMD ["uvicorn", "app.main:app"]
      """;

  /** A tree whose image starts {@code app.main}. */
  private static TreeOf tree() {
    return TreeOf.files(
        Map.of(
            "Dockerfile", DOCKERFILE,
            "requirements.txt", "fastapi==0.115.0\nuvicorn==0.30.6\n",
            "app/__init__.py", "",
            "app/main.py", "from fastapi import FastAPI\n\napp = FastAPI()\n"));
  }

  private static ServiceCode code(TreeOf tree) throws InterruptedException {
    var answer = (ImageReader.Answer.Read) ImageReader.read(tree, Build.of("Dockerfile", ""));
    var cache = new FactsCache<>(FileFacts.class, Optional.empty(), Path.of("/tree"), "test");
    return ServiceCode.of(
        tree,
        answer.contents(),
        new CodeReader(tree, cache),
        new Roles(),
        LIBRARY,
        _ -> Optional.<Interpreter>empty(),
        it -> it);
  }

  private static List<String> start(TreeOf tree) throws InterruptedException {
    return said(code(tree).imports().findings());
  }

  private static List<String> later(TreeOf tree) throws InterruptedException {
    return said(code(tree).lateImports().findings());
  }

  private static List<String> said(List<Finding> findings) {
    return findings.stream()
        .map(it -> "%s:%d: %s".formatted(it.path(), it.line(), it.message()))
        .toList();
  }

  @Test
  void aWholeTreeHasNoFindings() throws InterruptedException {
    ServiceCode code = code(tree());

    assertThat(code.imports().findings()).isEmpty();
    assertThat(code.lateImports().findings()).isEmpty();
    assertThat(code.names().findings()).isEmpty();
    assertThat(code.calls().findings()).isEmpty();
    assertThat(code.syntax().findings()).isEmpty();
    assertThat(code.imports().gaps()).isEmpty();
    assertThat(code.variables(Set.of()).result().findings()).isEmpty();
  }

  @Test
  void aModuleOfOnesOwnThatIsNotThere() throws InterruptedException {
    assertThat(start(tree().with("app/main.py", "from app.agents.registry import Registry\n")))
        .containsExactly("app/main.py:1: imports app.agents, which does not exist");
    assertThat(start(tree().with("app/main.py", "from . import registry\n")))
        .containsExactly(
            "app/main.py:1: imports registry from ., and app/__init__.py has no such name");
    assertThat(start(tree().with("app/main.py", "from .registry import Registry\n")))
        .containsExactly("app/main.py:1: imports .registry, which does not exist");
  }

  @Test
  void aNameThatAModuleDoesNotHave() throws InterruptedException {
    TreeOf tree =
        tree()
            .with("app/main.py", "from app.tokens import verify, issue\n")
            .with("app/tokens.py", "def verify(): ...\n");

    assertThat(start(tree))
        .containsExactly(
            "app/main.py:1: imports issue from app.tokens, and app/tokens.py has no such name");
  }

  @Test
  void namesThatAModuleMayHave() throws InterruptedException {
    for (String text :
        List.of(
            "def __getattr__(name): return name\n",
            "globals().update(issue=1)\n",
            "from somewhere_else import *\n",
            "if True:\n  issue = 1\n",
            "try:\n  from x import issue\nexcept ImportError:\n  issue = None\n",
            "def f():\n  global issue\n  issue = 1\n",
            "from app.more import *\n",
            "import sys\nsys.modules[__name__] = object()\n")) {
      TreeOf tree =
          tree()
              .with("app/main.py", "from app.tokens import issue\n")
              .with("app/more.py", "issue = 1\n")
              .with("app/tokens.py", text);

      assertThat(start(tree)).as(text).noneMatch(it -> it.contains("no such name"));
    }
  }

  @Test
  void starImportsHandOutWhatAllSays() throws InterruptedException {
    TreeOf tree =
        tree()
            .with("app/main.py", "from app.tokens import issue\n")
            .with("app/tokens.py", "from app.more import *\n")
            .with("app/more.py", "__all__ = ['verify']\nissue = 1\nverify = 2\n");

    assertThat(start(tree))
        .containsExactly(
            "app/main.py:1: imports issue from app.tokens, and app/tokens.py has no such name");
  }

  @Test
  void aModuleThatTheImageDoesNotPack() throws InterruptedException {
    TreeOf tree =
        tree()
            .with("app/main.py", "from shared.tokens import verify\n")
            .with("shared/__init__.py", "")
            .with("shared/tokens.py", "def verify(): ...\n");

    assertThat(start(tree))
        .containsExactly(
            "app/main.py:1: imports shared, which is not in the image: shared/__init__.py is not"
                + " copied by any instruction of the Dockerfile");
    assertThat(
            start(
                tree()
                    .with("app/main.py", "import app.tokens\n")
                    .with("app/tokens.py", "")
                    .with(".dockerignore", "app/tokens.py\n")))
        .containsExactly(
            "app/main.py:1: imports app.tokens, which is not in the image: app/tokens.py is left"
                + " out by .dockerignore:1 (app/tokens.py)");
  }

  @Test
  void whatTheStartDoesNotReachFailsLater() throws InterruptedException {
    TreeOf tree =
        tree()
            .with("app/main.py", "def handler():\n  from app.missing import x\n")
            .with("app/job.py", "import app.gone\n");

    assertThat(start(tree)).isEmpty();
    assertThat(later(tree))
        .containsExactly(
            "app/job.py:1: imports app.gone, which does not exist",
            "app/main.py:2: imports app.missing, which does not exist");
  }

  @Test
  void whatIsStartedIsThere() throws InterruptedException {
    assertThat(start(tree().with("Dockerfile", DOCKERFILE.replace("app.main:app", "app.mian:app"))))
        .containsExactly("Dockerfile:1: starts app.mian, which is not in the image");
    assertThat(
            start(
                tree()
                    .with(
                        "Dockerfile",
                        DOCKERFILE.replace(
                            "[\"uvicorn\", \"app.main:app\"]", "[\"python\", \"app/mian.py\"]"))))
        .containsExactly("Dockerfile:1: starts /app/app/mian.py, which is not in the image");
  }

  @Test
  void whereNobodyKnowsTheStartAnyModuleMayBeIt() throws InterruptedException {
    TreeOf tree =
        tree()
            .with(
                "Dockerfile", DOCKERFILE.replace("[\"uvicorn\", \"app.main:app\"]", "[\"/init\"]"))
            .with("app/job.py", "import app.gone\n");

    assertThat(start(tree)).containsExactly("app/job.py:1: imports app.gone, which does not exist");
  }

  @Test
  void guardsAreKept() throws InterruptedException {
    for (String text :
        List.of(
            "try:\n  import app.gone\nexcept ImportError:\n  pass\n",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  from app.gone import X\n",
            "import contextlib\nwith contextlib.suppress(ImportError):\n  import app.gone\n",
            "if __name__ == '__main__':\n  import app.gone\n",
            "import sys\nif sys.version_info >= (3, 12):\n  from itertools import batched\n",
            "import sys\nif sys.platform == 'win32':\n  import app.gone\n")) {
      TreeOf tree = tree().with("app/main.py", text);

      assertThat(start(tree)).as(text).isEmpty();
      assertThat(later(tree)).as(text).isEmpty();
    }
    assertThat(
            start(
                tree()
                    .with(
                        "app/main.py",
                        "try:\n  import app.gone\nexcept ImportError as e:\n  raise SystemExit from e\n")))
        .hasSize(1);
  }

  @Test
  void theStandardLibraryOfTheVersion() throws InterruptedException {
    assertThat(start(tree().with("app/main.py", "from typing import override\n")))
        .containsExactly(
            "app/main.py:1: imports override from typing, which Python 3.11 does not have: it is"
                + " new in Python 3.12");
    assertThat(
            start(
                tree()
                    .with("Dockerfile", DOCKERFILE.replace("3.11", "3.13"))
                    .with("app/main.py", "import cgi\n")))
        .containsExactly(
            "app/main.py:1: imports cgi, which Python 3.13 does not have: Python 3.13 removed it");
    assertThat(
            start(
                tree()
                    .with("Dockerfile", DOCKERFILE.replace("3.11", "3.13"))
                    .with("requirements.txt", "legacy-cgi==2.6.4\n")
                    .with("app/main.py", "import cgi\n")))
        .isEmpty();
  }

  @Test
  void aStepThatMayMakeAModuleKeepsItSilent() throws InterruptedException {
    String generated =
        DOCKERFILE.replace("CMD", "RUN python -m grpc_tools.protoc -I. x.proto\nCMD");

    assertThat(
            start(tree().with("Dockerfile", generated).with("app/main.py", "import app.x_pb2\n")))
        .isEmpty();
    assertThat(
            start(
                tree()
                    .with("Dockerfile", DOCKERFILE.replace("CMD", "RUN npm run build\nCMD"))
                    .with("app/main.py", "import app.x_pb2\n")))
        .hasSize(1);
  }

  @Test
  void aWarningForWhatNobodyDeclares() throws InterruptedException {
    TreeOf tree = tree().with("app/main.py", "import stripe\n");

    assertThat(start(tree)).isEmpty();
    assertThat(later(tree))
        .containsExactly("app/main.py:1: imports stripe, which no requirement of the image names");
  }

  @Test
  void namesThatNothingDefines() throws InterruptedException {
    TreeOf tree = tree().with("app/main.py", "def f():\n  return redis_client.get('x')\n");

    assertThat(said(code(tree).names().findings()))
        .containsExactly("app/main.py:2: the name redis_client is not defined");
  }

  @Test
  void namesOfATestAreNoNamesOfTheService() throws InterruptedException {
    TreeOf tree = tree().with("app/tests/test_main.py", "redis_client.get('x')\n");

    assertThat(code(tree).names().findings()).isEmpty();
  }

  @Test
  void syntaxOfANewerPython() throws InterruptedException {
    TreeOf tree = tree().with("app/main.py", "type Names = list[str]\n");

    assertThat(said(code(tree).syntax().findings()))
        .containsExactly(
            "app/main.py:1: a type statement needs Python 3.12, and this is Python 3.11");
  }

  @Test
  void callsThatAreRefused() throws InterruptedException {
    TreeOf tree =
        tree()
            .with("app/main.py", "from app.tokens import issue\n\nissue(1, 2)\n")
            .with("app/tokens.py", "def issue(user): ...\n");

    assertThat(said(code(tree).calls().findings()))
        .containsExactly("app/main.py:3: issue() takes 1 positional argument, and 2 are given");
  }

  @Test
  void variablesThatNobodyGives() throws InterruptedException {
    TreeOf tree =
        tree()
            .with(
                "app/main.py",
                """
                import os

                URL = os.environ["PAYMENTS_URL"]
                LEVEL = os.environ.get("LOG_LEVEL", "info")

                def charge():
                    return os.environ["PAYMENTS_KEY"]
                """);

    ServiceCode.Variables found = code(tree).variables(Set.of("OLD_URL"));
    assertThat(said(found.result().findings()))
        .containsExactly(
            "app/main.py:3: reads PAYMENTS_URL when the service starts, and nothing gives it");
    assertThat(found.later()).containsExactly("PAYMENTS_KEY");
    assertThat(code(tree).variables(Set.of("PAYMENTS_URL")).result().findings()).isEmpty();
  }

  @Test
  void anImageWithoutCodeOfTheTreeIsNotKnown() throws InterruptedException {
    TreeOf tree = tree().with("Dockerfile", "FROM python:3.11\nRUN pip install acme-server\n");

    ServiceCode code = code(tree);
    assertThat(code.imports().gaps())
        .extracting(Gap::toString)
        .containsExactly(
            "Dockerfile copies no Python file of the tree, and installs no project of it that is"
                + " known");
  }

  @Test
  void anInstalledProjectIsLookedAt() throws InterruptedException {
    TreeOf tree =
        TreeOf.files(
            Map.of(
                "Dockerfile",
                    """
                    FROM python:3.11 AS build
                    COPY . /src
                    RUN cd /src && pip wheel --wheel-dir /dist .
                    FROM python:3.11
                    COPY --from=build /dist /dist
                    RUN pip install /dist/*.whl
                    CMD ["acme", "serve"]
                    """,
                "setup.py",
                    "setup(name='acme', entry_points={'console_scripts': ['acme = acme.cli:main']})\n",
                "src/acme/__init__.py", "",
                "src/acme/cli.py", "from acme.enum import Kind\n\ndef main(): ...\n",
                "src/acme/enums.py", "class Kind: ...\n"));

    assertThat(start(tree))
        .containsExactly("src/acme/cli.py:1: imports acme.enum, which does not exist");
  }

  @Test
  void aFileThatCannotBeReadIsAGap() throws InterruptedException {
    TreeOf tree = tree().with("app/deep.py", "x = " + "[".repeat(4000) + "]".repeat(4000) + "\n");

    assertThat(code(tree).names().gaps())
        .extracting(Gap::toString)
        .containsExactly("app/deep.py is nested more than 1500 levels deep");
  }
}
