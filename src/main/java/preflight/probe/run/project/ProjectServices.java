package preflight.probe.run.project;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import preflight.probe.google.ApiAnswer;

/** The services of one project and region, and who may call each; each is asked once per run. */
public interface ProjectServices {

  /** All of them, sorted by name. */
  ApiAnswer<List<Listed>> all() throws InterruptedException;

  /** Who may call a service, by its own policy; projects and folders can let in others. */
  ApiAnswer<Invokers> invokers(String service) throws InterruptedException;

  /**
   * A service.
   *
   * @param name its name on Cloud Run
   * @param changed when somebody changed it last
   * @param manager what made it and looks after it, such as {@code cloudfunctions}
   */
  record Listed(String name, Optional<Instant> changed, Optional<String> manager) {}
}
