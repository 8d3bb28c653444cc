package preflight.deployment.manifest;

import java.util.Optional;
import preflight.probe.run.RevisionState;
import preflight.probe.run.TemplateChange;

/** A template that takes the place of the one before, whatever that was. */
record Replacement(RevisionState revision) implements TemplateChange {

  @Override
  public Applied over(Optional<RevisionState> template) {
    return new Applied.Planned(revision);
  }
}
