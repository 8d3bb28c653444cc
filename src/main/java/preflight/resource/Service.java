package preflight.resource;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.network.TlsChoice;
import preflight.resource.network.TlsProof;
import preflight.resource.service.Admission;
import preflight.resource.service.IdToken;
import preflight.resource.service.ServiceAuth;
import preflight.resource.service.ServiceEnv;
import preflight.resource.service.ServiceImage;
import preflight.resource.service.ServiceResources;

/** A service, on Cloud Run or elsewhere. */
public record Service(
    ResourceName name,
    @Field(
            value = "Name of the Cloud Run service",
            example = "backend-staging",
            grammar = Grammar.CLOUD_RUN)
        Optional<String> cloudRun,
    @Field(value = "Where it is reached", example = "https://api.staging.example.com")
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
    @Field(value = "What one instance may use", example = "{ memory: 1Gi }", read = false)
        Optional<ServiceResources> resources,
    @Field(value = "Database connections of one instance", min = 0, example = "10")
        Optional<Integer> pool,
    @Field(value = "Its part of the source", example = "[backend/**]", read = false)
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
        TlsProof verify)
    implements Resource {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.*\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  public Service {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new IllegalArgumentException("client-certificate and client-key belong together");
    }
    uses = List.copyOf(uses);
    paths = List.copyOf(paths);
    origins = List.copyOf(origins);
  }

  /** One of which nothing is known about who may call it. */
  public Service(
      ResourceName name,
      Optional<String> cloudRun,
      Optional<URI> url,
      Optional<String> ca,
      List<ResourceName> uses,
      Optional<String> account,
      Optional<ServiceEnv> env,
      Optional<ServiceResources> resources,
      Optional<Integer> pool,
      List<String> paths,
      Optional<String> openapi,
      List<String> origins,
      Optional<ServiceAuth> auth,
      Map<String, Endpoint> endpoints,
      Optional<String> impact) {
    this(
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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
        Optional.empty());
  }

  /** Whether it is a job, which runs to its end and answers nobody. */
  public boolean isJob() {
    return name.kind() == Kind.JOBS;
  }

  /** One whose image nobody says how to build. */
  public Service(
      ResourceName name,
      Optional<String> cloudRun,
      Optional<URI> url,
      Optional<String> ca,
      List<ResourceName> uses,
      Optional<String> account,
      Optional<ServiceEnv> env,
      Optional<ServiceResources> resources,
      Optional<Integer> pool,
      List<String> paths,
      Optional<String> openapi,
      List<String> origins,
      Optional<ServiceAuth> auth,
      Map<String, Endpoint> endpoints,
      Optional<String> impact,
      Optional<IdToken> idToken,
      Optional<String> invokeAs,
      Optional<Boolean> openToEveryone) {
    this(
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TlsProof.FULL);
  }

  /** How its clients do TLS at a place: what they show, they show to the service alone. */
  public TlsChoice tlsAt(URI place) {
    boolean own = url.map(Service::origin).filter(origin(place)::equals).isPresent();
    return own ? new TlsChoice(clientCertificate, clientKey, verify) : TlsChoice.USUAL;
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

  /** The same service, reached somewhere else. */
  public Service at(URI other) {
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
        idToken,
        invokeAs,
        openToEveryone,
        image,
        clientCertificate,
        clientKey,
        verify);
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
