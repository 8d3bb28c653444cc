package preflight.resource;

import java.util.List;
import java.util.Map;
import preflight.resource.field.Field;

/** The source tree that the services are built from. */
public record Source(
    ResourceName name,
    @Field(value = "Root of the repository, relative to the profile", byDefault = ".", path = true)
        String root,
    @Field(value = "Paths of production code", example = "[src/**]", read = false)
        List<String> production,
    @Field(value = "Paths of tests", example = "[tests/**]", read = false) List<String> tests,
    @Field(value = "Paths of generated code", example = "[gen/**]", read = false)
        List<String> generated)
    implements Resource {

  public Source {
    production = List.copyOf(production);
    tests = List.copyOf(tests);
    generated = List.copyOf(generated);
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("root", root);
  }
}
