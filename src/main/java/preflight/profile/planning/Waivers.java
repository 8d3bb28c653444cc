package preflight.profile.planning;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.check.CheckId;
import preflight.check.Place;
import preflight.check.plan.Plan;
import preflight.check.plan.Waiver;
import preflight.profile.decoding.Decoder;
import preflight.profile.decoding.Written;
import preflight.profile.reading.Yaml;

/** The waivers of a profile: which hold today, and what is to be told of the others. */
public final class Waivers {

  /** A waiver as written, before it is known for which checks. */
  private record Declaration(Written.Waiver written, CheckNames.Named named, Place place) {
    boolean holdsOn(LocalDate day) {
      return !day.isAfter(written.expires());
    }
  }

  private static final int LONGEST_DAYS = 90;

  private final List<Declaration> declarations = new ArrayList<>();
  private final LocalDate today;

  public Waivers(Yaml.Mapping profile, Decoder decoder, CheckNames names, LocalDate today) {
    this.today = today;
    for (Yaml item : profile.list("waivers")) {
      Optional<Written.Waiver> written = decoder.record(item, Written.Waiver.class, item.place());
      Optional<CheckNames.Named> named =
          item instanceof Yaml.Mapping mapping
              ? mapping.scalar("check").flatMap(it -> names.find(it.place(), it.text()))
              : Optional.empty();
      if (written.isPresent() && named.isPresent()) {
        declarations.add(new Declaration(written.get(), named.get(), item.place()));
      }
    }
  }

  /** The waiver that holds for a check today; one for its resource goes before one for all. */
  public Optional<Waiver> of(CheckId check) {
    return declarations.stream()
        .filter(it -> it.holdsOn(today) && it.named.names(check))
        .max((one, other) ->
            Boolean.compare(one.named.resource().isPresent(), other.named.resource().isPresent()))
        .map(it ->
            new Waiver(
                check, it.written.reason(), it.written.owner(), it.written.expires(), it.place));
  }

  /** Waivers that hold for so long that nobody will look at them again. */
  public List<Plan.Notice> endless() {
    return declarations.stream()
        .filter(it -> it.written.expires().isAfter(today.plusDays(LONGEST_DAYS)))
        .map(it ->
            new Plan.Notice(
                "the waiver of %s is valid until %s, more than %d days; give it an earlier date"
                    .formatted(it.written.check(), it.written.expires(), LONGEST_DAYS),
                it.place))
        .toList();
  }

  /** Waivers that lower nothing, in the order of the profile. */
  public List<Plan.Notice> notices(List<CheckId> planned) {
    List<Plan.Notice> notices = new ArrayList<>();
    for (Declaration it : declarations) {
      if (!it.holdsOn(today)) {
        notices.add(
            new Plan.Notice(
                "the waiver of %s expired on %s, owner %s; it has no effect any more"
                    .formatted(it.written.check(), it.written.expires(), it.written.owner()),
                it.place));
      } else if (planned.stream().noneMatch(it.named::names)) {
        notices.add(
            new Plan.Notice(
                "the waiver of %s, owner %s, has no effect: the plan has no such check"
                    .formatted(it.written.check(), it.written.owner()),
                it.place));
      }
    }
    return notices;
  }
}
