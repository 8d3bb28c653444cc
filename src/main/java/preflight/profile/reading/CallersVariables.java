package preflight.profile.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import preflight.check.Place;

/**
 * Holds what a profile and its packs read of the caller's environment against what {@code
 * variables} declares: with such a key, nothing else may be read; without it, nothing that is named
 * like a credential.
 */
public final class CallersVariables {

  private static final List<String> TELLING =
      List.of("SECRET", "PASSW", "TOKEN", "CREDENTIAL", "COOKIE", "PRIVATE", "JWT");
  private static final Set<String> TELLING_WORDS =
      Set.of("KEY", "KEYS", "APIKEY", "AUTH", "PAT", "PASS", "PWD", "SESSION");

  private final Map<String, Place> read = new LinkedHashMap<>();

  /** Notes what a file reads; each name with its first place. */
  void note(Yaml node) {
    switch (node) {
      case Yaml.Scalar scalar ->
          Variables.names(scalar.text()).forEach(it -> read.putIfAbsent(it, scalar.place()));
      case Yaml.Sequence list -> list.items().forEach(this::note);
      case Yaml.Mapping mapping -> mapping.entries().values().forEach(it -> note(it.value()));
    }
  }

  /** What is read, in the order of the files; what may not be read is a mistake. */
  public List<VariableUse> uses(Yaml.Mapping profile, Mistakes mistakes) {
    Optional<Yaml.Mapping> declared = profile.mapping("variables");
    List<VariableUse> uses = new ArrayList<>();
    read.forEach((name, place) -> {
      Optional<String> purpose = declared.flatMap(it -> it.scalar(name)).map(Yaml.Scalar::text);
      var use = new VariableUse(name, place, purpose);
      uses.add(use);
      if (!use.declared() && declared.isPresent()) {
        mistakes.add(
            place,
            "'variables' does not declare %s%s"
                .formatted(name, Suggestions.sentence(name, declared.get().entries().keySet())));
      } else if (!use.declared() && isTelling(name)) {
        mistakes.add(
            place,
            ("the variable %s is named like a credential of the caller; declare it at the top of"
                    + " the profile: variables: { %s: what it is for }")
                .formatted(name, name));
      }
    });
    return List.copyOf(uses);
  }

  private static boolean isTelling(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return TELLING.stream().anyMatch(upper::contains)
        || Arrays.stream(upper.split("_")).anyMatch(TELLING_WORDS::contains);
  }
}
