package preflight.probe.redis;

import java.util.Map;
import java.util.Optional;
import preflight.probe.Answer;
import preflight.probe.Limits;
import preflight.resource.Redis;
import preflight.resource.Target;

/** Asks a Redis for its own account of itself; once for all checks. */
public interface RedisInfos {

  /** The fields of {@code INFO} (Redis documentation, command INFO). */
  record Account(Map<String, String> fields) {

    /** A field; versions and user rights differ, so any may be absent. */
    public Optional<String> text(String field) {
      return Optional.ofNullable(fields.get(field));
    }

    /** A field that holds a whole number. */
    public Optional<Long> number(String field) {
      return text(field).filter(it -> it.matches("\\d{1,18}")).map(Long::valueOf);
    }
  }

  Answer<Account, RedisError> info(Target<Redis> redis, Limits limits) throws InterruptedException;
}
