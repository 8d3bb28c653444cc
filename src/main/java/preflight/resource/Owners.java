package preflight.resource;

import java.util.Optional;
import preflight.resource.field.Field;

/** Whom to tell, by the class of a failure. */
public record Owners(
    @Field(value = "Owner of failures of the infrastructure", example = "\"#platform-oncall\"")
        Optional<String> infra,
    @Field(value = "Owner of failures of the configuration", example = "\"#release\"")
        Optional<String> config,
    @Field(value = "Owner of failures of the code", example = "\"#backend\"")
        Optional<String> code) {

  public static final Owners NONE =
      new Owners(Optional.empty(), Optional.empty(), Optional.empty());
}
