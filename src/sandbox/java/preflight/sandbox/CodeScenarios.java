package preflight.sandbox;

import java.util.List;
import java.util.function.UnaryOperator;
import preflight.sandbox.Scenario.Root;

/** What can be wrong with the code that is about to run. */
final class CodeScenarios {

  private static final String MAIN = "backend/app/main.py";

  private CodeScenarios() {}

  static List<Scenario> all() {
    return List.of(
        broken(
            "import-of-missing-module",
            "The backend imports a module of its own that nobody wrote.",
            Root.code("image-imports/services.backend", "CODE_IMPORT_UNRESOLVED"),
            healthy ->
                healthy.withSource(
                    MAIN,
                    it ->
                        it.replace(
                            "from app.settings import load",
                            "from app.rate_limits import limit\nfrom app.settings import load"))),
        broken(
            "module-not-packed",
            "The backend imports a package of the repository that its Dockerfile does not copy.",
            Root.code("image-imports/services.backend", "CODE_IMPORT_UNRESOLVED"),
            healthy ->
                healthy.withSource(
                    "backend/Dockerfile", it -> it.replace("COPY shared ./shared\n", ""))),
        broken(
            "undefined-name",
            "The backend uses a name that nothing defines.",
            Root.code("code-undefined-name/services.backend", "CODE_NAME_UNDEFINED"),
            healthy ->
                healthy.withSource(
                    MAIN,
                    it ->
                        it.replace(
                            "registry.start(name, user=subject)",
                            "registry.start(name, user=subject_id)"))),
        broken(
            "syntax-newer-than-image",
            "The backend uses syntax of Python 3.12, and its image has Python 3.11.",
            Root.code("code-syntax/services.backend", "CODE_DOES_NOT_PARSE"),
            healthy ->
                healthy.withSource(
                    "backend/app/agents/registry.py", it -> "type Names = list[str]\n\n\n" + it)),
        broken(
            "variable-nobody-gives",
            "The backend reads a variable at its start that nobody gives it.",
            Root.code("code-env-contract/services.backend", "CODE_VARIABLE_NOT_GIVEN"),
            healthy ->
                healthy.withSource(
                    "backend/app/settings.py",
                    it -> it + "\n\nCONNECTION_LIMIT = int(os.environ[\"CONNECTION_LIMIT\"])\n")),
        broken(
            "second-definition",
            "A second class is called as the one that knows who is connected.",
            Root.code("code-single-definition/source", "CODE_RULE_BROKEN"),
            healthy ->
                healthy.withSource(
                    "backend/app/agents/connections.py",
                    _ ->
                        """
                        class ConnectionManager:
                            \"""Another one, which knows nobody.\"""

                            def __init__(self) -> None:
                                self._open: dict[str, object] = {}
                        """)));
  }

  private static Scenario broken(
      String name, String says, Root root, UnaryOperator<Blueprint> change) {
    return Scenario.broken(name, says, root, List.of(), change);
  }
}
