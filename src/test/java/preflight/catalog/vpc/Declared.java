package preflight.catalog.vpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import preflight.catalog.Catalog;
import preflight.profile.ProfileReader;
import preflight.profile.Reading;
import preflight.profile.reading.Mode;
import preflight.resource.Environment;
import preflight.resource.Gcp;

/** An environment as a profile declares it, whose APIs are where a test says. */
public final class Declared {

  private Declared() {}

  /**
   * Of a profile.
   *
   * @param yaml all but its version, its name and {@code gcp}
   */
  public static Environment in(Path folder, Gcp gcp, String yaml) {
    try {
      Path file = folder.resolve("staging.yaml");
      Files.writeString(
          file,
          "version: 1\nenvironment: staging\ngcp: { project: acme-staging, region: us-central1 }\n"
              + yaml);
      Environment read =
          switch (new ProfileReader(
                  Catalog.definitions(), Map.of(), LocalDate.of(2026, 3, 1), Path.of(""))
              .read(file, Mode.RUN)) {
            case Reading.Read(var profile) -> profile.environment();
            case Reading.Invalid(var mistakes) -> throw new AssertionError(mistakes.toString());
          };
      return new Environment(
          read.name(),
          gcp,
          read.owners(),
          read.secrets(),
          read.connectors(),
          read.redis(),
          read.postgres(),
          read.services(),
          Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
