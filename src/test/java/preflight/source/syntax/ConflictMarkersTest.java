package preflight.source.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConflictMarkersTest {

  private static int line(String source) {
    return ConflictMarkers.in(source.getBytes(UTF_8)).orElse(0);
  }

  @Test
  void aConflictIsAllThreeMarkersInOrder() {
    assertThat(line("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> main\n")).isEqualTo(2);
    assertThat(line("<<<<<<< HEAD\r\nb\r\n||||||| base\r\n=======\r\nc\r\n>>>>>>> x")).isEqualTo(1);
  }

  @Test
  void anythingElseIsNone() {
    assertThat(line("")).isZero();
    assertThat(line("Title\n=======\ntext\n")).isZero();
    assertThat(line("<<<<<<< HEAD\nTitle\n==========\n>>>>>>> main\n")).isZero();
    assertThat(line("  <<<<<<< HEAD\n  =======\n  >>>>>>> main\n")).isZero();
    assertThat(line(">>>>>>> a\n=======\n<<<<<<< b\n")).isZero();
  }
}
