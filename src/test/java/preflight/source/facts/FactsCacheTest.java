package preflight.source.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactsCacheTest {

  private static final String BLOB =
      FactsCache.blob("import os\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));

  @TempDir private Path folder;

  enum Colour {
    RED,
    GREEN
  }

  record Inner(String text, int number) {}

  record Outer(
      List<Inner> inner,
      Optional<String> perhaps,
      boolean flag,
      Colour colour,
      SortedSet<String> names) {}

  record Other(String text) {}

  private static final Outer VALUE =
      new Outer(
          List.of(new Inner("é😀", 7), new Inner("é😀", 1 << 30)),
          Optional.of("there"),
          true,
          Colour.GREEN,
          new TreeSet<>(List.of("b", "a")));

  private <R extends Record> FactsCache<R> open(Class<R> type, String format) {
    return new FactsCache<>(type, Optional.of(folder), Path.of("/tree"), format);
  }

  @Test
  void whatOneRunReadTheNextOneKnows() {
    FactsCache<Outer> first = open(Outer.class, "1");
    assertThat(first.get(BLOB)).isEmpty();
    first.put(BLOB, VALUE);
    first.save();

    assertThat(open(Outer.class, "1").get(BLOB)).contains(VALUE);
    assertThat(open(Outer.class, "2").get(BLOB)).isEmpty();
    assertThat(open(Other.class, "1").get(BLOB)).isEmpty();
  }

  @Test
  void whatIsNotUsedAnyMoreIsForgotten() {
    FactsCache<Other> first = open(Other.class, "1");
    String other = FactsCache.blob(new byte[0]);
    first.put(BLOB, new Other("a"));
    first.put(other, new Other("b"));
    first.save();
    FactsCache<Other> second = open(Other.class, "1");
    assertThat(second.get(BLOB)).isPresent();
    second.save();

    assertThat(open(Other.class, "1").get(other)).isEmpty();
    assertThat(open(Other.class, "1").get(BLOB)).contains(new Other("a"));
  }

  @Test
  void aDamagedFileIsNoCache() throws IOException {
    FactsCache<Outer> first = open(Outer.class, "1");
    first.put(BLOB, VALUE);
    first.save();
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    byte[] all = Files.readAllBytes(file);
    for (int i = 0; i < all.length; i++) {
      byte[] damaged = all.clone();
      damaged[i] ^= (byte) 0xff;
      Files.write(file, damaged);
      assertThat(open(Outer.class, "1").get(BLOB)).isEmpty();
      Files.write(file, java.util.Arrays.copyOf(all, i));
      assertThat(open(Outer.class, "1").get(BLOB)).isEmpty();
    }
  }

  @Test
  void blobsAreNamedAsGitNamesThem() {
    assertThat(FactsCache.blob(new byte[0])).isEqualTo("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    assertThat(FactsCache.folder(Map.of("XDG_CACHE_HOME", "/c")))
        .contains(Path.of("/c/preflight/code"));
    assertThat(FactsCache.folder(Map.of())).isEmpty();
  }
}
