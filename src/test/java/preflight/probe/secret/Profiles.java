package preflight.probe.secret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import preflight.resource.Environment;
import preflight.resource.Gcp;
import preflight.resource.Kind;
import preflight.resource.Owners;
import preflight.resource.ResourceName;
import preflight.resource.Secret;
import preflight.resource.SecretFormat;
import preflight.resource.SecretKind;
import preflight.resource.SecretSource;
import preflight.resource.Service;
import preflight.resource.ServiceDraft;
import preflight.resource.field.FieldReference;
import preflight.resource.service.ServiceEnv;

/** Small environments for tests. */
public final class Profiles {

  private Profiles() {}

  public static Environment of(Gcp gcp, Secret... secrets) {
    return of(gcp, List.of(secrets), List.of());
  }

  public static Environment of(Gcp gcp, List<Secret> secrets, List<Service> services) {
    var byName = new LinkedHashMap<String, Secret>();
    secrets.forEach(it -> byName.put(it.name().name(), it));
    var servicesByName = new LinkedHashMap<String, Service>();
    services.forEach(it -> servicesByName.put(it.name().name(), it));
    return new Environment(
        "staging",
        gcp,
        new Owners(Optional.empty(), Optional.empty(), Optional.empty()),
        byName,
        Map.of(),
        Map.of(),
        Map.of(),
        servicesByName,
        Optional.empty());
  }

  public static ResourceName name(String secret) {
    return new ResourceName(Kind.SECRETS, secret);
  }

  /** A secret in Secret Manager whose id is its name. */
  public static Secret secret(String name) {
    return new Draft(name).done();
  }

  public static Secret secret(String name, UnaryOperator<Draft> more) {
    return more.apply(new Draft(name)).done();
  }

  /** A service on Cloud Run under its own name. */
  public static Service service(String name, ServiceEnv env) {
    return new ServiceDraft(name).cloudRun(name).env(env).done();
  }

  /**
   * A secret in the making, in Secret Manager, of which nothing but the name is declared at first.
   */
  public static final class Draft {

    private final String name;
    private Optional<String> id = Optional.empty();
    private String version = "latest";
    private SecretSource source = new SecretSource.SecretManager();
    private Optional<SecretKind> kind = Optional.empty();
    private Optional<SecretFormat> format = Optional.empty();
    private Optional<Integer> minBits = Optional.empty();
    private List<String> usedBy = List.of();
    private List<String> aliases = List.of();
    private List<String> distinctFrom = List.of();
    private List<String> sameAs = List.of();
    private Optional<FieldReference> matches = Optional.empty();
    private Optional<String> impact = Optional.empty();
    private Optional<Integer> bytes = Optional.empty();
    private Optional<ResourceName> partOf = Optional.empty();
    private Optional<String> key = Optional.empty();
    private Optional<String> project = Optional.empty();
    private Optional<String> location = Optional.empty();

    private Draft(String name) {
      this.name = name;
    }

    public Draft id(String it) {
      id = Optional.of(it);
      return this;
    }

    public Draft version(String it) {
      version = it;
      return this;
    }

    public Draft source(SecretSource it) {
      source = it;
      return this;
    }

    public Draft kind(SecretKind it) {
      kind = Optional.of(it);
      return this;
    }

    public Draft format(SecretFormat it) {
      format = Optional.of(it);
      return this;
    }

    public Draft minBits(int it) {
      minBits = Optional.of(it);
      return this;
    }

    public Draft usedBy(String... it) {
      usedBy = List.of(it);
      return this;
    }

    public Draft aliases(String... it) {
      aliases = List.of(it);
      return this;
    }

    public Draft distinctFrom(String... it) {
      distinctFrom = List.of(it);
      return this;
    }

    public Draft sameAs(String... it) {
      sameAs = List.of(it);
      return this;
    }

    public Draft matches(FieldReference it) {
      return matches(Optional.of(it));
    }

    public Draft matches(Optional<FieldReference> it) {
      matches = it;
      return this;
    }

    public Draft impact(Optional<String> it) {
      impact = it;
      return this;
    }

    public Draft bytes(int it) {
      bytes = Optional.of(it);
      return this;
    }

    public Draft partOf(ResourceName it) {
      partOf = Optional.of(it);
      return this;
    }

    public Draft key(Optional<String> it) {
      key = it;
      return this;
    }

    public Draft project(Optional<String> it) {
      project = it;
      return this;
    }

    public Draft location(String it) {
      location = Optional.of(it);
      return this;
    }

    private Secret done() {
      return new Secret(
          Profiles.name(name),
          id,
          version,
          source,
          kind,
          format,
          minBits,
          usedBy.stream().map(it -> new ResourceName(Kind.SERVICES, it)).toList(),
          aliases,
          distinctFrom.stream().map(Profiles::name).toList(),
          sameAs.stream().map(Profiles::name).toList(),
          matches,
          impact,
          Optional.empty(),
          bytes,
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          partOf,
          key,
          project,
          location);
    }
  }
}
