package preflight.probe.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.probe.google.Answer;
import preflight.probe.google.Trouble;

/** Services that a test made up; each has one revision, {@code NAME-1}, which serves. */
public final class FakeCloudRun implements CloudRun {

  public static final Instant STARTED = Instant.parse("2026-03-01T08:00:00Z");

  private final Map<String, RevisionState> revisions = new HashMap<>();
  private final Map<String, Trouble> refused = new HashMap<>();
  private Optional<Trouble> trouble = Optional.empty();

  public FakeCloudRun refusing(Trouble why) {
    trouble = Optional.of(why);
    return this;
  }

  /** One service that nobody may look at. */
  public FakeCloudRun refusing(String service, Trouble why) {
    refused.put(service, why);
    return this;
  }

  /** A ready service with these variables. */
  public FakeCloudRun serving(String service, Map<String, Variable> variables) {
    return serving(service, variables, List.of(), List.of());
  }

  public FakeCloudRun serving(
      String service,
      Map<String, Variable> variables,
      List<RevisionState.Mount> mounts,
      List<Condition> conditions) {
    revisions.put(
        service,
        new RevisionState(
            service + "-1",
            conditions,
            new LinkedHashMap<>(variables),
            mounts,
            service + "@acme.iam.gserviceaccount.com",
            0,
            Optional.empty(),
            "",
            Optional.of(STARTED)));
    return this;
  }

  public static Variable plain(String value) {
    return new Variable.Plain(new SecretValue(value.getBytes(UTF_8)), Optional.empty());
  }

  @Override
  public Answer<ServiceState> service(String name) {
    if (trouble.isPresent()) {
      return new Answer.Refused<>(trouble.get());
    }
    if (refused.containsKey(name)) {
      return new Answer.Refused<>(refused.get(name));
    }
    if (!revisions.containsKey(name)) {
      return new Answer.Absent<>("service " + name);
    }
    var ready =
        new Condition(
            "Ready", Condition.State.SUCCEEDED, Condition.Reason.NONE, "", Optional.empty());
    return new Answer.Got<>(
        new ServiceState(
            name, ready, List.of(ready), true, name + "-1", name + "-1", Map.of(name + "-1", 100)));
  }

  @Override
  public Answer<RevisionState> revision(String service, String revision) {
    RevisionState state = revisions.get(service);
    return state == null ? new Answer.Absent<>(revision) : new Answer.Got<>(state);
  }
}
