package preflight.resource;

import java.util.Optional;

/** What one instance of a service may use. */
public record ServiceResources(
    @Field(value = "Processors", example = "\"1\"", grammar = Grammar.PROCESSORS)
        Optional<String> cpu,
    @Field(value = "Memory", example = "1Gi") Optional<Size> memory) {}
