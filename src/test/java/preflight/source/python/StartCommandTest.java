package preflight.source.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartCommandTest {

  private static final Map<String, String> FILES =
      Map.of(
          "/app/start.sh", "#!/bin/sh\nset -e\npython manage.py migrate\nexec gunicorn proj.wsgi\n",
          "/app/wrap.sh", "#!/bin/bash\necho waiting\nexec \"$@\"\n",
          "/app/manage.py", "import os\n",
          "/app/pkg/__init__.py", "",
          "/app/pkg/main.py", "");

  private static StartCommand of(List<String> words) {
    return StartCommand.of(
        words,
        "/app",
        it -> it.equals("FLASK_APP") ? Optional.of("web:create") : Optional.empty(),
        it -> Optional.ofNullable(FILES.get(it)),
        it -> it.equals("acme") ? Optional.of("acme.cli:main") : Optional.empty());
  }

  /** Commands as public Dockerfiles have them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uvicorn app.main:app --host 0.0.0.0 --port 8080                       | app.main   |                | /app
          uvicorn --factory app.main:create_app                                 | app.main   |                | /app
          uvicorn main:app --app-dir src                                        | main       |                | /app;/app/src
          gunicorn -k uvicorn.workers.UvicornWorker -b :8080 app.main:app       | app.main   |                | /app
          gunicorn --chdir src proj.wsgi                                        | proj.wsgi  |                | /app;/app/src
          python -m app.worker                                                  | app.worker |                | /app
          python -u -X dev app/main.py                                          |            | /app/app/main.py | /app/app
          python -m uvicorn app.main:app                                        | app.main   |                | /app
          /usr/local/bin/python3.11 main.py                                     |            | /app/main.py   | /app
          poetry run uvicorn app.main:app                                       | app.main   |                | /app
          uv run --no-dev uvicorn app.main:app                                  | app.main   |                | /app
          celery -A app.tasks worker -l info                                    | app.tasks  |                | /app
          flask run --host 0.0.0.0                                              | web        |                | /app
          fastapi run pkg/main.py                                               |            | /app/pkg/main.py | /app
          dumb-init -- gunicorn app:server                                      | app        |                | /app
          tini -- python main.py                                                |            | /app/main.py   | /app
          acme serve                                                            | acme.cli   |                |
          ./start.sh                                                            | proj.wsgi  | /app/manage.py | /app
          ./wrap.sh uvicorn app.main:app                                        | app.main   |                | /app
          """)
  void tellsWhatIsImportedFirst(String command, String modules, String scripts, String folders) {
    StartCommand start = of(List.of(command.split(" +", -1)));

    assertThat(start.modules()).containsExactlyElementsOf(list(modules));
    assertThat(start.scripts()).containsExactlyElementsOf(list(scripts));
    assertThat(start.folders()).containsExactlyInAnyOrderElementsOf(list(folders));
    assertThat(start.understood()).isTrue();
  }

  private static List<String> list(String cell) {
    return cell == null ? List.of() : List.of(cell.split(";", -1));
  }

  @Test
  void aShellsLineIsRead() {
    StartCommand start =
        of(List.of("sh", "-c", "cd /srv && alembic upgrade head && exec uvicorn app.main:app"));

    assertThat(start.modules()).containsExactly("app.main");
    assertThat(start.folders()).containsExactly("/srv");
  }

  @ParameterizedTest
  @CsvSource({"/init", "supervisord -n", "python -c print(1)", "java -jar x.jar"})
  void whatIsNotKnownIsSaid(String command) {
    assertThat(of(List.of(command.split(" ", -1))).understood()).isFalse();
  }

  @Test
  void noCommandIsNotUnderstood() {
    assertThat(of(List.of()).understood()).isFalse();
  }
}
