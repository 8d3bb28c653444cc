package preflight.resource;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.network.SameOrigin;
import preflight.resource.network.TlsChoice;
import preflight.resource.network.TlsProof;
import preflight.resource.service.Admission;
import preflight.resource.service.ConnectionPool;
import preflight.resource.service.IdToken;
import preflight.resource.service.ServiceAuth;
import preflight.resource.service.ServiceEnv;
import preflight.resource.service.ServiceImage;
import preflight.resource.service.ServiceIngress;
import preflight.resource.service.ServiceInstances;
import preflight.resource.service.ServiceRelease;
import preflight.resource.service.ServiceResources;

/** A service, on Cloud Run or elsewhere. */
public record Service(
    ResourceName name,
    @Field(
            value = "Name of the Cloud Run service",
            example = "backend-staging",
            grammar = Grammar.CLOUD_RUN)
        Optional<String> cloudRun,
    @Field(
            value =
                "Where it is reached; without it, a service with `cloud-run` is asked at the address"
                    + " that Cloud Run gives it",
            example = "https://api.staging.example.com")
        Optional<URI> url,
    @Field(
            value = "File with certificate authorities to trust in addition to those of the JDK",
            example = "certs/internal.pem",
            path = true)
        Optional<String> ca,
    @Field(
            value = "Resources that it cannot work without",
            example = "[postgres.main, redis.cache, services.auth]",
            refersTo = {Kind.POSTGRES, Kind.REDIS, Kind.SERVICES, Kind.SECRETS},
            weaker = Weaker.LESS)
        List<ResourceName> uses,
    @Field(
            value = "Service account that it runs as",
            example = "backend@acme-staging.iam.gserviceaccount.com",
            grammar = Grammar.SERVICE_ACCOUNT)
        Optional<String> account,
    @Field(value = "Its environment variables", example = "{ require: [ENVIRONMENT] }")
        Optional<ServiceEnv> env,
    @Field(value = "What one instance may use", example = "{ memory: 1Gi }")
        Optional<ServiceResources> resources,
    @Field(
            value = "Connections of one instance to each database that it uses",
            example = "{ processes: 4, size: 10, overflow: 2 }",
            valueStandsFor = "size")
        Optional<ConnectionPool> pool,
    @Field(
            value = "Its part of the source; without it, every commit is taken for one of it",
            example = "[backend/**]")
        List<String> paths,
    @Field(
            value = "Path of its OpenAPI document",
            example = "/openapi.json",
            grammar = Grammar.URL_PATH)
        Optional<String> openapi,
    @Field(
            value = "Web origins that may call it",
            example = "[\"https://app.example.com\"]",
            grammar = Grammar.ORIGIN,
            weaker = Weaker.LESS)
        List<String> origins,
    @Field(value = "How it recognises tokens", example = "{ issuer: auth }")
        Optional<ServiceAuth> auth,
    @Field(
            value = "What it offers, by name",
            example = "{ health: { get: /health } }",
            keys = Grammar.NAME)
        Map<String, Endpoint> endpoints,
    @Field(value = "What users lose if it fails", example = "no chat") Optional<String> impact,
    @Field(
            value =
                "Whether probes send a Google ID token, as the callers of a private service do;"
                    + " `true` takes the audience from the url",
            example = "true",
            orFlag = true)
        Optional<IdToken> idToken,
    @Field(
            value =
                "Service account of a caller, which probes impersonate for the ID token that they"
                    + " send",
            example = "frontend@acme-staging.iam.gserviceaccount.com",
            grammar = Grammar.SERVICE_ACCOUNT)
        Optional<String> invokeAs,
    @Field(
            value =
                "Whether everyone may call it; `false` proves that a caller without a token is"
                    + " refused",
            key = "public",
            example = "false",
            weaker = Weaker.MORE)
        Optional<Boolean> openToEveryone,
    @Field(
            value = "How its image is built",
            example = "{ dockerfile: backend/Dockerfile, context: . }")
        Optional<ServiceImage> image,
    @Field(
            value =
                "Headers that every probe of it sends, such as those of a browser; no credentials, which"
                    + " endpoints send from secrets",
            example = "{ User-Agent: \"Mozilla/5.0\" }",
            grammar = Grammar.HEADER_VALUE,
            keys = Grammar.TOKEN)
        Map<String, String> headers,
    @Field(
            value =
                "Further URLs at which it is reached; each is judged like the url: its name, its"
                    + " certificate, and that the application answers",
            example = "[\"https://api.example.com\"]",
            weaker = Weaker.LESS)
        List<URI> hosts,
    @Field(
            value =
                "Services that call it; without `public`, proves that a caller without a token is"
                    + " refused",
            example = "[services.frontend]",
            refersTo = Kind.SERVICES,
            weaker = Weaker.LESS)
        List<ResourceName> invokers,
    @Field(
            value =
                "Certificate with which clients prove themselves, in PEM: a file, or the secret that"
                    + " holds it",
            example = "certs/client.pem",
            path = true)
        Optional<Setting<String>> clientCertificate,
    @Field(
            value =
                "Key of that certificate, in PEM without a passphrase: a file, or the secret that"
                    + " holds it",
            example = "secrets.CLIENT_KEY",
            path = true)
        Optional<Setting<String>> clientKey,
    @Field(
            value =
                "What its certificate must prove to probes: `full`, as to browsers; `authority`, only who"
                    + " issued it; `none`, nothing; `chain` is another word for `authority`",
            byDefault = "full",
            weaker = Weaker.LESS)
        TlsProof verify,
    @Field(
            value = "How its deployed commit is told, and the commits that must run",
            example = "{ version: /version }")
        Optional<ServiceRelease> release,
    @Field(
            value =
                "Share of each revision in its requests, in percent; `latest` is the newest one that is"
                    + " ready, and a name alone gets all. Without it, the newest must get some",
            example = "{ latest: 10, backend-00041-abc: 90 }",
            min = 0,
            max = 100,
            keys = Grammar.REVISION,
            keyStandsFor = "100")
        Map<String, Integer> traffic,
    @Field(
            value = "From where requests may reach it",
            example = "internal-and-cloud-load-balancing",
            weaker = Weaker.UNSAID)
        Optional<ServiceIngress> ingress,
    @Field(value = "Port that its container listens on", min = 1, max = 65535, example = "8080")
        Optional<Integer> port,
    @Field(
            value = "How long one request, WebSocket or stream may last",
            example = "15m",
            weaker = Weaker.LESS)
        Optional<Duration> timeout,
    @Field(
            value = "How many instances it may have",
            example = "{ min: 1, max: 10 }",
            valueStandsFor = "max")
        Optional<ServiceInstances> instances)
    implements Resource {

  /** Of a request, on Cloud Run. */
  private static final Duration LONGEST = Duration.ofMinutes(60);

  /** The key of {@link #traffic} for the newest revision that is ready. */
  public static final String LATEST = "latest";

  /** What servers take for proof of who asks. */
  private static final Pattern CREDENTIAL =
      Pattern.compile(
          "(.*-)?(authorization|cookie2?|api-?key|key|token|secret|password|jwt|assertion)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.*\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  public Service {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new IllegalArgumentException("client-certificate and client-key belong together");
    }
    uses = List.copyOf(uses);
    paths = List.copyOf(paths);
    origins = List.copyOf(origins);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    hosts = List.copyOf(hosts);
    invokers = List.copyOf(invokers);
    traffic = Collections.unmodifiableMap(new LinkedHashMap<>(traffic));
    int shares = traffic.values().stream().mapToInt(it -> it).sum();
    if (!traffic.isEmpty() && shares != 100) {
      throw new IllegalArgumentException(
          "traffic adds up to %d, and must be 100".formatted(shares));
    }
    if (timeout.filter(it -> it.compareTo(LONGEST) > 0).isPresent()) {
      throw new IllegalArgumentException("timeout: Cloud Run allows up to 60 minutes");
    }
    headers.entrySet().stream()
        .filter(
            it -> CREDENTIAL.matcher(it.getKey()).matches() || it.getValue().startsWith("secrets."))
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(it -> {
          throw new IllegalArgumentException(
              "the header %s carries a credential: give it to the endpoints, as secrets.NAME"
                  .formatted(it));
        });
    if (openToEveryone.orElse(false) && !invokers.isEmpty()) {
      throw new IllegalArgumentException(
          "public: true lets everyone call it, and invokers names who may");
    }
  }

  /** A job, of which nothing is declared; what it runs has the shape of a service's revision. */
  public static Service job(String cloudRun) {
    return new Service(
        new ResourceName(Kind.JOBS, cloudRun),
        Optional.of(cloudRun),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        TlsProof.FULL,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether it is a job, which runs to its end and answers nobody. */
  public boolean isJob() {
    return name.kind() == Kind.JOBS;
  }

  /** How its clients do TLS at a place: what they show, they show to the service alone. */
  public TlsChoice tlsAt(URI place) {
    return url.filter(it -> SameOrigin.holds(it, place)).isPresent()
        ? new TlsChoice(clientCertificate, clientKey, verify)
        : TlsChoice.USUAL;
  }

  /** What a caller shows at its door, as far as the profile tells. */
  public Admission admission() {
    if (url.isEmpty() || (idToken.isEmpty() && invokeAs.isEmpty())) {
      return openToEveryone.orElse(false) ? new Admission.Everyone() : new Admission.Unsaid();
    }
    return new Admission.ByIdToken(
        url.get(),
        idToken.flatMap(IdToken::audience).orElseGet(() -> origin(url.get())),
        invokeAs,
        auth.isPresent());
  }

  /** What Cloud Run compares the audience of a token with: neither path nor slash. */
  private static String origin(URI url) {
    return "%s://%s%s"
        .formatted(url.getScheme(), url.getHost(), url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  /** Whether only callers with a token may call it, by what the profile says. */
  public boolean isPrivate() {
    return openToEveryone.map(it -> !it).orElse(!invokers.isEmpty());
  }

  /** The same service, reached somewhere else. */
  public Service at(URI other) {
    return at(other, idToken);
  }

  private Service at(URI other, Optional<IdToken> shown) {
    return new Service(
        name,
        cloudRun,
        Optional.of(other),
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
        shown,
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

  /**
   * Whether anything is declared of it that takes HTTP/1.1. One of which no endpoint is declared
   * does; one with nothing but gRPC or a protocol of its own does not.
   */
  public boolean speaksHttp() {
    return endpoints.isEmpty()
        || endpoints.values().stream().anyMatch(Endpoint::takesHttp)
        || openapi.isPresent()
        || !origins.isEmpty()
        || auth.flatMap(ServiceAuth::route).isPresent();
  }

  /** Another of its hosts, whose callers show the same token. */
  public Service atHost(URI host) {
    return admission() instanceof Admission.ByIdToken token
        ? at(host, Optional.of(new IdToken(Optional.of(token.audience()))))
        : at(host);
  }

  /** Whether anything is declared of it that is asked at its url. */
  public boolean isAskedAtUrl() {
    return !endpoints.isEmpty()
        || auth.isPresent()
        || ca.isPresent()
        || idToken.isPresent()
        || invokeAs.isPresent()
        || openToEveryone.isPresent()
        || openapi.isPresent()
        || !origins.isEmpty()
        || !headers.isEmpty()
        || !hosts.isEmpty()
        || !invokers.isEmpty();
  }

  /** Whether its URL leads to this machine itself, where no front end and no network is between. */
  public boolean isOnThisMachine() {
    return url.map(URI::getHost).filter(LOOPBACK.asMatchPredicate()).isPresent();
  }

  @Override
  public Map<String, String> facts() {
    var facts = new TreeMap<String, String>();
    facts.put("service", cloudRun.orElse(name.name()));
    account.ifPresent(it -> facts.put("account", it));
    url.ifPresent(it -> facts.put("url", it.toString()));
    return facts;
  }
}
