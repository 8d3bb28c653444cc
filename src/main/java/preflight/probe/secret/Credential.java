package preflight.probe.secret;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import preflight.probe.SecretBytes;
import preflight.probe.SecretValue;
import preflight.probe.google.ApiTrouble;
import preflight.resource.Environment;
import preflight.resource.Secret;

/** A secret that is no setting, with its value. */
public record Credential(Secret secret, SecretValue value) {

  static final ApiTrouble COMPARING = new ApiTrouble.OverBudget("comparing credentials");

  /** All that could be read and are not empty, in the order of the profile. */
  public static List<Credential> of(Environment environment, Secrets secrets, SecretBytes bytes)
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

  /** Those that could not be read, and may be credentials. */
  public static List<UnreadableSecret> unread(Environment environment, Secrets secrets)
      throws InterruptedException {
    var unread = new ArrayList<UnreadableSecret>();
    for (Secret secret : environment.secrets().values()) {
      boolean credential = !secret.declaredSetting().orElse(false);
      if (credential
          && secrets.read(secret) instanceof Reading.Unanswered<SecretFacts>(ApiTrouble trouble)) {
        unread.add(new UnreadableSecret(secret, trouble));
      }
    }
    return unread;
  }

  /** Those that a comparison left out. */
  static List<UnreadableSecret> uncompared(List<Credential> all, BitSet which) {
    return which.stream()
        .mapToObj(it -> new UnreadableSecret(all.get(it).secret(), COMPARING))
        .toList();
  }
}
