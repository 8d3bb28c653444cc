package preflight.catalog.platform;

import java.util.List;
import java.util.Optional;
import preflight.check.Evidence;
import preflight.check.Outcome.Failed;
import preflight.check.signal.Clue;
import preflight.probe.PeerText;
import preflight.probe.google.ApiAnswer;
import preflight.probe.run.CloudRun;
import preflight.probe.run.Condition;
import preflight.probe.run.LastWord;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.probe.run.StartupMessage;

/** What the platform knows around a failed start: it can turn a fault of the code into another. */
public final class Surroundings {

  private final CloudRun run;

  public Surroundings(CloudRun run) {
    this.run = run;
  }

  /**
   * The failure with clues and the facts {@code image}, {@code variable}, {@code module}, {@code
   * name} and {@code place}.
   */
  Failed added(ServiceState state, Condition condition, Failed failed) throws InterruptedException {
    return switch (failed.signal()) {
      case RUN_CONTAINER_EXITED -> exited(state, condition.message(), failed);
      case RUN_CONTAINER_VARIABLE ->
          variable(state, StartupMessage.variable(condition.message()), failed);
      case RUN_IMAGE_MISSING ->
          missing(state, condition).map(it -> failed.fact("image", it)).orElse(failed);
      default -> failed;
    };
  }

  /** The image of the only container, or that of the one of which the platform speaks. */
  private Optional<String> missing(ServiceState state, Condition condition)
      throws InterruptedException {
    List<String> images =
        revision(state, state.latestCreated()).stream()
            .flatMap(it -> it.containers().stream())
            .map(RevisionState.Container::image)
            .filter(it -> !it.isEmpty())
            .toList();
    return images.size() == 1
        ? Optional.of(images.getFirst())
        : images.stream().filter(condition.message()::contains).findFirst();
  }

  /** A container that ended, by its last words. */
  public Failed exited(ServiceState state, PeerText words, Failed failed)
      throws InterruptedException {
    return image(state, named(words, failed));
  }

  /** What the exception names with which the container ended. */
  private static Failed named(PeerText words, Failed failed) {
    return LastWord.of(words)
        .map(it -> failed.fact(it.kind().fact(), it.name().shown()))
        .orElse(failed);
  }

  private Failed image(ServiceState state, Failed failed) throws InterruptedException {
    if (state.latestReady().equals(state.latestCreated())) {
      return failed;
    }
    Optional<String> image = image(state, state.latestCreated());
    return image.isPresent() && image.equals(image(state, state.latestReady()))
        ? failed
            .clue(Clue.IMAGE_RAN_BEFORE)
            .with(
                new Evidence(
                    "Cloud Run, revision " + state.latestReady(), "the same image is ready there"))
        : failed;
  }

  private Optional<String> image(ServiceState state, String revision) throws InterruptedException {
    return revision(state, revision).map(RevisionState::image).filter(it -> !it.isEmpty());
  }

  /** A container that refused to start without a variable, where it names one. */
  public Failed variable(ServiceState state, Optional<PeerText> name, Failed failed)
      throws InterruptedException {
    if (name.isEmpty()) {
      return failed;
    }
    boolean set =
        revision(state, state.latestCreated())
            .filter(it -> !it.setting(name.get()).isEmpty())
            .isPresent();
    return failed.fact("variable", name.get().shown()).clue(Clue.VARIABLE_SET, set);
  }

  /** Empty where there is none, or where it cannot be read. */
  public Optional<RevisionState> revision(ServiceState state, String name)
      throws InterruptedException {
    return !name.isEmpty()
            && run.revision(state.name(), name)
                instanceof ApiAnswer.Got<RevisionState>(RevisionState revision)
        ? Optional.of(revision)
        : Optional.empty();
  }
}
