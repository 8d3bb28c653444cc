package preflight.source.service;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import preflight.source.image.ImageContents;
import preflight.source.image.dockerfile.CommandForm;

/** The variables that an image gives by files, and by what stands before its command. */
final class Dotenv {

  /** What is loaded, and not what shows what could be. */
  private static final Pattern FILE =
      Pattern.compile("(.*/)?\\.env(\\.(?!example|sample|template|dist|test|dev)[^/]*)?");

  private static final Pattern GIVEN = Pattern.compile("(?m)(?:^|[\\s;&|\"])([A-Za-z_]\\w*)=");

  private Dotenv() {}

  /**
   * Names of variables.
   *
   * @param texts of files of the tree
   * @param others files of the tree whose scripts may set some
   */
  static Set<String> of(
      ImageContents image, Function<String, Optional<String>> texts, String... others) {
    Stream<String> files =
        Stream.concat(
            image.sources().keySet().stream().filter(it -> FILE.matcher(it).matches()),
            Stream.of(others));
    return Stream.concat(
            image.command().map(CommandForm::text).stream(),
            files.flatMap(it -> texts.apply(it).stream()))
        .flatMap(it -> GIVEN.matcher(it).results())
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }
}
