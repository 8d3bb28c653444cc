package preflight.resource;

import java.util.Map;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.network.RedisMode;
import preflight.resource.network.Sentinel;
import preflight.resource.network.TlsProof;
import preflight.resource.url.ConnectionUrl;
import preflight.resource.url.UrlReading;

/** A Redis server, on Memorystore or elsewhere. */
public record Redis(
    ResourceName name,
    @Field(
            value = "Host name or address, or the secret that holds it",
            min = 1,
            example = "10.166.204.83",
            grammar = Grammar.HOST,
            inUrl = true)
        Setting<String> host,
    @Field(
            value = "Port, or the secret that holds it",
            min = 1,
            max = 65535,
            example = "6379",
            inUrl = true)
        Setting<Integer> port,
    @Field(value = "ACL user", example = "app", grammar = Grammar.REDIS_USER, inUrl = true)
        Optional<Setting<String>> user,
    @Field(
            value = "Secret that holds the password",
            example = "secrets.REDIS_PASSWORD",
            refersTo = Kind.SECRETS,
            inUrl = true)
        Optional<ResourceName> password,
    @Field(
            value = "Whether connections are encrypted",
            byDefault = "false",
            weaker = Weaker.LESS,
            inUrl = true)
        boolean tls,
    @Field(
            value =
                "Certificate authorities to trust in addition to those of the JDK: a file in PEM, or the"
                    + " secret that holds it",
            example = "certs/redis.pem",
            path = true)
        Optional<Setting<String>> ca,
    @Field(
            value =
                "What its certificate must prove: `full`, that it is for this host too; `authority`, only"
                    + " who issued it, as for Memorystore, whose certificates do not name the host;"
                    + " `none`, nothing; `chain` is an older word for `authority`",
            byDefault = "full",
            weaker = Weaker.LESS)
        TlsProof verify,
    @Field(value = "Number of the logical database", min = 0, example = "0", inUrl = true)
        Optional<Setting<Integer>> database,
    @Field(
            value = "Version that the server must have, or its beginning",
            example = "\"7.2\"",
            grammar = Grammar.VERSION)
        Optional<String> version,
    @Field(
            value = "Connector on the way to it",
            example = "connectors.staging-connector",
            refersTo = Kind.CONNECTORS)
        Optional<ResourceName> reachedThrough,
    @Field(value = "Memorystore instance id", example = "cache-staging", grammar = Grammar.INSTANCE)
        Optional<String> instance,
    @Field(value = "How long a PING may take", example = "{ p95: 10ms }") Optional<Budget> budget,
    @Field(value = "What users lose if it fails", example = "nobody stays logged in")
        Optional<String> impact,
    @Field(
            value =
                "Connection URL in place of host, port, user, password, database and tls, as the"
                    + " application's client reads it; one with a password is held by a secret",
            example = "secrets.REDIS_URL",
            grammar = Grammar.LINE)
        Optional<Setting<String>> url,
    @Field(
            value =
                "What its clients must know: `standalone`, one server; `cluster`, that keys are"
                    + " spread over several; `sentinel`, that host and port are a Sentinel's",
            byDefault = "standalone")
        RedisMode mode,
    @Field(
            value = "What to ask the Sentinel for, with `mode: sentinel`",
            example = "{ master: mymaster }")
        Optional<Sentinel> sentinel,
    @Field(
            value =
                "Certificate with which clients prove themselves, in PEM: a file, or the secret that holds it",
            example = "certs/client.pem",
            path = true)
        Optional<Setting<String>> clientCertificate,
    @Field(
            value =
                "Key of that certificate, in PEM without a passphrase: a file, or the secret that holds it",
            example = "secrets.CLIENT_KEY",
            path = true)
        Optional<Setting<String>> clientKey)
    implements Resource {

  public Redis {
    if (clientCertificate.isPresent() != clientKey.isPresent()) {
      throw new IllegalArgumentException("client-certificate and client-key belong together");
    }
    if (mode == RedisMode.SENTINEL && sentinel.isEmpty()) {
      throw new IllegalArgumentException(
          "mode: sentinel needs the name of the master: sentinel: { master: NAME }");
    }
    if (mode != RedisMode.SENTINEL
        && url.flatMap(Setting::literal).map(UrlReading::of).orElse(null)
            instanceof UrlReading.Understood(ConnectionUrl leads)
        && leads.isOfSentinel()) {
      throw new IllegalArgumentException(
          "a URL of a Sentinel wants mode: sentinel and the name of the master: sentinel: { master: NAME }");
    }
    if (mode != RedisMode.SENTINEL && sentinel.isPresent()) {
      throw new IllegalArgumentException("sentinel is for mode: sentinel");
    }
  }

  /** The password: held by a secret alone, or in the URL that says all the rest. */
  public Optional<Setting<String>> secretPassword() {
    return password.map(it ->
        url.flatMap(Setting::heldBy).equals(password)
            ? new Setting.InUrl<>(it)
            : new Setting.FromSecret<>(it));
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = Setting.written(settings());
    instance.ifPresent(it -> facts.put("instance", it));
    return facts;
  }

  @Override
  public Map<String, String> held() {
    return Setting.held(settings());
  }

  private Map<String, Setting<?>> settings() {
    return Map.of("host", host, "port", port);
  }
}
