package preflight.catalog;

import java.time.Duration;
import preflight.resource.field.Field;
import preflight.resource.field.Weaker;

/** The threshold of checks that dial. */
public record DialPatience(
    @Field(
            value = "How long each step may take before giving up",
            byDefault = "4s",
            weaker = Weaker.MORE)
        Duration giveUpAfter) {}
