package preflight.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import preflight.profile.planning.Packs;
import preflight.profile.reading.Mistake;
import preflight.profile.reading.Mode;

/** Profiles and packs in a directory of a test. */
public record Folder(Path root) {

  public static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

  public Folder {
    Packs.SHIPPED.forEach(it -> write(root, "checks/" + it + ".yaml", "version: 1\nrules: []\n"));
  }

  public Folder file(String name, String text) {
    write(root, name, text);
    return this;
  }

  private static void write(Path root, String name, String text) {
    try {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Reading read(String name, Mode mode, Map<String, String> environment) {
    return new ProfileReader(FakeChecks.all(), environment, TODAY, root)
        .read(root.resolve(name), mode);
  }

  public Profile sound(String name) {
    return switch (read(name, Mode.RUN, Map.of())) {
      case Reading.Read(Profile profile) -> profile;
      case Reading.Invalid(List<Mistake> mistakes) -> throw new AssertionError(mistakes.toString());
    };
  }

  /** The mistakes of a profile, without the directory. */
  public List<String> mistakes(String name, Mode mode) {
    return switch (read(name, mode, Map.of())) {
      case Reading.Read _ -> List.of();
      case Reading.Invalid(List<Mistake> mistakes) ->
          mistakes.stream().map(it -> it.toString().replace(root + "/", "")).toList();
    };
  }
}
