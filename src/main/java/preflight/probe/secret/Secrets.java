package preflight.probe.secret;

import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.secret.overlap.Commonality;
import preflight.probe.secret.repository.Match;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;

/**
 * What can be said about the secrets of an environment. Each version is read at most once a run.
 */
public interface Secrets {

  Reading<SecretFacts> read(Secret secret) throws InterruptedException;

  /** What a credential has in common with the others of the environment. */
  Commonality commonality(Secret secret) throws InterruptedException;

  /** Why the value does not have a format; empty where it has. */
  Reading<Optional<String>> formatProblem(Secret secret, SecretFormat format)
      throws InterruptedException;

  /**
   * How the value compares with the one that is declared; of a URL, the part that the field names.
   */
  Reading<Match> match(Secret secret, String declared, String field) throws InterruptedException;

  /** The group of any version of any secret of the project, such as one that a service maps. */
  Reading<Fingerprint> group(String id, String version) throws InterruptedException;

  /** The value of any version, for comparisons that take it apart. */
  Reading<SecretValue> value(String id, String version) throws InterruptedException;

  /** The group of a value from elsewhere. */
  Fingerprint group(SecretValue value);
}
