package preflight.source.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExactTextTest {

  record Rule(List<String> names, Optional<String> in) {}

  record Other(List<String> names, Optional<String> in) {}

  @Test
  void whatPrintsTheSameIsNotTheSame() {
    String one = ExactText.of(new Rule(List.of("a, b"), Optional.empty()));
    assertThat(one).isEqualTo(ExactText.of(new Rule(List.of("a, b"), Optional.empty())));
    assertThat(one)
        .isNotEqualTo(ExactText.of(new Rule(List.of("a", "b"), Optional.empty())))
        .isNotEqualTo(ExactText.of(new Rule(List.of("a, b"), Optional.of(""))))
        .isNotEqualTo(ExactText.of(new Other(List.of("a, b"), Optional.empty())));
  }

  @Test
  void whatHasNoOrderHasOneText() {
    assertThat(ExactText.of(Map.of("a", 1, "b", true)))
        .isEqualTo(ExactText.of(new java.util.TreeMap<>(Map.of("b", true, "a", 1))))
        .isNotEqualTo(ExactText.of(Map.of("a", 1, "b", false)));
    assertThat(ExactText.of(Set.of("a", "b")))
        .isEqualTo(ExactText.of(new java.util.TreeSet<>(Set.of("a", "b"))))
        .isNotEqualTo(ExactText.of(Set.of("ab")));
    assertThatThrownBy(() -> ExactText.of(new Object())).hasMessageContaining("no text");
  }
}
