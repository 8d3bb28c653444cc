package preflight.probe.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.google.Trouble;
import preflight.resource.Environment;
import preflight.resource.Secret;

/** A secret that is no setting, with its value. */
record Credential(Secret secret, SecretValue value) {

  /** All that could be read and are not empty, in the order of the profile. */
  static List<Credential> of(Environment environment, Secrets secrets, SecretBytes bytes)
      throws InterruptedException {
    var found = new ArrayList<Credential>();
    for (Secret secret : environment.secrets().values()) {
      Optional<SecretFacts> facts = secrets.read(secret).known();
      if (facts.isPresent() && !facts.get().setting() && facts.get().length() > 0) {
        bytes.of(secret.name()).ifPresent(it -> found.add(new Credential(secret, it)));
      }
    }
    return found;
  }

  /** Why a secret could not be read, where one could not. */
  static Optional<Trouble> unread(Environment environment, Secrets secrets)
      throws InterruptedException {
    for (Secret secret : environment.secrets().values()) {
      if (secrets.read(secret) instanceof Reading.Unanswered<SecretFacts>(Trouble trouble)) {
        return Optional.of(trouble);
      }
    }
    return Optional.empty();
  }
}
