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
    return new Service(
        new ResourceName(Kind.SERVICES, name),
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(env),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  /** A secret in the making. */
  public record Draft(
      String name,
      Optional<String> id,
      String version,
      SecretSource source,
      Optional<SecretKind> kind,
      Optional<SecretFormat> format,
      Optional<Integer> minBits,
      List<String> usedBy,
      List<String> aliases,
      List<String> distinctFrom,
      List<String> sameAs,
      Optional<FieldReference> matches) {

    Draft(String name) {
      this(
          name,
          Optional.empty(),
          "latest",
          new SecretSource.SecretManager(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());
    }

    public Draft id(String it) {
      return new Draft(
          name,
          Optional.of(it),
          version,
          source,
          kind,
          format,
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft version(String it) {
      return new Draft(
          name,
          id,
          it,
          source,
          kind,
          format,
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft source(SecretSource it) {
      return new Draft(
          name,
          id,
          version,
          it,
          kind,
          format,
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft kind(SecretKind it) {
      return new Draft(
          name,
          id,
          version,
          source,
          Optional.of(it),
          format,
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft format(SecretFormat it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          Optional.of(it),
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft minBits(int it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          format,
          Optional.of(it),
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft usedBy(String... it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          format,
          minBits,
          List.of(it),
          aliases,
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft aliases(String... it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          format,
          minBits,
          usedBy,
          List.of(it),
          distinctFrom,
          sameAs,
          matches);
    }

    public Draft distinctFrom(String... it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          format,
          minBits,
          usedBy,
          aliases,
          List.of(it),
          sameAs,
          matches);
    }

    public Draft sameAs(String... it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          format,
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          List.of(it),
          matches);
    }

    public Draft matches(FieldReference it) {
      return new Draft(
          name,
          id,
          version,
          source,
          kind,
          format,
          minBits,
          usedBy,
          aliases,
          distinctFrom,
          sameAs,
          Optional.of(it));
    }

    Secret done() {
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
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }
}
