package preflight.check.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands behind the equals sign of a flag of gcloud that takes a list or a map, so that gcloud
 * reads back the same; see {@code gcloud topic escaping}.
 */
public final class GcloudFlags {

  /** What a variable of a container may be called (Kubernetes, EnvVar). */
  private static final Pattern NAME = Pattern.compile("[-._A-Za-z][-._A-Za-z0-9]*");

  /** Where a secret may be mounted; in the place of a variable, gcloud takes it for that. */
  private static final Pattern PATH = Pattern.compile("(/[-._A-Za-z0-9]+)+");

  private GcloudFlags() {}

  /** Names of variables. */
  public static Command names(List<String> names) {
    return names.stream().allMatch(it -> NAME.matcher(it).matches())
        ? Command.value(String.join(",", names))
        : noName();
  }

  /** Variables and what each is mapped to. */
  public static Command map(Map<String, String> values) {
    if (!values.keySet().stream().allMatch(it -> NAME.matcher(it).matches())) {
      return noName();
    }
    return delimiter(values, Stream.of(",", "@", "|", "#", "~", ";", ":", "%", "+", "&"))
        .map(delimiter ->
            Command.value(
                (delimiter.equals(",") ? "" : "^" + delimiter + "^")
                    + new TreeMap<>(values)
                        .entrySet().stream()
                            .map(it -> it.getKey() + "=" + it.getValue())
                            .collect(Collectors.joining(delimiter))))
        .orElseGet(GcloudFlags::noDelimiter);
  }

  /** A secret and the path at which it is mounted, as the profile declares it. */
  public static Command mount(String path, String secret) {
    return PATH.matcher(path).matches()
        ? Command.value(path + "=" + secret)
        : Command.refused("the path of a mount has characters that gcloud does not take");
  }

  /** The same where only the reader knows some of the values, which may hold a comma. */
  public static Command mapWithAsked(Map<String, Optional<String>> values) {
    Map<String, String> known = new TreeMap<>();
    values.forEach((name, value) -> value.ifPresent(it -> known.put(name, it)));
    if (known.size() == values.size()) {
      return map(known);
    }
    if (!values.keySet().stream().allMatch(it -> NAME.matcher(it).matches())) {
      return noName();
    }
    Optional<String> delimiter = delimiter(known, Stream.of("@;", "#;", "~;", "|;"));
    if (delimiter.isEmpty()) {
      return noDelimiter();
    }
    Command all = Command.value("^" + delimiter.get() + "^");
    boolean first = true;
    for (var entry : new TreeMap<>(values).entrySet()) {
      String text = (first ? "" : delimiter.get()) + entry.getKey() + "=";
      all =
          entry.getValue().isPresent()
              ? all.then(Command.value(text + entry.getValue().get()))
              : all.then(Command.value(text)).then(Command.askedValue(entry.getKey()));
      first = false;
    }
    return all;
  }

  private static Optional<String> delimiter(Map<String, String> values, Stream<String> candidates) {
    return candidates
        .filter(it -> values.values().stream().noneMatch(value -> value.contains(it)))
        .findFirst();
  }

  private static Command noName() {
    return Command.refused("the name of a variable has characters that gcloud does not take");
  }

  private static Command noDelimiter() {
    return Command.refused("gcloud has no sign left that could stand between the values");
  }
}
