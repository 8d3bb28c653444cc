package preflight.resource.service;

import java.util.Optional;
import preflight.resource.field.Field;

/** How many instances a service may have at a time. */
public record ServiceInstances(
    @Field(value = "Instances that are always there, at least", min = 0, example = "1")
        Optional<Integer> min,
    @Field(value = "Instances that there may be, at most", min = 1, example = "10")
        Optional<Integer> max) {

  public ServiceInstances {
    if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
      throw new IllegalArgumentException("instances.min is greater than instances.max");
    }
  }
}
