package preflight.probe.run;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ListServicesRequest;
import com.google.cloud.run.v2.LocationName;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServicesClient;
import com.google.cloud.run.v2.ServicesSettings;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import preflight.probe.Redaction;
import preflight.probe.google.Api;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.google.GoogleApis;
import preflight.probe.run.DeclaredService.Access;
import preflight.probe.run.DeclaredService.HealthProbe;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Owners;

/** All services of a project and region, through Google's own client. */
public final class GoogleServices {

  private static final String INVOKER = "roles/run.invoker";
  private static final int PAGE = 500;

  private final GoogleApis apis;
  private final Translation translation;

  public GoogleServices(GoogleApis apis) {
    this.apis = apis;
    // Of a template nothing is shown that a peer said.
    this.translation =
        new Translation(
            new Environment(
                "",
                Gcp.NONE,
                new Owners(Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty()),
            new Redaction(List::of));
  }

  /** Those of one region, by name; their templates are what the next deployment builds on. */
  public ApiAnswer<List<DeclaredService>> list(String project, String region)
      throws InterruptedException {
    Optional<ServicesClient> client = connect();
    if (client.isEmpty()) {
      return new ApiAnswer.Refused<>(new ApiTrouble.NoCredentials());
    }
    try (ServicesClient services = client.get()) {
      String parent = LocationName.of(project, region).toString();
      return apis.ask(Api.RUN, parent, () -> listed(services, parent))
          .map(found ->
              found.stream()
                  .map(it -> declared(it, access(services, it)))
                  .sorted(Comparator.comparing(DeclaredService::name))
                  .toList());
    }
  }

  private static List<Service> listed(ServicesClient client, String parent) {
    List<Service> all = new ArrayList<>();
    client
        .listServices(ListServicesRequest.newBuilder().setParent(parent).setPageSize(PAGE).build())
        .iterateAll()
        .forEach(all::add);
    return all;
  }

  /** A policy that may not be read says nothing. */
  private Access access(ServicesClient client, Service service) {
    if (service.getInvokerIamDisabled()) {
      return Access.EVERYONE;
    }
    var request = GetIamPolicyRequest.newBuilder().setResource(service.getName()).build();
    return apis.ask(Api.RUN, service.getName(), () -> client.getIamPolicy(request))
            instanceof ApiAnswer.Got<Policy>(Policy policy)
        ? access(policy)
        : Access.UNKNOWN;
  }

  private static Access access(Policy policy) {
    return policy.getBindingsList().stream()
            .anyMatch(it ->
                it.getRole().equals(INVOKER)
                    && !it.hasCondition()
                    && it.getMembersList().contains("allUsers"))
        ? Access.EVERYONE
        : Access.INVOKERS_ONLY;
  }

  private DeclaredService declared(Service service, Access access) {
    String name = Gcp.shortName(service.getName());
    RevisionTemplate template = service.getTemplate();
    return new DeclaredService(
        name,
        Optional.of(service.getUri()).filter(it -> !it.isEmpty()),
        translation.template(name, template),
        template.getVolumesList().stream()
            .flatMap(it -> it.getCloudSqlInstance().getInstancesList().stream())
            .distinct()
            .toList(),
        health(template),
        access);
  }

  /** Of the container that requests go to; one of another port is no path of the service. */
  private static Optional<HealthProbe> health(RevisionTemplate template) {
    return template.getContainersList().stream()
        .filter(it -> template.getContainersCount() == 1 || it.getPortsCount() > 0)
        .flatMap(it ->
            Stream.of(
                    it.hasStartupProbe() ? probe("startup", it.getStartupProbe(), it) : none(),
                    it.hasLivenessProbe() ? probe("liveness", it.getLivenessProbe(), it) : none())
                .flatMap(Optional::stream))
        .findFirst();
  }

  private static Optional<HealthProbe> none() {
    return Optional.empty();
  }

  private static Optional<HealthProbe> probe(String kind, Probe probe, Container container) {
    int port = container.getPortsCount() > 0 ? container.getPorts(0).getContainerPort() : 0;
    if (probe.hasHttpGet() && own(probe.getHttpGet().getPort(), port)) {
      String path = probe.getHttpGet().getPath();
      return Optional.of(
          new HealthProbe(kind, Optional.of(path.isEmpty() ? "/" : path), Optional.empty()));
    }
    return probe.hasGrpc() && own(probe.getGrpc().getPort(), port)
        ? Optional.of(
            new HealthProbe(kind, Optional.empty(), Optional.of(probe.getGrpc().getService())))
        : Optional.empty();
  }

  private static boolean own(int asked, int port) {
    return asked == 0 || asked == port;
  }

  private Optional<ServicesClient> connect() throws InterruptedException {
    try {
      var settings = apis.equip(Api.RUN, ServicesSettings.newBuilder());
      if (settings.isEmpty()) {
        return Optional.empty();
      }
      apis.limit(settings.get().listServicesSettings());
      apis.limit(settings.get().getIamPolicySettings());
      return Optional.of(ServicesClient.create(settings.get().build()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
