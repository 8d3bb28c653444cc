package preflight.catalog.platform;

import preflight.probe.google.ApiTrouble;
import preflight.probe.run.Variable;
import preflight.probe.secret.Fingerprint;
import preflight.probe.secret.Reading;
import preflight.probe.secret.Secrets;

/** Whether variables have equal values, plain ones and those that a secret holds. */
final class VariableValues {

  private final Secrets secrets;

  VariableValues(Secrets secrets) {
    this.secrets = secrets;
  }

  Reading<Fingerprint> of(Variable variable) throws InterruptedException {
    return switch (variable) {
      case Variable.Plain plain -> new Reading.Known<>(secrets.group(plain.value()));
      case Variable.FromSecret(String id, String version) -> secrets.group(id, version);
      case Variable.Unresolved() -> new Reading.Unanswered<>(new ApiTrouble.Undecided());
    };
  }
}
