package preflight.probe.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what was read of certificate authorities; reads nothing before a TLS client needs it. */
final class Trusts {

  private final Map<Optional<String>, Trust> known = new ConcurrentHashMap<>();

  Trust of(Optional<String> file) throws IOException {
    Trust found = known.get(file);
    if (found == null) {
      found = file.isPresent() ? Trust.with(Path.of(file.get())) : Trust.byDefault();
      known.put(file, found);
    }
    return found;
  }
}
