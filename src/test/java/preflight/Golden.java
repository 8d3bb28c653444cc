package preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a text with the committed one; {@code -Dgolden.update} accepts a change. */
public final class Golden {

  private Golden() {}

  public static void assertUpToDate(Path committed, String derived) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(committed.toAbsolutePath().getParent());
        Files.writeString(committed, derived);
      }
      assertThat(derived)
          .as("%s; accept a change with -Dgolden.update", committed)
          .isEqualTo(Files.exists(committed) ? Files.readString(committed) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
