package preflight.init.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import preflight.init.writing.Node.Line;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Yaml;
import preflight.profile.reading.YamlParser;

class DocumentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "two words",
        "a: b",
        "# no comment",
        "- item",
        "{kebab}-staging",
        "true",
        "No",
        "12",
        "1.5",
        "0x1f",
        "1e3",
        ".5",
        "~",
        "",
        "null",
        "é",
        "\"quoted\"",
        "back\\slash",
        "line\nbreak",
        "tab\t",
        "*alias",
        "&anchor",
        "!tag",
        "%directive",
        "@at",
        "`tick`",
        "[a]",
        "a,b",
        "'",
        "?",
        "=",
        "<<",
        "http://127.0.0.1:80",
        "\u2028",
        "\u0085",
        "\u0007",
        "2026-01-31",
        "0o17",
        ".inf",
      })
  void a_text_stays_what_it_is(String text) {
    for (Node node : List.of(new Node.Text(text), new Node.Items(List.of(new Node.Text(text))))) {
      var root = Node.Mapping.of(Line.of("a", Node.Mapping.of(Line.of("b", node))));
      var mistakes = new Mistakes();
      Yaml.Mapping read =
          YamlParser.parse("x.yaml", Document.of(List.of("head\nline"), root), mistakes)
              .orElseThrow();
      Yaml value = read.mapping("a").orElseThrow().value("b").orElseThrow();
      Yaml one = value instanceof Yaml.Sequence(_, List<Yaml> items) ? items.getFirst() : value;
      assertThat(one).isInstanceOf(Yaml.Scalar.class);
      assertThat(((Yaml.Scalar) one).text()).isEqualTo(text);
      assertThat(((Yaml.Scalar) one).type()).isEqualTo(Yaml.Type.TEXT);
    }
  }

  @Test
  void a_long_list_is_wrapped_and_stays_one() {
    var names = IntStream.range(0, 60).mapToObj("VARIABLE_%d"::formatted).toList();
    String text =
        Document.of(
            List.of(),
            Node.Mapping.of(
                Line.of("a", Node.Mapping.of(Line.of("require", Node.Items.of(names))))));
    assertThat(text.lines()).allMatch(it -> it.length() <= 110);
    assertThat(
            YamlParser.parse("x.yaml", text, new Mistakes())
                .orElseThrow()
                .mapping("a")
                .orElseThrow()
                .list("require"))
        .hasSize(60);
  }

  @Test
  void a_comment_keeps_its_line_and_its_mapping_open() {
    String text =
        Document.of(
            List.of("first"),
            Node.Mapping.of(
                Line.of(
                    "services",
                    Node.Mapping.of(
                        Line.of(
                                "api",
                                Node.Mapping.of(Line.of("url", "https://a.example").beside("said")))
                            .under(List.of("above"))))));
    assertThat(text)
        .isEqualTo(
            """
            # first

            services:
              # above
              api:
                url: "https://a.example"   # said
            """);
  }
}
