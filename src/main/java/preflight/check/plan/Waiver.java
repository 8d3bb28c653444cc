package preflight.check.plan;

import java.time.LocalDate;
import preflight.check.CheckId;
import preflight.check.Place;

/** A known failure that somebody answers for until a day; lowers its check to a warning. */
public record Waiver(CheckId check, String reason, String owner, LocalDate expires, Place place) {

  /** Whether it still holds on a day; the day of expiry included. */
  public boolean holdsOn(LocalDate day) {
    return !day.isAfter(expires);
  }
}
