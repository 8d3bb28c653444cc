package preflight.probe.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import preflight.probe.SecretValue;
import preflight.probe.google.OncePerKey;

/** A dotenv file, read once. */
final class DotenvStore implements Store {

  private final Path file;
  private final String shown;
  private final OncePerKey<String, Optional<Map<String, SecretValue>>> variables;

  /**
   * @param shown the path as the profile writes it
   */
  DotenvStore(Path file, String shown) {
    this.file = file;
    this.shown = shown;
    this.variables = new OncePerKey<>(new Semaphore(1), _ -> load());
  }

  @Override
  public Reading<Held> read(String id, String version) throws InterruptedException {
    return switch (all()) {
      case Reading.Known<Map<String, SecretValue>>(var all) -> {
        SecretValue value = all.get(id);
        yield value == null
            ? new Reading.Missing<>("variable " + id + " in " + shown, Optional.empty())
            : new Reading.Known<>(new Held(value, "", Checksum.ABSENT));
      }
      case Reading<Map<String, SecretValue>> none ->
          none.map(_ -> new Held(new SecretValue(new byte[0]), "", Checksum.ABSENT));
    };
  }

  Reading<Map<String, SecretValue>> all() throws InterruptedException {
    Optional<Map<String, SecretValue>> all = variables.get(shown);
    return all.isPresent()
        ? new Reading.Known<>(all.get())
        : new Reading.Missing<>("file " + shown, Optional.empty());
  }

  private Optional<Map<String, SecretValue>> load() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Map<String, SecretValue> parsed = Dotenv.parse(bytes);
      Arrays.fill(bytes, (byte) 0);
      return Optional.of(parsed);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(shown + " cannot be read", e);
    }
  }
}
