package preflight.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the services of a sandbox wrote, as Cloud Logging keeps it: one entry a line. */
final class LogEntries {

  private static final String PROBE =
      "Default STARTUP TCP probe failed 1 time consecutively for container \"%s-1\" on port 8080."
          + " The instance was not started. Connection failed with status %s.";

  private final List<ObjectNode> entries = new ArrayList<>();

  private LogEntries() {}

  /** Of all revisions of a world, the newest first. */
  static List<ObjectNode> of(World world) {
    var all = new LogEntries();
    for (Deployed service : world.services()) {
      service.releases().forEach(it -> all.add(service.name(), it));
    }
    all.entries.sort(
        Comparator.comparing((ObjectNode it) -> Instant.parse(it.path("timestamp").asString()))
            .reversed());
    return all.entries;
  }

  private void add(String service, Release release) {
    var created = release.declared().getCreateTime();
    Instant at =
        Instant.ofEpochSecond(created.getSeconds(), created.getNanos()).plus(Duration.ofSeconds(2));
    switch (release.rollout()) {
      case Rollout.ContainerExited(_, Ending ending) -> ended(service, release, ending, at);
      case Rollout.Serving _ ->
          system(
              service,
              release,
              "INFO",
              at,
              "Default STARTUP TCP probe succeeded after 1 attempt for container \"%s-1\" on port"
                      .formatted(service)
                  + " 8080.");
      case Rollout.Pending _, Rollout.ImageMissing _, Rollout.SecretUnavailable _ -> {}
    }
  }

  private void ended(String service, Release release, Ending ending, Instant start) {
    Instant at = start;
    for (String line : ending.log().lines().toList()) {
      at = at.plusMillis(1);
      entries.add(entry(service, release, "stderr", "DEFAULT", at, line));
    }
    switch (ending.kind()) {
      case EXITED_ALOUD, EXITED -> {
        system(service, release, "WARNING", at.plusMillis(200), "Container called exit(1).");
        system(
            service, release, "ERROR", at.plusMillis(300), PROBE.formatted(service, "CANCELLED"));
      }
      case NEVER_LISTENS ->
          system(
              service,
              release,
              "ERROR",
              at.plusSeconds(240),
              PROBE.formatted(service, "DEADLINE_EXCEEDED"));
      case OUT_OF_MEMORY -> {
        system(
            service,
            release,
            "ERROR",
            at.plusMillis(200),
            "Memory limit of 512 MiB exceeded with 530 MiB used. Consider increasing the memory"
                + " limit, see https://cloud.google.com/run/docs/configuring/memory-limits");
        system(
            service, release, "WARNING", at.plusMillis(250), "Container terminated on signal 9.");
      }
    }
  }

  private void system(String service, Release release, String severity, Instant at, String text) {
    entries.add(entry(service, release, "varlog%2Fsystem", severity, at, text));
  }

  private ObjectNode entry(
      String service, Release release, String log, String severity, Instant at, String text) {
    ObjectNode entry =
        JsonNodeFactory.instance
            .objectNode()
            .put("insertId", "5eed%08x".formatted(entries.size()))
            .put(
                "logName",
                "projects/%s/logs/run.googleapis.com%%2F%s".formatted(Blueprint.PROJECT, log))
            .put("timestamp", at.toString())
            .put("receiveTimestamp", at.plusMillis(40).toString())
            .put("severity", severity)
            .put("textPayload", text);
    ObjectNode resource = entry.putObject("resource").put("type", "cloud_run_revision");
    resource
        .putObject("labels")
        .put("configuration_name", service)
        .put("location", Blueprint.REGION)
        .put("project_id", Blueprint.PROJECT)
        .put("revision_name", release.name())
        .put("service_name", service);
    entry
        .putObject("labels")
        .put("container_name", service + "-1")
        .put("instanceId", "00f46b92" + Integer.toHexString(release.name().hashCode()));
    return entry;
  }
}
