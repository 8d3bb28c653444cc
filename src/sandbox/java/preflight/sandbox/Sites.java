package preflight.sandbox;

import com.google.cloud.run.v2.TrafficTargetStatus;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServerBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The servers at the ports of services and of tags, each with the programs that have its traffic.
 */
final class Sites implements Ingress, AutoCloseable {

  private final Applications applications;
  private final Map<Site, Web> open = new HashMap<>();
  private boolean closed;

  /** A service, one of its tags, or a revision that shares its traffic with another one. */
  private record Site(String service, String tag, String revision) {

    static Site of(String service) {
      return new Site(service, "", "");
    }

    static Site tagged(String service, String tag) {
      return new Site(service, tag, "");
    }

    static Site ofRevision(String service, String revision) {
      return new Site(service, "", revision);
    }
  }

  Sites(Applications applications) {
    this.applications = applications;
  }

  /** Starts to answer at the port that the blueprint has for this service. */
  void start(Service service, Deployed deployed) throws IOException {
    var routes = routes(deployed);
    Optional<Fault> certificate = service.fault().filter(Fault::ofCertificate);
    Web web =
        certificate.isPresent()
            ? Web.startTls(service.port(), applications.certificate(certificate.get()), routes)
            : Web.start(service.port(), routes);
    keep(Site.of(service.cloudRun()), web);
  }

  private synchronized void keep(Site site, Web web) {
    if (closed) {
      web.close();
    } else {
      open.put(site, web);
    }
  }

  @Override
  public String open(String service) {
    return web(Site.of(service)).url();
  }

  @Override
  public String open(String service, String tag) {
    return web(Site.tagged(service, tag)).url();
  }

  private synchronized Web web(Site site) {
    if (closed) {
      throw new IllegalStateException("The sandbox is closed");
    }
    return open.computeIfAbsent(site, _ -> Web.start(0, Sites::nobody));
  }

  private static void nobody(ServerBuilder server) {
    server.serviceUnder("/", (_, _) -> FrontEndPage.notFound());
  }

  private static void noInstance(ServerBuilder server) {
    server.serviceUnder("/", (_, _) -> FrontEndPage.unavailable());
  }

  @Override
  public void route(Deployed service) {
    var tagged = new HashSet<Site>();
    for (TrafficTargetStatus status : service.serving()) {
      if (!status.getTag().isEmpty()) {
        var site = Site.tagged(service.name(), status.getTag());
        web(site).show(routes(service, status.getRevision()));
        tagged.add(site);
      }
    }
    web(Site.of(service.name())).show(routes(service));
    withdraw(service.name(), tagged);
  }

  @Override
  public void close(String service) {
    web(Site.of(service)).show(Sites::nobody);
    withdraw(service, Set.of());
  }

  /** The other tags that the service once had lead nowhere now. */
  private synchronized void withdraw(String service, Set<Site> tagged) {
    open.forEach((site, web) -> {
      if (site.service().equals(service) && !site.tag().isEmpty() && !tagged.contains(site)) {
        web.show(Sites::nobody);
      }
    });
  }

  private static void forbidden(ServerBuilder server) {
    server.serviceUnder("/", (_, _) -> FrontEndPage.forbidden());
  }

  private Consumer<ServerBuilder> routes(Deployed service) {
    if (!service.isOpen()) {
      return Sites::forbidden;
    }
    SequencedMap<String, Integer> shares = shares(service);
    if (shares.isEmpty()) {
      return Sites::noInstance;
    }
    String most =
        shares.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    Consumer<ServerBuilder> routes = routes(service, most);
    if (shares.size() == 1) {
      return routes;
    }
    var others = new LinkedHashMap<String, WebClient>();
    for (String revision : shares.sequencedKeySet()) {
      if (!revision.equals(most)) {
        Web web = web(Site.ofRevision(service.name(), revision));
        web.show(routes(service, revision));
        others.put(
            revision,
            WebClient.builder(web.url()).responseTimeoutMillis(0).maxResponseLength(0).build());
      }
    }
    return server -> {
      routes.accept(server);
      server.decorator((inner, context, request) -> {
        WebClient other = others.get(drawn(shares, ThreadLocalRandom.current()));
        return other == null || request.headers().contains(HttpHeaderNames.UPGRADE)
            ? inner.serve(context, request)
            : other.execute(request);
      });
    };
  }

  private static SequencedMap<String, Integer> shares(Deployed service) {
    var shares = new LinkedHashMap<String, Integer>();
    service.serving().stream()
        .filter(it -> it.getPercent() > 0)
        .forEach(it -> shares.merge(it.getRevision(), it.getPercent(), Integer::sum));
    return shares;
  }

  /** The revision that the next request goes to. */
  private static String drawn(SequencedMap<String, Integer> shares, Random random) {
    int left = random.nextInt(100);
    for (Map.Entry<String, Integer> share : shares.entrySet()) {
      left -= share.getValue();
      if (left < 0) {
        return share.getKey();
      }
    }
    return shares.lastEntry().getKey();
  }

  private Consumer<ServerBuilder> routes(Deployed service, String revision) {
    return service
        .release(revision)
        .map(Release::rollout)
        .filter(Rollout.Serving.class::isInstance)
        .map(Rollout.Serving.class::cast)
        .map(applications::routes)
        .orElse(Sites::noInstance);
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.values().forEach(Web::close);
    open.clear();
  }
}
