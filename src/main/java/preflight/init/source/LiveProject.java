package preflight.init.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import preflight.init.found.FoundService;
import preflight.init.found.Inventory;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.GoogleApis;
import preflight.probe.inventory.GoogleSecretIds;
import preflight.probe.run.DeclaredService;
import preflight.probe.run.GoogleServices;

/** Cloud Run and Secret Manager of a project, as they are now; nothing is changed. */
public record LiveProject(GoogleApis apis, String project, String region) implements Source {

  @Override
  public SourceReading read() throws InterruptedException {
    ApiAnswer<List<DeclaredService>> answer = new GoogleServices(apis).list(project, region);
    if (!(answer instanceof ApiAnswer.Got<List<DeclaredService>>(var declared))) {
      return new SourceReading.Unanswered(
          "Preflight cannot list the services of Cloud Run: "
              + Troubles.words(answer, project, region),
          Troubles.remedies());
    }
    List<FoundService> services = declared.stream().map(DeclaredServices::found).toList();
    ApiAnswer<SortedSet<String>> listed = new GoogleSecretIds(apis).list(project);
    boolean known = listed instanceof ApiAnswer.Got<SortedSet<String>>;
    return new SourceReading.Read(
        new Inventory(
            List.of("Cloud Run and Secret Manager of %s in %s".formatted(project, region)),
            Set.of(project),
            Set.of(region),
            services,
            List.of(),
            DeclaredServices.connectors(services),
            listed instanceof ApiAnswer.Got<SortedSet<String>>(var ids) ? ids : new TreeSet<>(),
            Optional.empty(),
            known
                ? List.of()
                : List.of(
                    "which secrets no service receives: "
                        + Troubles.words(listed, project, region))));
  }
}
