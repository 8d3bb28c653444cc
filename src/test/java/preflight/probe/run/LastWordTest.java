package preflight.probe.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import preflight.probe.Said;

class LastWordTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '|',
      delimiter = ';',
      textBlock =
          """
          ModuleNotFoundError: No module named 'app.agents.registry';             module; app.agents.registry
          ImportError: cannot import name 'X' from 'app.y' (/srv/app/y.py);       module; app.y.X
          ImportError: cannot import name 'X' from partially initialized module 'app.y'; module; app.y.X
          NameError: name 'x' is not defined. Did you mean: 'y'?;                 name;   x
          File "/srv/app/main.py", line 7 def f(: ^ SyntaxError: invalid syntax;  place;  main.py:7
          File "/srv/a.py", line 1 in g File "/srv/b.py", line 2 x IndentationError: unexpected indent; place; b.py:2
          NameError: name 'x' is not defined During handling of this: ModuleNotFoundError: No module named 'z'; module; z
          """)
  void the_exception_names_what_it_is_about(String text, String fact, String name) {
    assertThat(LastWord.of(Said.said(text)))
        .hasValueSatisfying(it -> {
          assertThat(it.kind().fact()).isEqualTo(fact);
          assertThat(it.name().shown()).isEqualTo(name);
        });
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      delimiter = ';',
      textBlock =
          """
          The user-provided container failed to start and listen on the port
          Container called exit(1).
          File "/srv/a.py", line 1 KeyError: 'a'
          """)
  void a_text_that_names_nothing_has_no_last_word(String text) {
    assertThat(LastWord.of(Said.said(text))).isEmpty();
  }
}
