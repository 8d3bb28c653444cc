package preflight.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import preflight.resource.terraform.Terraform;

/**
 * Everything that one environment consists of, in the order of its profile.
 *
 * @param argument what a command line calls it: its name, or the file of its profile
 * @param terraform what the team's Terraform says of it
 * @param jobs those that are about to be deployed, by their names on Cloud Run
 */
public record Environment(
    String name,
    String argument,
    Gcp gcp,
    Owners owners,
    Map<String, Secret> secrets,
    Map<String, Connector> connectors,
    Map<String, Redis> redis,
    Map<String, Postgres> postgres,
    Map<String, Service> services,
    Map<String, Service> jobs,
    Optional<Source> source,
    Optional<Terraform> terraform) {

  public Environment {
    secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    connectors = Collections.unmodifiableMap(new LinkedHashMap<>(connectors));
    redis = Collections.unmodifiableMap(new LinkedHashMap<>(redis));
    postgres = Collections.unmodifiableMap(new LinkedHashMap<>(postgres));
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
  }

  /** One to which no job is deployed. */
  public Environment(
      String name,
      String argument,
      Gcp gcp,
      Owners owners,
      Map<String, Secret> secrets,
      Map<String, Connector> connectors,
      Map<String, Redis> redis,
      Map<String, Postgres> postgres,
      Map<String, Service> services,
      Optional<Source> source) {
    this(
        name,
        argument,
        gcp,
        owners,
        secrets,
        connectors,
        redis,
        postgres,
        services,
        Map.of(),
        source,
        Optional.empty());
  }

  /** One that is found by its name. */
  public Environment(
      String name,
      Gcp gcp,
      Owners owners,
      Map<String, Secret> secrets,
      Map<String, Connector> connectors,
      Map<String, Redis> redis,
      Map<String, Postgres> postgres,
      Map<String, Service> services,
      Optional<Source> source) {
    this(name, name, gcp, owners, secrets, connectors, redis, postgres, services, source);
  }

  /** A service by the name of its resource, {@code services.backend}. */
  public Optional<Service> service(String resource) {
    return services.values().stream()
        .filter(it -> it.name().toString().equals(resource))
        .findFirst();
  }

  /** The same environment, with another service under the name of this one. */
  public Environment with(Service service) {
    var others = new LinkedHashMap<>(services);
    others.put(service.name().name(), service);
    return new Environment(
        name,
        argument,
        gcp,
        owners,
        secrets,
        connectors,
        redis,
        postgres,
        others,
        jobs,
        source,
        terraform);
  }

  /** The same environment, which Terraform manages. */
  public Environment managedBy(Terraform files) {
    return new Environment(
        name,
        argument,
        gcp,
        owners,
        secrets,
        connectors,
        redis,
        postgres,
        services,
        jobs,
        source,
        Optional.of(files));
  }

  /** The same environment, to which jobs are deployed. */
  public Environment withJobs(List<Service> deployed) {
    var all = new LinkedHashMap<String, Service>();
    deployed.forEach(it -> all.put(it.name().name(), it));
    return new Environment(
        name,
        argument,
        gcp,
        owners,
        secrets,
        connectors,
        redis,
        postgres,
        services,
        all,
        source,
        terraform);
  }

  /** What runs on Cloud Run or elsewhere: services, and the jobs that are about to be deployed. */
  public Stream<Service> workloads() {
    return Stream.concat(services.values().stream(), jobs.values().stream());
  }

  /** All resources: secrets first, then what they feed, services with their endpoints last. */
  public Stream<Resource> resources() {
    return Stream.<Stream<? extends Resource>>of(
            secrets.values().stream(),
            connectors.values().stream(),
            redis.values().stream(),
            postgres.values().stream(),
            services.values().stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.endpoints().values().stream())),
            jobs.values().stream(),
            source.stream())
        .flatMap(it -> it);
  }

  public Optional<Resource> find(ResourceName name) {
    return switch (name.kind()) {
      case SECRETS -> Optional.ofNullable(secrets.get(name.name()));
      case CONNECTORS -> Optional.ofNullable(connectors.get(name.name()));
      case REDIS -> Optional.ofNullable(redis.get(name.name()));
      case POSTGRES -> Optional.ofNullable(postgres.get(name.name()));
      case SERVICES -> Optional.ofNullable(services.get(name.name()));
      case JOBS -> Optional.ofNullable(jobs.get(name.name()));
      case ENDPOINTS -> resources().filter(it -> it.name().equals(name)).findFirst();
      case SOURCE -> source.map(Resource.class::cast);
    };
  }

  /** Values for the placeholders of commands: which one it is, and where in Google Cloud. */
  public Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("environment", argument);
    gcp.project().ifPresent(it -> facts.put("project", it));
    gcp.region().ifPresent(it -> facts.put("region", it));
    return facts;
  }

  /** The service that an endpoint is a part of. */
  public Service serviceOf(Endpoint endpoint) {
    Service service = services.get(endpoint.service().name());
    if (service == null) {
      throw new IllegalStateException(endpoint.name() + " belongs to no service");
    }
    return service;
  }

  /**
   * Secrets that hold a field of a resource, such as the host of a redis: those that declare to
   * match it, and the one with its connection URL.
   */
  public Stream<Secret> holding(ResourceName resource, String field) {
    return secrets.values().stream()
        .filter(it ->
            urlOf(resource).filter(it.name()::equals).isPresent()
                || it.matches()
                    .filter(at -> at.resource().equals(resource) && at.field().equals(field))
                    .isPresent());
  }

  /** Whether a secret holds the connection URL of a store. */
  public boolean holdsUrl(ResourceName secret) {
    return Stream.concat(
            redis.values().stream().map(Redis::url), postgres.values().stream().map(Postgres::url))
        .flatMap(Optional::stream)
        .anyMatch(it -> it.heldBy().equals(Optional.of(secret)));
  }

  /** The secret that holds the connection URL of a store. */
  public Optional<ResourceName> urlOf(ResourceName store) {
    Optional<Setting<String>> url =
        switch (store.kind()) {
          case REDIS -> Optional.ofNullable(redis.get(store.name())).flatMap(Redis::url);
          case POSTGRES -> Optional.ofNullable(postgres.get(store.name())).flatMap(Postgres::url);
          default -> Optional.empty();
        };
    return url.flatMap(Setting::heldBy);
  }

  /** The secret that is kept: that of which this one is a part, or itself. */
  public Secret whole(Secret secret) {
    return secret
        .partOf()
        .flatMap(it -> Optional.ofNullable(secrets.get(it.name())))
        .filter(it -> it.partOf().isEmpty())
        .orElse(secret);
  }

  /** Whether one of two secrets is a part of the other. */
  public boolean contains(Secret one, Secret other) {
    return !one.name().equals(other.name())
        && (whole(one).name().equals(other.name()) || whole(other).name().equals(one.name()));
  }

  /** What a secret opens, as far as the profile tells. */
  public SecretUse useOf(Secret secret) {
    boolean signs =
        services.values().stream()
            .flatMap(it -> it.auth().stream())
            .flatMap(it -> it.secret().stream())
            .anyMatch(secret.name()::equals);
    if (signs) {
      return SecretUse.SIGNING_KEY;
    }
    boolean opensStore =
        Stream.concat(
                redis.values().stream().flatMap(it -> it.password().stream()),
                postgres.values().stream().flatMap(it -> it.password().stream()))
            .anyMatch(secret.name()::equals);
    return opensStore ? SecretUse.STORE_PASSWORD : SecretUse.OTHER;
  }

  /** Who depends on whom, in the order of {@link #resources()}. */
  public List<Relation> relations() {
    List<Relation> found = new ArrayList<>();
    resources().forEach(it -> Relations.of(it, this, found::add));
    return found.stream().distinct().toList();
  }
}
