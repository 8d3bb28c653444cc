package preflight.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import preflight.check.Place;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Suggestions;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.field.FieldReference;
import preflight.resource.field.Keys;

/** Finds what a reference refers to, or says what was probably meant. */
public final class References {

  private final Declared declared;
  private final UnaryOperator<String> takenAway;
  private final Mistakes mistakes;

  References(Declared declared, Mistakes mistakes) {
    this(declared, _ -> "", mistakes);
  }

  /**
   * @param takenAway what to add of a name such as {@code redis.cache} that a child takes away
   */
  References(Declared declared, UnaryOperator<String> takenAway, Mistakes mistakes) {
    this.declared = declared;
    this.takenAway = takenAway;
    this.mistakes = mistakes;
  }

  /** A reference such as {@code secrets.NAME}; where one kind is possible, its name alone. */
  public Optional<ResourceName> resource(Place place, String written, List<Kind> kinds) {
    return find(written, kinds).or(() -> mistakes.add(place, dangling(written, kinds)));
  }

  /** The same of what variables filled in, which a mistake may not repeat. */
  public Optional<ResourceName> filledIn(Place place, String text, List<Kind> kinds) {
    return find(text, kinds)
        .or(() -> mistakes.add(place, "what the variable says names no resource of this profile"));
  }

  private Optional<ResourceName> find(String written, List<Kind> kinds) {
    return kinds.stream()
        .map(kind -> new ResourceName(kind, written.substring(prefix(written, kind, kinds))))
        .filter(it -> it.toString().equals(written) || kinds.size() == 1)
        .filter(declared::has)
        .findFirst();
  }

  private static int prefix(String written, Kind kind, List<Kind> kinds) {
    boolean whole = written.startsWith(kind.key() + ".");
    return whole || kinds.size() > 1 ? Math.min(written.length(), kind.key().length() + 1) : 0;
  }

  private String dangling(String written, List<Kind> kinds) {
    for (Kind kind : kinds) {
      ResourceName name = new ResourceName(kind, written.substring(prefix(written, kind, kinds)));
      String away = takenAway.apply(name.toString());
      if (!away.isEmpty() && (kinds.size() == 1 || name.toString().equals(written))) {
        return "%s is no longer there%s".formatted(name, away);
      }
    }
    List<String> whole = kinds.stream().flatMap(it -> declared.written(it).stream()).toList();
    List<String> known = new ArrayList<>(whole);
    if (!written.contains(".")) {
      whole.forEach(it -> known.add(it.substring(it.indexOf('.') + 1)));
    }
    Optional<String> meant =
        Suggestions.closest(written, known)
            .map(it -> "; did you mean '%s'?".formatted(full(it, whole)));
    // A password that somebody wrote in place of a reference must not be repeated.
    if (kinds.equals(List.of(Kind.SECRETS)) && !written.startsWith("secrets.")) {
      return "names no secret of this profile"
          + meant.orElse("; write secrets.NAME, for a value may not stand here");
    }
    return "nothing under %s is named '%s'%s"
        .formatted(
            kinds.size() == 1 ? kinds.getFirst().key() : "the resources",
            written,
            meant.orElseGet(() -> Suggestions.sentence(written, whole)));
  }

  private static String full(String meant, List<String> whole) {
    return whole.stream()
        .filter(it -> it.equals(meant) || it.endsWith("." + meant))
        .findFirst()
        .orElse(meant);
  }

  /**
   * A reference to a field, such as {@code redis.cache.host}.
   *
   * @param filledIn whether variables say so, which a mistake may not repeat
   */
  public Optional<FieldReference> field(Place place, String written, boolean filledIn) {
    int dot = written.lastIndexOf('.');
    if (dot < 0) {
      return mistakes.add(place, "expected a field of a resource, such as redis.cache.host");
    }
    String owner = written.substring(0, dot);
    String field = written.substring(dot + 1);
    Optional<ResourceName> resource = declared.find(owner);
    if (resource.isEmpty() && filledIn) {
      return mistakes.add(place, "what the variable says names no resource of this profile");
    }
    if (resource.isEmpty()) {
      String away = takenAway.apply(owner);
      return mistakes.add(
          place,
          away.isEmpty()
              ? "no resource is named '%s'%s"
                  .formatted(owner, Suggestions.sentence(owner, declared.written()))
              : "%s is no longer there%s".formatted(owner, away));
    }
    List<String> keys = keys(resource.get().kind()).toList();
    return keys.contains(field)
        ? Optional.of(new FieldReference(resource.get(), field))
        : mistakes.add(
            place,
            "%s has no key '%s'%s".formatted(owner, field, Suggestions.sentence(field, keys)));
  }

  private static Stream<String> keys(Kind kind) {
    return Arrays.stream(kind.type().getRecordComponents())
        .filter(it -> !Keys.isOwnName(it))
        .map(Keys::of);
  }
}
