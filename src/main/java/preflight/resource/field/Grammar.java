package preflight.resource.field;

import java.util.regex.Pattern;

/**
 * What a text may look like where somebody else restricts it: Google its names, HTTP its headers.
 * The patterns mean the same to Java and to JSON Schema.
 */
public enum Grammar {
  ANY("text", "any text", "[\\s\\S]*"),

  NAME("name", "letters, digits, '-' and '_'", "[A-Za-z0-9_][A-Za-z0-9_-]*"),

  /** Those of .NET have colons, those of Spring dots. */
  SECRET_NAME(
      "name of a secret", "letters, digits, '-', '_', ':' and '.'", "[A-Za-z0-9_][A-Za-z0-9_:.-]*"),

  LINE("line of text", "without control characters", "[^\\u0000-\\u001f\\u007f-\\u009f]*"),

  /** What begins with a hyphen is a flag to every command line. */
  ENVIRONMENT(
      "name of an environment",
      "one line that does not begin with '-', such as staging",
      "(?!-)[^\\u0000-\\u001f\\u007f-\\u009f]*"),

  /** Those that are asked: another one would be moved in silence, and these asked at Google. */
  API(
      "API",
      "artifactregistry, logging, redis, run, secretmanager, serviceusage, sqladmin or vpcaccess",
      "artifactregistry|logging|redis|run|secretmanager|serviceusage|sqladmin|vpcaccess"),

  /** Resource Manager, {@code Project.projectId} and {@code name}; with a domain, of old. */
  PROJECT(
      "project id",
      "6 to 30 lower-case letters, digits and hyphens, such as acme-staging; or its number",
      "([a-z0-9.-]{1,253}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]|[1-9][0-9]{5,18}"),

  REGION("region", "such as us-central1", "[a-z]+(-[a-z]+){1,3}[0-9]{1,2}"),

  /** Secret Manager, {@code CreateSecretRequest.secret_id}; variables have dots as well. */
  SECRET_ID(
      "secret id",
      "up to 255 letters, digits, '-' and '_', such as jwt-secret-staging, or its full name, such as"
          + " projects/acme/secrets/jwt-secret/versions/3",
      "(projects/[a-z0-9.:-]+/(locations/[a-z0-9-]+/)?secrets/)?[A-Za-z0-9_.-]{1,255}"
          + "|projects/[a-z0-9.:-]+/(locations/[a-z0-9-]+/)?secrets/[A-Za-z0-9_-]{1,255}"
          + "/versions/[A-Za-z0-9_-]{1,63}"),

  /** Secret Manager, {@code Secret.version_aliases}. */
  SECRET_VERSION(
      "secret version",
      "a number, latest, or an alias of letters, digits, '-' and '_' that begins with a letter",
      "[1-9][0-9]{0,17}|[A-Za-z][A-Za-z0-9_-]{0,62}"),

  /** Kubernetes' relaxed names of variables, which Cloud Run and containers take. */
  VARIABLE(
      "environment variable",
      "letters, digits, '_', '.' and '-', and no digit first, such as DATABASE_URL",
      "[A-Za-z_.-][A-Za-z0-9_.-]*"),

  /** Cloud Run Admin API, {@code CreateServiceRequest.service_id}. */
  CLOUD_RUN(
      "Cloud Run service",
      "up to 49 lower-case letters, digits and hyphens that begin with a letter, such as"
          + " backend-staging",
      "[a-z]([a-z0-9-]{0,47}[a-z0-9])?"),

  /** Of Git, as it stands or cut short; seven digits are what Git itself shows. */
  COMMIT("commit", "7 to 40 hexadecimal digits, such as 4f2a9c1d", "[0-9a-fA-F]{7,40}"),

  /** Cloud Run, {@code Revision.name}. */
  REVISION(
      "revision",
      "up to 63 lower-case letters, digits and hyphens, such as backend-00042-abc",
      "[a-z]([a-z0-9-]{0,61}[a-z0-9])?"),

  /** Cloud Run, {@code Container.name}: a label of RFC 1123. */
  CONTAINER(
      "container",
      "up to 63 lower-case letters, digits and hyphens, such as proxy-1",
      "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"),

  /** Memorystore and Cloud SQL; the latter's limit counts the project in, and is the longer. */
  INSTANCE(
      "instance id",
      "lower-case letters, digits and hyphens that begin with a letter, such as main-staging; of"
          + " another project in full, projects/PROJECT/locations/REGION/instances/ID or"
          + " PROJECT:REGION:ID",
      "(projects/[a-z0-9.:-]{1,60}/(locations/[a-z0-9-]{1,40}/)?instances/"
          + "|([a-z0-9.-]{1,60}:)?[a-z0-9-]{1,40}:[a-z0-9-]{1,40}:)?[a-z]([a-z0-9-]{0,96}[a-z0-9])?"),

  CONNECTOR(
      "connector",
      "up to 25 lower-case letters, digits and hyphens that begin with a letter, such as"
          + " staging-connector",
      "[a-z]([a-z0-9-]{0,23}[a-z0-9])?"),

  NETWORK(
      "VPC network",
      "a name such as staging-vpc, or projects/HOST-PROJECT/global/networks/NAME",
      "(projects/[a-z0-9.:-]+/global/networks/)?[a-z]([a-z0-9-]{0,61}[a-z0-9])?"),

  IP_RANGE(
      "IPv4 range",
      "such as 10.1.0.0/28",
      "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}"
          + "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/(3[0-2]|[12]?[0-9])"),

  PROCESSORS(
      "number of processors", "such as 2, 0.5 or 500m", "[0-9]{1,4}(\\.[0-9]{1,3})?|[0-9]{1,6}m"),

  MACHINE_TYPE("machine type", "such as e2-micro", "[a-z][a-z0-9]*(-[a-z0-9]+){1,6}"),

  SERVICE_ACCOUNT(
      "service account",
      "its e-mail address, such as backend@acme-staging.iam.gserviceaccount.com",
      "[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?@([a-z0-9-]+\\.){0,20}gserviceaccount\\.com"),

  /** What can be dialled as it stands: a name with the underscores of compose, or an address. */
  HOST(
      "host",
      "a name or an address without scheme, port, user or password, such as 10.20.0.3 or"
          + " redis.internal; an international name as xn--…",
      "[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,126}\\.?"
          + "|[0-9A-Fa-f]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*(%[A-Za-z0-9_.-]+)?"),

  /** As libpq has it: what begins with a slash is the directory of a socket. */
  HOST_OR_SOCKET(
      "host or directory of a socket",
      "a name or an address without scheme, port, user or password, such as 10.20.0.3, or a path"
          + " such as /cloudsql/acme-staging:us-central1:main",
      "[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63}){0,126}\\.?"
          + "|[0-9A-Fa-f]*:[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*(%[A-Za-z0-9_.-]+)?"
          + "|/[^\\u0000-\\u001f\\u007f]*"),

  DIRECTORY(
      "absolute path",
      "such as /cloudsql/acme-staging:us-central1:main",
      "/[^\\u0000-\\u001f\\u007f]*"),

  /** PostgreSQL, "Privileges": those of a schema, of a database and of tables. */
  PRIVILEGE(
      "privilege",
      "CREATE, USAGE, CONNECT, TEMPORARY, SELECT, INSERT, UPDATE, DELETE or TRUNCATE",
      "CREATE|USAGE|CONNECT|TEMPORARY|SELECT|INSERT|UPDATE|DELETE|TRUNCATE"),

  EXTENSION(
      "extension",
      "letters, digits, '-' and '_', such as uuid-ossp",
      "[A-Za-z0-9_][A-Za-z0-9_-]{0,62}"),

  /**
   * PostgreSQL, identifiers: everything but a zero in quotation marks; nobody wants line breaks.
   */
  TABLE(
      "table",
      "one line, such as users or audit.events",
      "[^\\u0000-\\u0020\\u007f][^\\u0000-\\u001f\\u007f]*"),

  /** Redis, {@code ACL SETUSER}. */
  REDIS_USER("ACL user", "without blanks, such as app", "[^\\s\\u0000-\\u0020\\u007f]+"),

  VERSION("server version", "digits, letters and dots, such as 7.2", "[0-9][0-9A-Za-z.]*"),

  /** RFC 3986, path and query. */
  URL_PATH(
      "path of a URL",
      "such as /api/items?limit=1; blanks, brackets and other characters are written as %20",
      "(?![\\s\\S]*%(?![0-9A-Fa-f]{2}))[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*"),

  /** RFC 9110, section 5.6.2. */
  TOKEN(
      "HTTP token",
      "letters, digits and !#$%&'*+-.^_`|~ without blanks, such as X-Request-Id",
      "[A-Za-z0-9!#$%&'*+.^_`|~-]+"),

  /** RFC 9110, section 5.5, without its obsolete characters. */
  HEADER_VALUE("value of a header", "one line of ASCII characters", "[\\u0009\\u0020-\\u007e]*"),

  /**
   * As a browser writes it (HTML standard, serialization of an origin; RFC 6454, section 6.2): it
   * is compared byte for byte, so that another spelling never matches. Native applications have
   * schemes of their own.
   */
  ORIGIN(
      "web origin",
      "scheme, host and port as a browser sends them, such as https://app.example.com: in lower case,"
          + " without a path, not even '/', without the port where it is the usual one, and neither *"
          + " nor null",
      "(?!https://[^/]*:443$)(?!http://[^/]*:80$)"
          + "(https?://([a-z0-9_-]+(\\.[a-z0-9_-]+)*\\.?|\\[[0-9a-f:.]+\\])(:[1-9][0-9]{0,4})?"
          + "|(?!https?:|wss?:)[a-z][a-z0-9+.-]*://[A-Za-z0-9._~%:-]+)"),

  /** Lists of gcloud are separated by commas, or by what stands between two {@code ^}. */
  AUDIENCE(
      "audience",
      "one word without commas, such as https://backend-abc123-uc.a.run.app",
      "(?!\\^)[\\u0021-\\u002b\\u002d-\\u007e]+"),

  GRPC_SERVICE(
      "gRPC service", "such as chat.Chat, or nothing for the whole server", "[A-Za-z0-9_./-]*");

  private final String words;
  private final String rule;
  private final Pattern pattern;

  Grammar(String words, String rule, String pattern) {
    this.words = words;
    this.rule = rule;
    this.pattern = Pattern.compile(pattern);
  }

  /** What such a text is called. */
  public String words() {
    return words;
  }

  /** What it consists of, with an example. */
  public String rule() {
    return rule;
  }

  /** The regular expression that the whole text matches. */
  public String pattern() {
    return pattern.pattern();
  }

  public boolean fits(String text) {
    return pattern.matcher(text).matches();
  }

  /** What a mistake says of a text that does not fit. */
  public String expected() {
    return "expected a%s %s: %s"
        .formatted("aeiouAI".indexOf(words.charAt(0)) < 0 ? "" : "n", words, rule);
  }
}
