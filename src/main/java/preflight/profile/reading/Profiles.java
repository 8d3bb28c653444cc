package preflight.profile.reading;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import preflight.check.Place;
import preflight.file.RegularFile;

/** Finds the file that somebody means by the name of an environment, or by a path. */
public final class Profiles {

  private static final String FOLDER = "env-profiles";

  /** The shipped profile of an environment that everybody can have, unlike the examples. */
  private static final String SANDBOX = "sandbox";

  private final Path workingDirectory;
  private final Path shippedHome;

  /**
   * @param shippedHome the directory that holds the shipped {@code env-profiles/}
   */
  public Profiles(Path workingDirectory, Path shippedHome) {
    this.workingDirectory = workingDirectory;
    this.shippedHome = shippedHome;
  }

  /** What came of looking for a profile. */
  public sealed interface Located {

    record Found(Path file) implements Located {}

    /** Nothing bears the name; the mistake says what does. */
    record Missing(Mistake mistake) implements Located {}
  }

  /**
   * An existing file, or anything that ends in {@code .yaml} or {@code .yml}, is a path; all else
   * is a name looked up in {@code env-profiles/} from the working directory upward. Of the shipped
   * ones only that of the sandbox answers everywhere: an example that bears the name of somebody's
   * environment would be judged in its place.
   */
  public Located locate(String environmentOrFile) {
    Path path = Path.of(environmentOrFile);
    boolean ending = environmentOrFile.endsWith(".yaml") || environmentOrFile.endsWith(".yml");
    Path file = workingDirectory.resolve(path);
    // What is a pipe or a device is refused as such by whoever reads it.
    if (ending || Files.isRegularFile(file) || RegularFile.isSpecial(file)) {
      return new Located.Found(shown(file));
    }
    return folders().stream()
        .flatMap(it -> named(it, environmentOrFile).stream())
        .findFirst()
        .or(() -> shipped(environmentOrFile).filter(_ -> environmentOrFile.equals(SANDBOX)))
        .<Located>map(it -> new Located.Found(shown(it)))
        .orElseGet(() -> missing(environmentOrFile));
  }

  /** The names that can be used in place of a file, in alphabetical order. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    for (Path folder : folders()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{yaml,yml}")) {
        files.forEach(it -> names.add(it.getFileName().toString().replaceFirst("\\.ya?ml$", "")));
      } catch (IOException e) {
        // A folder that cannot be listed offers no names.
      }
    }
    shipped(SANDBOX).ifPresent(_ -> names.add(SANDBOX));
    return List.copyOf(names);
  }

  private Optional<Path> shipped(String name) {
    return named(shippedHome.resolve(FOLDER), name);
  }

  private Located missing(String name) {
    Place place = new Place(name, 1, 1);
    Optional<Path> example = shipped(name);
    if (example.isPresent()) {
      return new Located.Missing(
          new Mistake(
              place,
              "no such profile in env-profiles/, here or above; `preflight init %s` writes one. %s is an"
                      .formatted(name, shown(example.get()))
                  + " example that Preflight ships, and answers to its path"));
    }
    String meant =
        named(workingDirectory, name)
            .map(it -> "; did you mean '%s'?".formatted(Path.of(".").resolve(shown(it))))
            .orElseGet(() -> Suggestions.sentence(name, names()));
    return new Located.Missing(new Mistake(place, "no such profile" + meant));
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    Path at = workingDirectory.toAbsolutePath().normalize();
    while (at != null) {
      folders.add(at.resolve(FOLDER));
      at = at.getParent();
    }
    return folders.stream().filter(Files::isDirectory).toList();
  }

  private static Optional<Path> named(Path folder, String name) {
    return List.of(".yaml", ".yml").stream()
        .map(it -> folder.resolve(name + it))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** A path as its user would write it: relative where it is below where the process runs. */
  private static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = file.toAbsolutePath().normalize();
    return whole.startsWith(here) ? here.relativize(whole) : whole;
  }
}
