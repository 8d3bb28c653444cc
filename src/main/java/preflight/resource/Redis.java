package preflight.resource;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;
import preflight.resource.network.TlsProof;

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
            value = "File with certificate authorities to trust in addition to those of the JDK",
            example = "certs/redis.pem",
            path = true)
        Optional<String> ca,
    @Field(
            value =
                "What its certificate must prove: `full`, that it is for this host too; `chain`, only"
                    + " who issued it, as for Memorystore, whose certificates do not name the host",
            byDefault = "full")
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
        Optional<Setting<String>> url)
    implements Resource {

  /** The password: held by a secret alone, or in the URL that says all the rest. */
  public Optional<Setting<String>> secretPassword() {
    return password.map(it ->
        url.flatMap(Setting::heldBy).equals(password)
            ? new Setting.InUrl<>(it)
            : new Setting.FromSecret<>(it));
  }

  @Override
  public Map<String, String> facts() {
    var facts = new TreeMap<String, String>();
    facts.put("host", host.toString());
    facts.put("port", port.toString());
    instance.ifPresent(it -> facts.put("instance", it));
    return facts;
  }
}
