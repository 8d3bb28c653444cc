package preflight.resource;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import preflight.resource.field.Field;
import preflight.resource.field.FieldReference;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.secret.SecretName;

/** Something confidential, or a setting that is kept in the same place. */
public record Secret(
    ResourceName name,
    @Field(
            value =
                "Id in Secret Manager, or the name of the variable in another source (default:"
                    + " the name of the secret)",
            example = "service-secret-staging",
            grammar = Grammar.SECRET_ID)
        Optional<String> id,
    @Field(
            value = "Version that is used: a number or `latest`",
            byDefault = "latest",
            grammar = Grammar.SECRET_VERSION)
        String version,
    @Field(
            value = "Where the value is: `secret-manager`, `env` or `file:PATH` (a dotenv file)",
            example = "file:.env",
            byDefault = "secret-manager")
        SecretSource source,
    @Field(value = "What the value is, where its name does not tell", example = "pem")
        Optional<SecretKind> kind,
    @Field(value = "Format that the value must have", example = "fernet")
        Optional<SecretFormat> format,
    @Field(
            value =
                "Strength that the value must have, in bits (default: 256 for a key that signs"
                    + " tokens, 72 for the password of a store, else 128); makes it a credential",
            min = 1,
            example = "256",
            weaker = Weaker.LESS)
        Optional<Integer> minBits,
    @Field(
            value = "Services that receive the secret",
            example = "[backend, auth]",
            refersTo = Kind.SERVICES,
            weaker = Weaker.LESS)
        List<ResourceName> usedBy,
    @Field(
            value = "Other environment variables that must carry this same secret",
            example = "[JWT_SECRET_KEY]",
            grammar = Grammar.VARIABLE,
            weaker = Weaker.LESS)
        List<String> aliases,
    @Field(
            value =
                "Secrets with which it may share nothing, though they differ from all others"
                    + " anyway",
            example = "[JWT_SECRET]",
            refersTo = Kind.SECRETS,
            weaker = Weaker.LESS)
        List<ResourceName> distinctFrom,
    @Field(
            value = "Secrets with which it must be equal",
            example = "[JWT_SECRET]",
            refersTo = Kind.SECRETS,
            weaker = Weaker.LESS)
        List<ResourceName> sameAs,
    @Field(
            value = "The field of a resource that it must equal, byte for byte",
            example = "redis.cache.host")
        Optional<FieldReference> matches,
    @Field(value = "What users lose when it is wrong", example = "nobody can log in")
        Optional<String> impact,
    @Field(
            value =
                "Secret of which it is one value: a whole dotenv file, or a JSON object, that services"
                    + " receive as one",
            example = "secrets.SETTINGS",
            refersTo = Kind.SECRETS)
        Optional<ResourceName> partOf,
    @Field(
            value =
                "Where in it the value stands: a variable of the dotenv file, or a path in JSON such"
                    + " as `$.db.password` (default: the name of the secret)",
            example = "DATABASE_URL",
            grammar = Grammar.LINE)
        Optional<String> key,
    @Field(
            value = "Project that keeps it, where it is not `gcp.project`",
            example = "acme-shared",
            grammar = Grammar.PROJECT)
        Optional<String> project,
    @Field(
            value = "Location of a regional secret, which has an endpoint of its own",
            example = "europe-west1",
            grammar = Grammar.REGION)
        Optional<String> location)
    implements Resource {

  private static final List<String> CREDENTIAL_WORDS =
      List.of("SECRET", "PASSWORD", "KEY", "TOKEN");
  private static final List<String> SETTING_ENDINGS =
      List.of("_HOST", "_PORT", "_DB", "_USER", "_ID");

  public Secret {
    Optional<SecretName.Version> full = id.flatMap(SecretName::full);
    if (full.isPresent()) {
      SecretName named = full.get().secret();
      project = same("project", project, named.project());
      location = same("location", location, named.location());
      id = Optional.of(named.id());
      version =
          same(
                  "version",
                  Optional.of(version).filter(it -> !it.equals("latest")),
                  Optional.of(full.get().version()).filter(it -> !it.equals("latest")))
              .orElse("latest");
    }
    if (partOf.isPresent()
        && (id.isPresent()
            || project.isPresent()
            || location.isPresent()
            || !version.equals("latest")
            || !(source instanceof SecretSource.SecretManager)
            || !usedBy.isEmpty()
            || !aliases.isEmpty())) {
      throw new IllegalArgumentException(
          "id, version, source, project, location, used-by and aliases of a part are those of the"
              + " whole; write them at "
              + partOf.get());
    }
    if (key.isPresent() && partOf.isEmpty()) {
      throw new IllegalArgumentException("nothing looks at key without part-of");
    }
    if (!(source instanceof SecretSource.SecretManager)
        && (project.isPresent() || location.isPresent())) {
      throw new IllegalArgumentException(
          "nothing looks at the project and location of a secret that is not in Secret Manager");
    }
    usedBy = List.copyOf(usedBy);
    aliases = List.copyOf(aliases);
    distinctFrom = List.copyOf(distinctFrom);
    sameAs = List.copyOf(sameAs);
    if (kind.equals(Optional.of(SecretKind.SETTING))
        && (minBits.isPresent() || !distinctFrom.isEmpty())) {
      throw new IllegalArgumentException(
          "nothing looks at min-bits and distinct-from of a setting; leave out kind: setting");
    }
    if (!version.equals("latest") && !(source instanceof SecretSource.SecretManager)) {
      throw new IllegalArgumentException(
          "nothing looks at the version of a secret that is not in Secret Manager");
    }
    // Variables have dots in their names; Secret Manager's ids have none.
    if (source instanceof SecretSource.SecretManager
        && id.filter(it -> it.contains(".")).isPresent()) {
      throw new IllegalArgumentException(Grammar.SECRET_ID.expected());
    }
  }

  /** What the full name says of a field that may also stand by itself. */
  private static Optional<String> same(
      String field, Optional<String> alone, Optional<String> named) {
    if (named.isPresent() && alone.isPresent() && !alone.equals(named)) {
      throw new IllegalArgumentException("the id names another " + field);
    }
    return named.or(() -> alone);
  }

  /** Where in the whole it stands, if it is a part. */
  public String partKey() {
    return key.orElse(name.name());
  }

  /** What Secret Manager calls it; a part has no name there. */
  public SecretName stored() {
    return new SecretName(project, location, storedId());
  }

  /** The id where it is kept. */
  public String storedId() {
    return id.orElse(name.name());
  }

  /** The variables that carry it in a service: its own name, then its aliases, each once. */
  public List<String> variables() {
    return Stream.concat(Stream.of(name.name()), aliases.stream()).distinct().toList();
  }

  /** What its declaration says it is; empty where only the value can tell. */
  public Optional<Boolean> declaredSetting() {
    String upper = name.name().toUpperCase(Locale.ROOT);
    if (kind.isPresent()) {
      return Optional.of(kind.get() == SecretKind.SETTING);
    }
    if (minBits.isPresent() || isNamedLikeACredential()) {
      return Optional.of(false);
    }
    return SETTING_ENDINGS.stream().anyMatch(upper::endsWith)
        ? Optional.of(true)
        : Optional.empty();
  }

  @Override
  public List<String> concessions(Environment environment) {
    if (kind.equals(Optional.of(SecretKind.SETTING)) && isNamedLikeACredential()) {
      return List.of("kind setting: nobody asks whether it is strong, distinct and new");
    }
    int usual = environment.useOf(this).bits();
    return minBits
        .filter(it -> it < usual)
        .map(it -> "min-bits %d, %d without it".formatted(it, usual))
        .stream()
        .toList();
  }

  private boolean isNamedLikeACredential() {
    String upper = name.name().toUpperCase(Locale.ROOT);
    return CREDENTIAL_WORDS.stream().anyMatch(upper::contains);
  }

  @Override
  public Map<String, String> facts() {
    var facts = new TreeMap<>(Map.of("secret", name.name(), "id", storedId(), "version", version));
    project.ifPresent(it -> facts.put("project", it));
    return facts;
  }

  /** A command that prints a new value of its format. */
  public String generator() {
    return format.map(SecretFormat::generator).orElse(SecretFormat.RANDOM);
  }
}
