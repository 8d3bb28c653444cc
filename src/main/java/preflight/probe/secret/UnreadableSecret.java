package preflight.probe.secret;

import java.util.List;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Secret;

/** A credential that could not be read, so that nothing can be said of what it shares. */
public record UnreadableSecret(Secret secret, ApiTrouble trouble) {

  /** Whether none of them may well be read a moment later. */
  static boolean lasting(List<UnreadableSecret> all) {
    return all.stream().noneMatch(it -> it.trouble().passing());
  }
}
