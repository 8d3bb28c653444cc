package preflight.probe.secret.repository;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import preflight.probe.PeerText;
import preflight.probe.secret.UnreadableSecret;
import preflight.probe.secret.form.Looks;
import preflight.resource.Environment;
import preflight.resource.Secret;
import preflight.resource.Source;

/** Looks for credentials in the repository that the services are built from. */
public interface CommittedSecrets {

  /**
   * Searches the tracked files, as they are in the index.
   *
   * @param history whether to search everything that was ever committed as well
   * @param soFar hears, now and then, what was found until then
   * @return empty where there is no repository
   */
  Optional<Searched> search(
      Source source, Environment environment, boolean history, Consumer<Searched> soFar)
      throws InterruptedException;

  /**
   * What a search found.
   *
   * @param findings by path and line
   * @param unread what could not be searched for
   * @param unsearched what could not be searched
   */
  record Searched(
      List<Finding> findings,
      List<UnreadableSecret> unread,
      List<Unsearched> unsearched,
      Progress progress) {

    public Searched {
      findings = List.copyOf(findings);
      unread = List.copyOf(unread);
      unsearched = List.copyOf(unsearched);
    }
  }

  /**
   * A place that holds a credential.
   *
   * @param what the secret of the profile, the variable that is assigned, the form or the account;
   *     never a value on purpose
   * @param looks what it is taken for
   * @param live the secret whose value stands there; empty where it only looks real
   * @param past whether only the history holds it
   * @param fingerprint of the path and of the file as it is, with the line; changes with the file;
   *     takes time to make
   */
  record Finding(
      PeerText path,
      int line,
      PeerText what,
      Looks looks,
      Optional<Secret> live,
      boolean past,
      Supplier<String> fingerprint) {}
}
