package preflight.resource.network;

import java.util.Optional;
import preflight.resource.Kind;
import preflight.resource.ResourceName;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** What the Sentinels of a Redis are asked, and with which password. */
public record Sentinel(
    @Field(
            value = "Name under which the Sentinels watch the master",
            example = "mymaster",
            grammar = Grammar.REDIS_USER)
        String master,
    @Field(
            value = "Secret that holds the password of the Sentinels themselves",
            example = "secrets.SENTINEL_PASSWORD",
            refersTo = Kind.SECRETS)
        Optional<ResourceName> password) {}
