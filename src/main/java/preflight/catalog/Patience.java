package preflight.catalog;

import java.time.Duration;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** The threshold of checks that wait for an answer over HTTP. */
public record Patience(
    @Field(
            value = "How long to wait for an answer before giving up; cold starts count",
            byDefault = "8s",
            weaker = Weaker.MORE)
        Duration giveUpAfter) {}
