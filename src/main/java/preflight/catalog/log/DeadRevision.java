package preflight.catalog.log;

import java.util.List;
import java.util.Optional;
import preflight.catalog.platform.Surroundings;
import preflight.check.Evidence;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.UnknownReason;
import preflight.check.command.Command;
import preflight.check.signal.Clue;
import preflight.check.signal.Signal;
import preflight.probe.PeerText;
import preflight.probe.log.Listening;
import preflight.probe.log.LogMessage;
import preflight.probe.log.LogMessage.Speaker;
import preflight.probe.log.Logs.Excerpt;
import preflight.probe.log.Signatures;
import preflight.probe.log.Signatures.Sighting;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.resource.Environment;

/** A revision that did not start, judged by its log. */
record DeadRevision(
    ServiceState state,
    Optional<RevisionState> revision,
    Environment environment,
    Surroundings surroundings) {

  private static final int QUOTED = 300;
  private static final int USUAL_PORT = 8080;

  private static final String PORT =
      "gcloud run services update {service} --region={region} --project={project}"
          + " --port={port:number}";
  private static final String START =
      "gcloud run services describe {service} --region={region} --project={project}"
          + " --format='value(spec.template.spec.containers[0].command,"
          + "spec.template.spec.containers[0].args)'";

  Outcome judge(Excerpt log, Signatures known) throws InterruptedException {
    List<LogMessage> last = lastInstance(log.messages());
    Optional<Sighting> sighting = known.lastWords(last).or(() -> known.lastWords(log.messages()));
    if (sighting.isEmpty()) {
      return Outcome.unknown(
          UnknownReason.TRANSIENT,
          RunContainerExit.EXPECTED,
          (log.messages().isEmpty()
                  ? "the log has no entry of revision " + name()
                  : "no known sentence stands in the log of revision " + name())
              + log.extent(),
          command(RunContainerExit.READ));
    }
    return failed(sighting.get(), last, log);
  }

  /** Those of the instance about which the platform, or anybody, wrote last. */
  private static List<LogMessage> lastInstance(List<LogMessage> messages) {
    Optional<PeerText> instance =
        messages.reversed().stream()
            .map(LogMessage::instance)
            .filter(it -> !it.isBlank())
            .findFirst();
    return instance.isEmpty()
        ? messages
        : messages.stream().filter(it -> it.instance().equals(instance.get())).toList();
  }

  private Outcome failed(Sighting told, List<LogMessage> last, Excerpt log)
      throws InterruptedException {
    String at = told.raisedAt().map(it -> ", raised at " + it.shown(QUOTED)).orElse("");
    Failed failed =
        Outcome.failed(
                signal(told),
                RunContainerExit.EXPECTED,
                "revision %s wrote: %s%s%s"
                    .formatted(name(), told.quote().shown(QUOTED), at, log.extent()))
            .saying("does not start: " + told.signature().means())
            .fact("revision", name())
            .fact("since", told.message().at().toString())
            .clue(Clue.OLDER_SERVES, !state.latestReady().isEmpty())
            .with(
                new Evidence(
                    "Cloud Logging, revision %s at %s".formatted(name(), told.message().at()),
                    told.quote().shown(QUOTED)))
            .with(platform(last, told).toArray(Evidence[]::new));
    return switch (told.signature().cause()) {
      case CODE -> surroundings.exited(state, told.message().text(), failed.clue(Clue.CRASH));
      case EXITED -> surroundings.exited(state, told.message().text(), failed);
      case VARIABLE -> surroundings.variable(state, told.variable(), failed);
      case DENIED ->
          failed.fact("account", revision.map(RevisionState::account).filter(it -> !it.isEmpty()));
      case PORT -> listening(log.messages(), failed);
      case DEPENDENCY, SCHEMA, MEMORY -> failed;
    };
  }

  private static Signal signal(Sighting told) {
    return switch (told.signature().cause()) {
      case CODE, EXITED -> Signal.RUN_CONTAINER_EXITED;
      case VARIABLE -> Signal.RUN_CONTAINER_VARIABLE;
      case DEPENDENCY -> Signal.RUN_CONTAINER_DEPENDENCY;
      case SCHEMA -> Signal.RUN_CONTAINER_SCHEMA;
      case DENIED -> Signal.RUN_CONTAINER_DENIED;
      case MEMORY -> Signal.RUN_CONTAINER_MEMORY;
      case PORT -> Signal.RUN_PORT_NOT_BOUND;
    };
  }

  /** What the platform says of the same instance. */
  private static List<Evidence> platform(List<LogMessage> last, Sighting told) {
    return last.stream()
        .filter(it -> it.speaker() == Speaker.PLATFORM && !it.equals(told.message()))
        .map(it -> new Evidence("Cloud Run, at " + it.at(), it.text().shown(QUOTED)))
        .limit(3)
        .toList();
  }

  private Outcome listening(List<LogMessage> messages, Failed failed) {
    Optional<Listening> said = Listening.in(messages);
    if (said.isEmpty() || (said.get().port() == port() && !said.get().toItself())) {
      return failed;
    }
    int port = said.get().port();
    boolean toItself = said.get().toItself();
    String place = toItself ? " of its own loopback address" : "";
    Failed differs =
        failed
            .as(Signal.RUN_PORT_DIFFERS)
            .clue(Clue.LISTENS_TO_ITSELF, toItself)
            .with(
                new Evidence(
                    "Cloud Logging, revision " + name(),
                    "the program says that it listens on port %d%s; the platform looks at port %d"
                        .formatted(port, place, port())));
    return toItself
        ? differs
            .saying("listens on a loopback address, where the platform never reaches it")
            .fact("repair", command(START))
        : differs
            .saying("listens on port %d, and the platform looks at port %d".formatted(port, port()))
            .fact("repair", command(PORT).with("port", String.valueOf(port)));
  }

  private String name() {
    return state.latestCreated();
  }

  /** Where the platform looks for the program. */
  private int port() {
    return revision.stream()
        .flatMap(it -> it.containers().stream())
        .flatMapToInt(it -> it.port().stream())
        .findFirst()
        .orElse(USUAL_PORT);
  }

  private Command command(String template) {
    return Command.of(template)
        .with(environment.facts())
        .with("service", state.name())
        .with("revision", name());
  }
}
