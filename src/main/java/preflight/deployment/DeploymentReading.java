package preflight.deployment;

import java.util.List;
import java.util.Optional;
import preflight.profile.reading.Mistake;

/** What came of reading a manifest, a plan or a command. */
public sealed interface DeploymentReading {

  /** What is deployed, where that could be read. */
  default Optional<DeploymentRequest> understood() {
    return this instanceof Read(DeploymentRequest request)
        ? Optional.of(request)
        : Optional.empty();
  }

  record Read(DeploymentRequest request) implements DeploymentReading {}

  /** It is of a kind that is known, and holds what cannot be deployed. */
  record Invalid(List<Mistake> mistakes) implements DeploymentReading {
    public Invalid {
      mistakes = List.copyOf(mistakes);
    }
  }

  /**
   * A command of a kind that is not known.
   *
   * @param why without a full stop: {@code "./deploy.sh is no command that Preflight can read"}
   */
  record NotUnderstood(String why) implements DeploymentReading {}
}
