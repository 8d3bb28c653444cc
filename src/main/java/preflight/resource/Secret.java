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
import preflight.resource.service.DotenvDialect;

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
            value = "The value of a setting that everybody may read; of a credential it is refused",
            example = "app",
            key = "equals")
        Optional<String> literal,
    @Field(
            value =
                "Length that the value must have in bytes; of `format: hex` and `base64`, after"
                    + " decoding",
            example = "32",
            min = 1)
        Optional<Integer> bytes,
    @Field(
            value = "Other environment variables that carry it in one service only, by service",
            example = "{ auth: [TOKEN_KEY] }",
            grammar = Grammar.VARIABLE)
        Map<String, List<String>> aliasesIn,
    @Field(
            value = "Path of the file as which services see it, in place of a variable",
            example = "/secrets/jwt",
            grammar = Grammar.DIRECTORY)
        Optional<String> mountedAt,
    @Field(value = "Whose rules of quotes, `#` and `$` hold in its dotenv file", example = "docker")
        Optional<DotenvDialect> dialect,
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

  /** What nobody may choose alone: the other side holds the same value, or makes it. */
  private static final List<String> ISSUED_WORDS =
      List.of(
          "PASSWORD",
          "PASSPHRASE",
          "API_KEY",
          "APIKEY",
          "ACCESS_KEY",
          "ACCOUNT_KEY",
          "CLIENT_SECRET",
          "WEBHOOK",
          "API_TOKEN",
          "ACCESS_TOKEN",
          "AUTH_TOKEN",
          "REFRESH_TOKEN",
          "BOT_TOKEN",
          "API_SECRET",
          "CREDENTIALS",
          "LICENSE",
          "CERTIFICATE",
          "PRIVATE_KEY",
          "_URL",
          "_URI",
          "DSN");

  private static final int USUAL_BYTES = 32;

  /** A longer one is taken for what it is no more: the estimate reads so many hex digits. */
  private static final int MOST_BYTES = 256;

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
    if (source instanceof SecretSource.SecretManager
        && id.isEmpty()
        && !Grammar.NAME.fits(name.name())) {
      throw new IllegalArgumentException(
          "Secret Manager has no ids with ':' or '.'; write the id of this secret, such as id: "
              + name.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
    }
    if (dialect.isPresent() && !(source instanceof SecretSource.DotenvFile)) {
      throw new IllegalArgumentException(
          "nothing looks at the dialect of a secret that is not in a dotenv file");
    }
    if (literal.isPresent() && matches.isPresent()) {
      throw new IllegalArgumentException("'equals' and 'matches' exclude each other");
    }
    if (literal.isPresent() && isCredential(kind, minBits, name)) {
      throw new IllegalArgumentException(
          "the value of a credential may not stand in a profile; 'equals' is for settings, and"
              + " kind: setting says that this is one");
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

  /**
   * What gcloud maps a variable or a path to: its id and version, with the project where that is
   * another one.
   *
   * @param own the project of the service
   */
  public String mapping(Optional<String> own) {
    return stored().from(own) + ":" + version;
  }

  /** What Secret Manager calls it; a part has no name there. */
  public SecretName stored() {
    return new SecretName(project, location, storedId());
  }

  /** Where it is kept, and who reads that. */
  @Override
  public SecretSource source() {
    return source instanceof SecretSource.DotenvFile(String path, _)
        ? new SecretSource.DotenvFile(path, dialect)
        : source;
  }

  /** The id where it is kept. */
  public String storedId() {
    return id.orElseGet(this::variable);
  }

  /** The variable that carries it: of a name of .NET such as {@code Jwt:Key}, {@code Jwt__Key}. */
  private String variable() {
    return name.name().replace(":", "__");
  }

  /** The variables that carry it in every service: its own name, then its aliases, each once. */
  public List<String> variables() {
    return Stream.concat(Stream.of(variable()), aliases.stream()).distinct().toList();
  }

  /** The variables that carry it in one service: those of every service, then its own. */
  public List<String> variables(ResourceName service) {
    return Stream.concat(
            variables().stream(), aliasesIn.getOrDefault(service.name(), List.of()).stream())
        .distinct()
        .toList();
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
    return isNamedLikeACredential(name);
  }

  private static boolean isNamedLikeACredential(ResourceName name) {
    String upper = name.name().toUpperCase(Locale.ROOT);
    return CREDENTIAL_WORDS.stream().anyMatch(upper::contains);
  }

  private static boolean isCredential(
      Optional<SecretKind> kind, Optional<Integer> minBits, ResourceName name) {
    return kind.map(it -> it != SecretKind.SETTING)
        .orElseGet(() -> minBits.isPresent() || isNamedLikeACredential(name));
  }

  @Override
  public Map<String, String> facts() {
    var facts = new TreeMap<>(Map.of("secret", name.name(), "id", storedId(), "version", version));
    project.ifPresent(it -> facts.put("project", it));
    return facts;
  }

  /**
   * A command that prints a new value of its format; empty where somebody else gives the value, or
   * where none of that format and strength can be drawn.
   *
   * @param bits how hard it must be to guess, if the declaration asks for no more
   */
  public Optional<String> generator(int bits) {
    int needed = (Math.max(bits, minBits.orElse(0)) + Byte.SIZE - 1) / Byte.SIZE;
    if (needed > MOST_BYTES || isIssued()) {
      return Optional.empty();
    }
    if (bytes.isPresent()) {
      return generatorOfLength(bytes.get(), needed);
    }
    SecretFormat drawn = format.orElse(SecretFormat.HEX);
    return drawn.generator(drawn == SecretFormat.UUID ? needed : Math.max(USUAL_BYTES, needed));
  }

  private Optional<String> generatorOfLength(int length, int needed) {
    // Without a format the text itself has the length, and hex has two digits for a byte.
    int random = format.isPresent() ? length : length / 2;
    boolean fits =
        switch (format.orElse(null)) {
          case null -> length % 2 == 0;
          case HEX, BASE64 -> true;
          case FERNET -> length == USUAL_BYTES;
          case UUID, URL, NUMBER, PEM, JSON -> false;
        };
    return fits && random >= needed && random <= MOST_BYTES
        ? format.orElse(SecretFormat.HEX).generator(random)
        : Optional.empty();
  }

  /** Whether its name says that a store, a vendor or an identity provider gives the value out. */
  public boolean isIssued() {
    String upper = name.name().toUpperCase(Locale.ROOT);
    return ISSUED_WORDS.stream().anyMatch(upper::contains);
  }
}
