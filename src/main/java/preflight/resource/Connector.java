package preflight.resource;

import java.util.Map;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** A Serverless VPC Access connector. */
public record Connector(
    ResourceName name,
    @Field(value = "VPC network", example = "staging-vpc", grammar = Grammar.NETWORK)
        Optional<String> network,
    @Field(value = "Its /28 range", example = "10.1.0.0/28", grammar = Grammar.IP_RANGE)
        Optional<String> range,
    @Field(value = "Fewest instances", min = 0, example = "2") Optional<Integer> minInstances,
    @Field(value = "Most instances", min = 0, example = "10") Optional<Integer> maxInstances,
    @Field(value = "Machine type", example = "e2-micro", grammar = Grammar.MACHINE_TYPE)
        Optional<String> machineType)
    implements Resource {

  @Override
  public Map<String, String> facts() {
    return Map.of("connector", name.name());
  }
}
