package preflight.catalog.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import preflight.catalog.Catalog;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.signal.Signal;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Source;
import preflight.resource.Target;
import preflight.resource.service.ServiceImage;
import preflight.source.Finding;
import preflight.source.rule.ImportTimeCalls;
import preflight.source.service.CodeOf;
import preflight.source.service.SourceCode;

/** The checks of what keeps an image from starting. */
class StartChecksTest {

  interface Made {
    Check<Target<Service>, NoThresholds> of(SourceCode code);
  }

  private static Outcome run(Made check, SourceCode code, boolean declared)
      throws InterruptedException {
    var service =
        new ServiceDraft("backend")
            .image(
                Optional.of(new ServiceImage("Dockerfile", ".", Optional.empty(), Map.of(), false))
                    .filter(_ -> declared))
            .done();
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
            Map.of("backend", service),
            Optional.empty());
    return check.of(code).run(new Target<>(service, environment), new NoThresholds());
  }

  private static Arguments row(
      String id, Made check, Signal signal, String broken, String said, String sound) {
    return Arguments.of(id, check, signal, broken, said, sound);
  }

  static List<Arguments> checks() {
    return List.of(
        row(
            "code-syntax",
            CodeSyntax::new,
            Signal.CODE_DOES_NOT_PARSE,
            "type Names = list[str]\n",
            "app/main.py:1:1: ",
            "Names = list[str]\n"),
        row(
            "image-imports",
            ImageImports::new,
            Signal.CODE_IMPORT_UNRESOLVED,
            "import app.nowhere\n",
            "app/main.py:1:8: ",
            "import app\n"),
        row(
            "image-late-imports",
            ImageLateImports::new,
            Signal.CODE_IMPORT_UNRESOLVED,
            "def f():\n    import app.nowhere\n",
            "app/main.py:2:12: ",
            "def f():\n    import app\n"),
        row(
            "code-undefined-name",
            CodeUndefinedName::new,
            Signal.CODE_NAME_UNDEFINED,
            "print(nobody)\n",
            "app/main.py:1:7: ",
            "print(len)\n"),
        row(
            "code-call-contract",
            CodeCallContract::new,
            Signal.CODE_CALL_REFUSED,
            "def f(a):\n    return a\n\n\nf(b=1)\n",
            "app/main.py:5:",
            "def f(a):\n    return a\n\n\nf(a=1)\n"),
        row(
            "code-import-time-call",
            code -> (target, _) -> new CodeImportTimeCall(code).run(target, new ImportTimeCalls()),
            Signal.CODE_CALLED_AT_IMPORT,
            "import socket\nsocket.create_connection((\"db\", 5432))\n",
            "app/main.py:2:1: ",
            "import socket\ndef f():\n    socket.create_connection((\"db\", 5432))\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checks")
  void a_rule_fails_passes_is_allowed_cannot_tell_and_is_not_asked(
      String id, Made check, Signal signal, String broken, String said, String sound)
      throws Exception {
    assertThat(run(check, CodeOf.python("3.11", Map.of("app/main.py", broken)), true))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(signal);
              assertThat(it.observed()).startsWith(said);
              assertThat(it.facts())
                  .containsEntry("path", "app/main.py")
                  .containsKeys("subject", "subjects", "places");
            });
    assertThat(run(check, CodeOf.python("3.11", Map.of("app/main.py", sound)), true))
        .isInstanceOf(Outcome.Passed.class);
    String[] lines = broken.strip().split("\n", -1);
    lines[lines.length - 1] += "  # preflight: allow " + id + ", it never runs";
    String allowed = String.join("\n", lines) + "\n";
    assertThat(run(check, CodeOf.python("3.11", Map.of("app/main.py", allowed)), true))
        .isInstanceOf(Outcome.Passed.class);
    String huge = "#".repeat(5 << 20);
    assertThat(
            run(
                check,
                CodeOf.python("3.11", Map.of("app/main.py", sound, "app/huge.py", huge)),
                true))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            it -> assertThat(it.observed()).contains("app/huge.py is larger"));
    assertThat(run(check, CodeOf.files(Map.of("app/main.py", sound)), true))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(run(check, CodeOf.files(Map.of()), false)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void an_image_that_cannot_be_built_fails_whatever_it_runs() throws Exception {
    Made check = ImageBuilds::new;
    String copies = "FROM golang:1.24\n%sCOPY conf.yaml /\n";
    assertThat(run(check, CodeOf.files(Map.of("Dockerfile", copies.formatted(""))), true))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            it -> {
              assertThat(it.signal()).isEqualTo(Signal.CODE_IMAGE_NOT_BUILT);
              assertThat(it.observed()).startsWith("Dockerfile:2:1: the build fails: it copies ");
            });
    String allowed = copies.formatted("# preflight: allow image-builds, a hook makes it\n");
    assertThat(run(check, CodeOf.files(Map.of("Dockerfile", allowed)), true))
        .isInstanceOf(Outcome.Passed.class);
    String made = "FROM golang:1.24\nCOPY target/app /\n";
    assertThat(run(check, CodeOf.files(Map.of("Dockerfile", made)), true))
        .isInstanceOfSatisfying(
            Outcome.Passed.class,
            it -> assertThat(it.observed()).contains("made before the build: target/app"));
    assertThat(run(check, CodeOf.files(Map.of()), true)).isInstanceOf(Outcome.Unknown.class);
    assertThat(run(check, CodeOf.files(Map.of()), false)).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void tests_that_are_not_collected_are_no_fault_of_production() throws Exception {
    Map<String, String> tree =
        Map.of(
            "app/__init__.py", "",
            "app/agents.py", "class SupervisorAgent: ...\n",
            "app/all.py", "from app.agents import *\n",
            "tests/test_a.py", "from app.agents import (\n    Supervisor,  # renamed\n)\n",
            "tests/test_b.py", "import pytest\nimport app.old\n",
            "tests/test_c.py",
                """
                from app.all import Anything
                from app.agents import SupervisorAgent as S
                import nobody_has_this
                import docker.errors
                import oold.model
                """,
            "docker/run.py", "",
            "tests/utils/oold.py", "",
            "tests/test_d.py", "try:\n    import app.old\nexcept ImportError:\n    app = None\n",
            "tests/test_e.py", "TEXT = \"\"\"\nimport app.old\n\"\"\"\n");
    var source =
        new Source(new ResourceName(Kind.SOURCE, ""), ".", List.of(), List.of(), List.of());
    assertThat(CodeOf.files(tree).tests(source).findings())
        .extracting(Finding::place, Finding::message)
        .containsExactly(
            tuple(
                "tests/test_a.py:2:5",
                "imports Supervisor from app.agents, and app/agents.py has no such name; the tests"
                    + " of this file do not run"),
            tuple(
                "tests/test_b.py:2:8",
                "imports app.old, which does not exist; the tests of this file do not run"));
  }

  @Test
  void each_shows_an_example_that_fails_and_its_repair() {
    List<CheckDefinition> rules =
        Catalog.definitions().stream()
            .filter(it -> it.id().startsWith("image-") || it.id().startsWith("code-"))
            .toList();
    assertThat(rules)
        .allSatisfy(it -> assertThat(it.doc().example()).contains("fails ", "repair "));
  }
}
