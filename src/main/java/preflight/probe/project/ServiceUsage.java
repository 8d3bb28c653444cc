package preflight.probe.project;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import preflight.probe.PeerJson;
import preflight.probe.PeerText;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleRest;
import preflight.probe.google.Lookup;

/** Service Usage v1, {@code services.batchGet}, which tells of up to 30 APIs at once. */
public final class ServiceUsage implements EnabledApis {

  private final GoogleRest rest;
  private final Lookup<Question, Finding> answers = new Lookup<>(this::ask);

  public ServiceUsage(GoogleRest rest) {
    this.rest = rest;
  }

  private record Question(String project, Set<Api> needed) {}

  @Override
  public ApiAnswer<Finding> find(String project, Set<Api> needed) throws InterruptedException {
    return answers.get(new Question(project, Set.copyOf(needed)));
  }

  private ApiAnswer<Finding> ask(Question question) throws InterruptedException {
    String parent = "projects/" + question.project();
    List<String> names =
        question.needed().stream()
            .sorted()
            .map(it -> "%s/services/%s".formatted(parent, it.serviceName()))
            .toList();
    return rest.get(
            Api.SERVICE_USAGE,
            "project " + question.project(),
            List.of("v1", "projects", question.project(), "services:batchGet"),
            Map.of("names", names))
        .map(it -> read(it, question.needed()));
  }

  /** The answer names the project by its number. */
  private static Finding read(PeerJson json, Set<Api> needed) {
    Set<Api> disabled = EnumSet.noneOf(Api.class);
    Set<Api> unclear = EnumSet.noneOf(Api.class);
    unclear.addAll(needed);
    for (PeerJson service : json.path("services").elements()) {
      PeerText state = service.path("state").string();
      for (Api api : needed) {
        if (service.path("name").string().endsWith("/services/" + api.serviceName())
            && (state.is("ENABLED") || state.is("DISABLED"))) {
          unclear.remove(api);
          if (state.is("DISABLED")) {
            disabled.add(api);
          }
        }
      }
    }
    return new Finding(disabled, unclear);
  }
}
