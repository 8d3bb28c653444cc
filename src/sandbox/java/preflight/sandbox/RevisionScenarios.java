package preflight.sandbox;

import java.util.List;
import preflight.sandbox.Scenario.Root;

/**
 * Why a new revision does not start, where only its log tells: the platform says the same of all.
 */
final class RevisionScenarios {

  /** What fails because no revision of backend answers. */
  private static final List<String> DOWN =
      List.of(
          "run-revision-ready/services.backend",
          "http-origin/services.backend",
          "*/services.backend.*");

  private RevisionScenarios() {}

  static List<Scenario> all() {
    return List.of(
        broken(
            "revision-failed-import-error",
            "The new image of backend lacks a module; only its log says so.",
            Root.code("run-container-exit/services.backend", "RUN_CONTAINER_EXITED"),
            new Ending(Ending.Kind.EXITED, ServiceScenarios.TRACEBACK)),
        broken(
            "revision-failed-missing-variable",
            "The new image of backend reads a variable that nobody gives it.",
            Root.config("run-container-exit/services.backend", "RUN_CONTAINER_VARIABLE"),
            new Ending(
                Ending.Kind.EXITED,
                """
                Traceback (most recent call last):
                  File "/app/app/settings.py", line 8, in <module>
                    FEATURE_FLAGS_URL = os.environ["FEATURE_FLAGS_URL"]
                  File "/usr/local/lib/python3.12/os.py", line 685, in __getitem__
                    raise KeyError(key) from None
                KeyError: 'FEATURE_FLAGS_URL'\
                """)),
        Scenario.broken(
            "revision-failed-database-timeout",
            "Postgres says nothing, and the new revision of backend gives up on it at its start.",
            Root.infra("postgres-reachable/postgres.main", "PEER_SILENT").in("AUTH"),
            List.of(
                "run-container-exit/services.backend",
                "run-revision-ready/services.backend",
                "http-origin/services.backend",
                "*/services.backend.*"),
            healthy ->
                healthy
                    .withPostgres(healthy.postgres().in(Blueprint.Postgres.Mode.SILENT))
                    .withService(
                        "backend",
                        it ->
                            it.withEnding(
                                new Ending(
                                    Ending.Kind.EXITED,
                                    """
                                    INFO:     Waiting for application startup.
                                    sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) \
                                    connection to server at "127.0.0.1", port 5432 failed: timeout expired
                                    ERROR:    Application startup failed. Exiting.\
                                    """)))),
        broken(
            "never-binds-port",
            "The new image of backend listens on a port of its own, where the platform does not look.",
            Root.config("run-container-exit/services.backend", "RUN_PORT_DIFFERS"),
            new Ending(
                Ending.Kind.NEVER_LISTENS,
                """
                INFO:     Started server process [1]
                INFO:     Application startup complete.
                INFO:     Uvicorn running on http://0.0.0.0:3000 (Press CTRL+C to quit)\
                """)),
        broken(
            "out-of-memory",
            "The new image of backend needs more memory than its container may have.",
            Root.config("run-container-exit/services.backend", "RUN_CONTAINER_MEMORY"),
            new Ending(Ending.Kind.OUT_OF_MEMORY, "INFO:     Loading the model")));
  }

  private static Scenario broken(String name, String says, Root root, Ending ending) {
    return Scenario.broken(
            name,
            says,
            root,
            DOWN,
            healthy -> healthy.withService("backend", it -> it.withEnding(ending)))
        .byImageOf("backend");
  }
}
