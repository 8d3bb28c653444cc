package preflight.resource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.resource.network.TlsProof;
import preflight.resource.service.ConnectionPool;
import preflight.resource.service.IdToken;
import preflight.resource.service.ServiceAuth;
import preflight.resource.service.ServiceEnv;
import preflight.resource.service.ServiceImage;
import preflight.resource.service.ServiceIngress;
import preflight.resource.service.ServiceInstances;
import preflight.resource.service.ServiceRelease;
import preflight.resource.service.ServiceResources;

/** A service in the making, of which nothing but the name is declared at first. */
public final class ServiceDraft {

  private final ResourceName name;
  private Optional<String> cloudRun = Optional.empty();
  private Optional<URI> url = Optional.empty();
  private Optional<String> ca = Optional.empty();
  private List<ResourceName> uses = List.of();
  private Optional<String> account = Optional.empty();
  private Optional<ServiceEnv> env = Optional.empty();
  private Optional<ServiceResources> resources = Optional.empty();
  private Optional<ConnectionPool> pool = Optional.empty();
  private List<String> paths = List.of();
  private Optional<String> openapi = Optional.empty();
  private List<String> origins = List.of();
  private Optional<ServiceAuth> auth = Optional.empty();
  private Map<String, Endpoint> endpoints = Map.of();
  private Optional<String> impact = Optional.empty();
  private Optional<IdToken> idToken = Optional.empty();
  private Optional<String> invokeAs = Optional.empty();
  private Optional<Boolean> openToEveryone = Optional.empty();
  private Optional<ServiceImage> image = Optional.empty();
  private Map<String, String> headers = Map.of();
  private List<URI> hosts = List.of();
  private List<ResourceName> invokers = List.of();
  private Optional<Setting<String>> clientCertificate = Optional.empty();
  private Optional<Setting<String>> clientKey = Optional.empty();
  private TlsProof verify = TlsProof.FULL;
  private Optional<ServiceRelease> release = Optional.empty();
  private Map<String, Integer> traffic = Map.of();
  private Optional<ServiceIngress> ingress = Optional.empty();
  private Optional<Integer> port = Optional.empty();
  private Optional<Duration> timeout = Optional.empty();
  private Optional<ServiceInstances> instances = Optional.empty();

  public ServiceDraft(String name) {
    this.name = new ResourceName(Kind.SERVICES, name);
  }

  /** Begins with all that is declared of another. */
  public ServiceDraft(Service from) {
    name = from.name();
    cloudRun = from.cloudRun();
    url = from.url();
    ca = from.ca();
    uses = from.uses();
    account = from.account();
    env = from.env();
    resources = from.resources();
    pool = from.pool();
    paths = from.paths();
    openapi = from.openapi();
    origins = from.origins();
    auth = from.auth();
    endpoints = from.endpoints();
    impact = from.impact();
    idToken = from.idToken();
    invokeAs = from.invokeAs();
    openToEveryone = from.openToEveryone();
    image = from.image();
    headers = from.headers();
    hosts = from.hosts();
    invokers = from.invokers();
    clientCertificate = from.clientCertificate();
    clientKey = from.clientKey();
    verify = from.verify();
    release = from.release();
    traffic = from.traffic();
    ingress = from.ingress();
    port = from.port();
    timeout = from.timeout();
    instances = from.instances();
  }

  public ServiceDraft cloudRun(String it) {
    return cloudRun(Optional.of(it));
  }

  public ServiceDraft cloudRun(Optional<String> it) {
    cloudRun = it;
    return this;
  }

  public ServiceDraft url(String it) {
    return url(Optional.of(URI.create(it)));
  }

  public ServiceDraft url(Optional<URI> it) {
    url = it;
    return this;
  }

  public ServiceDraft ca(Optional<String> it) {
    ca = it;
    return this;
  }

  public ServiceDraft uses(List<ResourceName> it) {
    uses = it;
    return this;
  }

  public ServiceDraft account(Optional<String> it) {
    account = it;
    return this;
  }

  public ServiceDraft env(ServiceEnv it) {
    env = Optional.of(it);
    return this;
  }

  public ServiceDraft pool(ConnectionPool it) {
    pool = Optional.of(it);
    return this;
  }

  public ServiceDraft openapi(Optional<String> it) {
    openapi = it;
    return this;
  }

  public ServiceDraft origins(List<String> it) {
    origins = it;
    return this;
  }

  public ServiceDraft auth(Optional<ServiceAuth> it) {
    auth = it;
    return this;
  }

  public ServiceDraft endpoints(Map<String, Endpoint> it) {
    endpoints = it;
    return this;
  }

  public ServiceDraft impact(Optional<String> it) {
    impact = it;
    return this;
  }

  public ServiceDraft idToken(Optional<IdToken> it) {
    idToken = it;
    return this;
  }

  public ServiceDraft invokeAs(Optional<String> it) {
    invokeAs = it;
    return this;
  }

  public ServiceDraft openToEveryone(Optional<Boolean> it) {
    openToEveryone = it;
    return this;
  }

  public ServiceDraft image(Optional<ServiceImage> it) {
    image = it;
    return this;
  }

  public ServiceDraft headers(Map<String, String> it) {
    headers = it;
    return this;
  }

  public ServiceDraft hosts(List<URI> it) {
    hosts = it;
    return this;
  }

  public ServiceDraft invokers(List<ResourceName> it) {
    invokers = it;
    return this;
  }

  public ServiceDraft clientCertificate(Optional<Setting<String>> it) {
    clientCertificate = it;
    return this;
  }

  public ServiceDraft clientKey(Optional<Setting<String>> it) {
    clientKey = it;
    return this;
  }

  public ServiceDraft verify(TlsProof it) {
    verify = it;
    return this;
  }

  public ServiceDraft paths(List<String> it) {
    paths = it;
    return this;
  }

  public ServiceDraft release(ServiceRelease it) {
    release = Optional.of(it);
    return this;
  }

  public ServiceDraft resources(ServiceResources it) {
    resources = Optional.of(it);
    return this;
  }

  public ServiceDraft traffic(Map<String, Integer> it) {
    traffic = it;
    return this;
  }

  public ServiceDraft ingress(ServiceIngress it) {
    ingress = Optional.of(it);
    return this;
  }

  public ServiceDraft port(int it) {
    port = Optional.of(it);
    return this;
  }

  public ServiceDraft timeout(Duration it) {
    timeout = Optional.of(it);
    return this;
  }

  public ServiceDraft instances(ServiceInstances it) {
    instances = Optional.of(it);
    return this;
  }

  public Service done() {
    return new Service(
        name,
        cloudRun,
        url,
        ca,
        uses,
        account,
        env,
        resources,
        pool,
        paths,
        openapi,
        origins,
        auth,
        endpoints,
        impact,
        idToken,
        invokeAs,
        openToEveryone,
        image,
        headers,
        hosts,
        invokers,
        clientCertificate,
        clientKey,
        verify,
        release,
        traffic,
        ingress,
        port,
        timeout,
        instances);
  }
}
