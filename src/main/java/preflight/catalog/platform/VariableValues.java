package preflight.catalog.platform;

import java.util.Optional;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Secrets;
import preflight.resource.secret.SecretName;

/** Whether variables have equal values, plain ones and those that a secret holds. */
public final class VariableValues {

  private final Secrets secrets;

  public VariableValues(Secrets secrets) {
    this.secrets = secrets;
  }

  public Reading<Fingerprint> of(Variable variable) throws InterruptedException {
    return switch (variable) {
      case Variable.Plain plain -> {
        Optional<SecretName.Version> to = plain.reference();
        yield to.isPresent()
            ? secrets.group(to.get().secret().toString(), to.get().version())
            : new Reading.Known<>(secrets.group(plain.value()));
      }
      case Variable.FromSecret(String id, String version) -> secrets.group(id, version);
      case Variable.Unresolved() -> new Reading.Unanswered<>(new ApiTrouble.Undecided());
    };
  }
}
