package preflight.probe.secret;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import preflight.file.RegularFile;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.OncePerKey;
import preflight.probe.secret.dotenv.DotenvFile;
import preflight.resource.service.DotenvDialect;

/** A dotenv file, read once. */
final class DotenvStore implements Store {

  // In MiB; what Secret Manager takes is a sixteenth of one.
  private static final int LARGEST = 1;

  private final Path file;
  private final String shown;
  private final Optional<DotenvDialect> dialect;
  private final OncePerKey<String, Reading<Map<String, SecretValue>>> variables;

  /**
   * @param shown the path as the profile writes it
   */
  DotenvStore(Path file, String shown, Optional<DotenvDialect> dialect) {
    this.dialect = dialect;
    this.file = file;
    this.shown = shown;
    this.variables = new OncePerKey<>(new Semaphore(1), _ -> load());
  }

  @Override
  public Reading<StoredValue> read(String id, String version) throws InterruptedException {
    return switch (all()) {
      case Reading.Known<Map<String, SecretValue>>(var all) -> {
        SecretValue value = all.get(id);
        yield value == null
            ? new Reading.Missing<>("variable " + id + " in " + shown, Optional.empty())
            : new Reading.Known<>(new StoredValue(value, "", Checksum.ABSENT));
      }
      case Reading<Map<String, SecretValue>> none ->
          none.map(_ -> new StoredValue(new SecretValue(new byte[0]), "", Checksum.ABSENT));
    };
  }

  Reading<Map<String, SecretValue>> all() throws InterruptedException {
    return variables.get(shown);
  }

  @Override
  public void wipe() {
    variables
        .known()
        .flatMap(it -> it.known().stream())
        .forEach(all -> all.values().forEach(SecretValue::wipe));
  }

  private Reading<Map<String, SecretValue>> load() {
    return switch (RegularFile.read(file, LARGEST)) {
      case RegularFile.Content.Bytes it -> {
        byte[] bytes = it.array();
        DotenvFile parsed = DotenvFile.of(bytes, dialect);
        Arrays.fill(bytes, (byte) 0);
        yield switch (parsed) {
          case DotenvFile.Read(var values) -> new Reading.Known<>(values);
          case DotenvFile.Refused(String why) ->
              new Reading.Missing<>(
                  "readable file " + shown, Optional.of("%s, %s".formatted(shown, why)));
          case DotenvFile.Open(String why) ->
              new Reading.Unanswered<>(new ApiTrouble.OpenFile("%s, %s".formatted(shown, why)));
        };
      }
      case RegularFile.Content.Missing _ ->
          new Reading.Missing<>("file " + shown, Optional.empty());
      case RegularFile.Content.Unfit(String why) ->
          new Reading.Missing<>("file " + shown, Optional.of("what stands there " + why));
      case RegularFile.Content.Closed _ ->
          new Reading.Unanswered<>(new ApiTrouble.ClosedFile(shown));
    };
  }
}
