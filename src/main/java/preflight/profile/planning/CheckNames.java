package preflight.profile.planning;

import java.util.Optional;
import preflight.check.CheckDefinition;
import preflight.check.CheckId;
import preflight.check.Place;
import preflight.profile.Declared;
import preflight.profile.Inherited;
import preflight.profile.reading.Mistakes;
import preflight.profile.reading.Suggestions;
import preflight.resource.ResourceName;

/** Looks up the names by which a profile speaks of checks: {@code id} or {@code id/resource}. */
public final class CheckNames {

  private final Catalogue catalogue;
  private final Declared declared;
  private final Inherited inherited;
  private final Mistakes mistakes;

  public CheckNames(
      Catalogue catalogue, Declared declared, Inherited inherited, Mistakes mistakes) {
    this.catalogue = catalogue;
    this.declared = declared;
    this.inherited = inherited;
    this.mistakes = mistakes;
  }

  /**
   * A check, of one resource or of all.
   *
   * @param resource empty for all
   */
  public record Named(String check, Optional<String> resource) {

    public static Named parse(String written) {
      int slash = written.indexOf('/');
      return slash < 0
          ? new Named(written, Optional.empty())
          : new Named(written.substring(0, slash), Optional.of(written.substring(slash + 1)));
    }

    /** All of several, where it does not say which. */
    public boolean names(CheckId id) {
      return (id.check().equals(check) || id.catalogued().equals(check))
          && resource.map(id.resource()::equals).orElse(true);
    }

    boolean isAbout(Rule rule) {
      return check.equals(rule.name()) || check.equals(rule.check().id());
    }
  }

  /** The check that a text names; what is unknown or does not fit is a mistake. */
  public Optional<Named> find(Place place, String written) {
    Named named = Named.parse(written);
    Optional<CheckDefinition> check =
        catalogue
            .find(named.check())
            .or(() ->
                catalogue
                    .find(new CheckId(named.check(), "").catalogued())
                    .filter(it -> it.doc().several()));
    if (check.isEmpty()) {
      return mistakes.add(
          place,
          "no check is called '%s'%s"
              .formatted(named.check(), Suggestions.sentence(named.check(), catalogue.ids())));
    }
    if (named.resource().isEmpty()) {
      return Optional.of(named);
    }
    String resource = named.resource().get();
    Optional<ResourceName> found = declared.find(resource);
    if (found.isEmpty()) {
      String away = inherited.takenAway(resource);
      return mistakes.add(
          place,
          away.isEmpty()
              ? "no resource is called '%s'%s"
                  .formatted(resource, Suggestions.sentence(resource, declared.written()))
              : "%s is no longer there%s".formatted(resource, away));
    }
    return found.get().kind() == Catalogue.kindOf(check.get())
        ? Optional.of(named)
        : mistakes.add(
            place,
            "%s checks %s, not %s"
                .formatted(named.check(), Catalogue.kindOf(check.get()), resource));
  }
}
