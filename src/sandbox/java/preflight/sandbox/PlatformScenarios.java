package preflight.sandbox;

import java.util.List;
import preflight.sandbox.Scenario.Root;

/** What can be wrong with how Cloud Run was told to run the services. */
final class PlatformScenarios {

  private static final String NEWER = "backend-sandbox-00003-new";

  private PlatformScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.broken(
            "invoker-missing",
            "The policy of frontend, which is public, lets nobody call it.",
            Root.config("run-invoker/services.frontend", "RUN_INVOKER_MISSING"),
            List.of("http-*/services.frontend*"),
            healthy -> healthy.withService("frontend", it -> it.changed(Redeployment.forNobody()))),
        Scenario.broken(
            "memory-lowered",
            "The newest revision of backend has half the memory that it is declared to need.",
            Root.config("run-resources/services.backend", "RUN_RESOURCES_DIFFER"),
            List.of(),
            healthy ->
                healthy.withService(
                    "backend", it -> it.changed(Redeployment.withMemory(NEWER, "512Mi")))),
        Scenario.broken(
                "traffic-on-old-revision",
                "The newest revision of backend names an image that nobody pushed; the one before"
                    + " serves, and the site looks up.",
                Root.config("run-revision-ready/services.backend", "RUN_IMAGE_MISSING"),
                List.of(),
                healthy ->
                    healthy.withService(
                        "backend",
                        it ->
                            it.changed(
                                Redeployment.ofImage(
                                    NEWER, Image.repository("backend") + ":not-pushed"))))
            .byImageOf("backend"),
        Scenario.broken(
                "traffic-pinned",
                "Somebody pinned the requests of backend to a revision, and what was deployed since"
                    + " then gets none.",
                Root.config("run-latest-serves/services.backend", "RUN_TRAFFIC_PINNED"),
                List.of(),
                healthy ->
                    healthy.withService(
                        "backend",
                        it ->
                            it.changed(Redeployment.pinned(it.revision()))
                                .changed(Redeployment.withVariables(NEWER, all -> all))))
            .toldBeforeDeployment());
  }
}
