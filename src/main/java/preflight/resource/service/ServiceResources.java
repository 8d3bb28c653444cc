package preflight.resource.service;

import java.util.Optional;
import preflight.resource.Size;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** What one instance of a service may use. */
public record ServiceResources(
    @Field(value = "Processors", example = "\"1\"", grammar = Grammar.PROCESSORS)
        Optional<String> cpu,
    @Field(value = "Memory", example = "1Gi") Optional<Size> memory) {}
