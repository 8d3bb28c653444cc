package preflight.deployment.command;

import java.util.List;
import java.util.Optional;
import preflight.probe.run.RevisionState;
import preflight.probe.run.TemplateChange;

/** Changes of the template of one service, one after the other; the first refusal ends them. */
record ServiceChange(List<Change> changes) implements TemplateChange {

  ServiceChange {
    changes = List.copyOf(changes);
  }

  @Override
  public Applied over(Optional<RevisionState> template) {
    var draft = new Draft(template);
    return changes.stream()
        .flatMap(it -> it.apply(draft).stream())
        .findFirst()
        .<Applied>map(Applied.Refused::new)
        .orElseGet(() -> new Applied.Planned(draft.revision()));
  }
}
