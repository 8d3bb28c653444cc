package preflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import preflight.catalog.http.HttpHealth;
import preflight.catalog.http.HttpOrigin;
import preflight.catalog.http.HttpRedirect;
import preflight.catalog.platform.EnvRequired;
import preflight.check.Check;
import preflight.check.CheckDefinition;
import preflight.check.CheckId;
import preflight.check.NoThresholds;
import preflight.check.Outcome;
import preflight.check.Outcome.Failed;
import preflight.check.Outcome.Passed;
import preflight.check.Outcome.Unknown;
import preflight.check.Place;
import preflight.check.Severity;
import preflight.check.plan.PlannedCheck;
import preflight.check.plan.Retry;
import preflight.check.signal.Signal;
import preflight.probe.google.ApiAnswer;
import preflight.probe.google.ApiTrouble;
import preflight.probe.run.CloudRun;
import preflight.probe.run.FakeCloudRun;
import preflight.probe.run.RevisionState;
import preflight.probe.run.ServiceState;
import preflight.resource.Endpoint;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.Resource;
import preflight.resource.ResourceName;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.Target;
import preflight.resource.service.IdToken;

class AddressesTest {

  private static final String GIVEN = "https://backend-abc123-uc.a.run.app";
  private static final String DECLARED = "https://api.example.com";

  private final List<String> asked = new ArrayList<>();

  @Test
  void a_service_without_a_url_is_asked_where_cloud_run_serves_it() throws Exception {
    Service service = service(Optional.empty(), List.of());
    assertThat(ask(HttpRedirect.class, service, at(Optional.of(GIVEN)))).isInstanceOf(Passed.class);
    assertThat(ask(HttpHealth.class, endpoint(), service, at(Optional.of(GIVEN))))
        .isInstanceOf(Passed.class);
    assertThat(asked).containsExactly(GIVEN, GIVEN);
  }

  @Test
  void a_declared_url_stands() throws Exception {
    ask(HttpRedirect.class, service(Optional.of(DECLARED), List.of()), at(Optional.of(GIVEN)));
    assertThat(asked).containsExactly(DECLARED);
  }

  @Test
  void without_an_address_nothing_is_known_of_the_service() throws Exception {
    Service service = service(Optional.empty(), List.of());
    List<CloudRun> silent =
        List.of(
            at(Optional.empty()),
            at(Optional.of("http://backend.example.com")),
            new FakeCloudRun(),
            new FakeCloudRun().refusing(new ApiTrouble.Forbidden("")),
            new FakeCloudRun().refusing(new ApiTrouble.ApiDisabled("run.googleapis.com")));
    for (CloudRun run : silent) {
      assertThat(ask(HttpRedirect.class, service, run)).isInstanceOf(Unknown.class);
    }
    assertThat(asked).isEmpty();
    ask(EnvRequired.class, service, new FakeCloudRun());
    assertThat(asked).containsExactly("no url");
  }

  @Test
  void each_host_is_judged_and_the_worst_answer_counts() throws Exception {
    Service service =
        service(Optional.of(GIVEN), List.of(URI.create(DECLARED), URI.create("https://bad.test")));
    Outcome outcome = ask(HttpOrigin.class, service, new FakeCloudRun());
    assertThat(asked).containsExactly(GIVEN, DECLARED, "https://bad.test");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.class,
            it -> assertThat(it.evidence()).extracting("fact").contains("https://bad.test"));
    asked.clear();
    ask(HttpRedirect.class, service, new FakeCloudRun());
    assertThat(asked).containsExactly(GIVEN);
  }

  /** Cloud Run takes a token for the address that it gave, whatever domain leads there. */
  @Test
  void a_host_gets_the_token_of_the_service() {
    Service there = service(Optional.of(GIVEN), List.of()).atHost(URI.create(DECLARED));
    assertThat(there.url()).contains(URI.create(DECLARED));
    assertThat(there.idToken()).contains(new IdToken(Optional.of(GIVEN)));
  }

  private Outcome ask(Class<? extends Check<?, ?>> check, Service service, CloudRun run)
      throws InterruptedException {
    return ask(check, service, service, run);
  }

  private Outcome ask(
      Class<? extends Check<?, ?>> check, Resource resource, Service service, CloudRun run)
      throws InterruptedException {
    var environment =
        new Environment(
            "test",
            new Gcp(Optional.of("acme"), Optional.of("us-central1"), Map.of(), Optional.empty()),
            Owners.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("backend", service),
            Optional.empty());
    var planned =
        new PlannedCheck(
            new CheckId("it", resource.name().toString()),
            CheckDefinition.of(check),
            new Target<>(resource, environment),
            new NoThresholds(),
            Severity.BLOCKER,
            Duration.ofSeconds(1),
            Retry.NONE,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new Place("test.yaml", 1, 1));
    return new Addresses(run)
        .ask(
            planned,
            it -> {
              String url =
                  ((Target<?>) it.target())
                      .environment()
                      .service("services.backend")
                      .flatMap(Service::url)
                      .map(URI::toString)
                      .orElse("no url");
              asked.add(url);
              return url.contains("bad")
                  ? Outcome.failed(Signal.HTTP_FRONT_NO_ROUTE, "", "")
                  : Outcome.passed("");
            });
  }

  private static Service service(Optional<String> url, List<URI> hosts) {
    return new ServiceDraft("backend")
        .cloudRun("backend")
        .url(url.map(URI::create))
        .endpoints(Map.of("it", endpoint()))
        .idToken(Optional.of(new IdToken(Optional.empty())))
        .hosts(hosts)
        .done();
  }

  private static Endpoint endpoint() {
    return new Endpoint(
        new ResourceName(Kind.ENDPOINTS, "backend.it"),
        Optional.of("/health"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static CloudRun at(Optional<String> url) {
    var real = new FakeCloudRun().serving("backend", Map.of());
    return new CloudRun() {
      @Override
      public ApiAnswer<ServiceState> service(String name) throws InterruptedException {
        return real.service(name)
            .map(it ->
                new ServiceState(
                    it.name(),
                    it.terminal(),
                    it.conditions(),
                    it.settled(),
                    it.latestCreated(),
                    it.latestReady(),
                    it.traffic(),
                    it.followsNewest(),
                    it.template(),
                    it.tags(),
                    it.projectNumber(),
                    url.map(URI::create),
                    it.door(),
                    it.tagged()));
      }

      @Override
      public ApiAnswer<RevisionState> job(String name) throws InterruptedException {
        return real.job(name);
      }

      @Override
      public ApiAnswer<RevisionState> revision(String service, String revision)
          throws InterruptedException {
        return real.revision(service, revision);
      }
    };
  }
}
