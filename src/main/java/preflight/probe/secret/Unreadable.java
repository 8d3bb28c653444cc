package preflight.probe.secret;

import java.util.List;
import preflight.probe.google.Trouble;
import preflight.resource.Secret;

/** A credential that could not be read, so that nothing can be said of what it shares. */
public record Unreadable(Secret secret, Trouble trouble) {

  /** Whether none of them may well be read a moment later. */
  static boolean lasting(List<Unreadable> all) {
    return all.stream().noneMatch(it -> it.trouble().passing());
  }
}
