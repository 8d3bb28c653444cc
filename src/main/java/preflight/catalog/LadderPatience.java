package preflight.catalog;

import java.time.Duration;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** The thresholds of checks that climb to a store. */
public record LadderPatience(
    @Field(
            value = "How long one address may take to accept a connection",
            example = "2s",
            byDefault = "2s",
            weaker = Weaker.MORE)
        Duration connect,
    @Field(
            value = "How long look-up, handshake and answers may take together",
            example = "6s",
            byDefault = "6s",
            weaker = Weaker.MORE)
        Duration reply) {}
