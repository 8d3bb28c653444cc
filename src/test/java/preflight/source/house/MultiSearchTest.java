package preflight.source.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class MultiSearchTest {

  @Property
  void it_finds_what_a_search_for_each_word_finds(
      @ForAll @Size(max = 8)
          List<@StringLength(min = 1, max = 6) @CharRange(from = 'a', to = 'c') String> some,
      @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'c') String text) {
    List<String> words = MultiSearch.distinct(some);
    var found = new TreeSet<String>();
    new MultiSearch(words)
        .find(
            text.getBytes(StandardCharsets.UTF_8),
            (word, offset) -> found.add(words.get(word) + "@" + offset));
    var expected = new ArrayList<String>();
    for (String word : words) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        expected.add(word + "@" + at);
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }
}
