package preflight.probe.secret.repository;

import java.util.List;
import java.util.Optional;
import preflight.probe.PeerText;
import preflight.probe.secret.UnreadableSecret;
import preflight.resource.Environment;
import preflight.resource.Secret;
import preflight.resource.Source;

/** Looks for credentials in the repository that the services are built from. */
public interface CommittedSecrets {

  /**
   * Searches the tracked files, as they are in the index.
   *
   * @param history whether to search everything that was ever committed as well
   * @return empty where there is no repository
   */
  Optional<Searched> search(Source source, Environment environment, boolean history)
      throws InterruptedException;

  /**
   * What a search found.
   *
   * @param findings by path and line
   * @param unread what could not be searched for
   */
  record Searched(List<Finding> findings, List<UnreadableSecret> unread) {

    public Searched {
      findings = List.copyOf(findings);
      unread = List.copyOf(unread);
    }
  }

  /**
   * A place that holds a credential.
   *
   * @param what the secret of the profile, or the variable that is assigned; never a value on
   *     purpose
   * @param live the secret whose value stands there; empty where it only looks real
   * @param past whether only the history holds it
   * @param fingerprint of the path and of the file as it is, with the line; changes with the file
   */
  record Finding(
      PeerText path,
      int line,
      PeerText what,
      Optional<Secret> live,
      boolean past,
      String fingerprint) {}
}
