package preflight.resource;

import java.util.List;
import java.util.Map;
import preflight.resource.field.Field;

/** The source tree that the services are built from. */
public record Source(
    ResourceName name,
    @Field(value = "Root of the repository, relative to the profile", byDefault = ".", path = true)
        String root,
    @Field(
            value = "Globs of production code; without them, all that is nothing else",
            example = "[src/**]")
        List<String> production,
    @Field(value = "Globs of tests, in place of the usual ones", example = "[tests/**]")
        List<String> tests,
    @Field(value = "Globs of generated code, in place of the usual ones", example = "[gen/**]")
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
