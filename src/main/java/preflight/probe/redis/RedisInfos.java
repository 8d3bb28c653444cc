package preflight.probe.redis;

import java.util.Map;
import java.util.Optional;
import preflight.probe.Answer;
import preflight.probe.PeerText;
import preflight.probe.network.Limits;
import preflight.resource.Redis;
import preflight.resource.Target;

/** Asks a Redis for its own account of itself; once for all checks. */
public interface RedisInfos {

  /** The fields of {@code INFO} (Redis documentation, command INFO). */
  record Account(Map<String, PeerText> fields) {

    /** A field; versions and user rights differ, so any may be absent. */
    public Optional<PeerText> text(String field) {
      return Optional.ofNullable(fields.get(field));
    }

    /** Whether a field holds exactly this. */
    public boolean says(String field, String value) {
      return text(field).filter(it -> it.is(value)).isPresent();
    }

    /** A field, fit for a report. */
    public String shown(String field, String otherwise) {
      return text(field).map(PeerText::shown).orElse(otherwise);
    }

    /** A field that holds a whole number. */
    public Optional<Long> number(String field) {
      return text(field)
          .map(PeerText::raw)
          .filter(it -> it.matches("\\d{1,18}"))
          .map(Long::valueOf);
    }
  }

  Answer<Account, RedisError> info(Target<Redis> redis, Limits limits) throws InterruptedException;
}
