package preflight.resource.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;

/** How a service tells the commit that it was built of, and what that commit must have. */
public record ServiceRelease(
    @Field(
            value = "Path whose JSON answer tells the commit that it was built of",
            example = "/version",
            grammar = Grammar.URL_PATH)
        Optional<String> version,
    @Field(
            value = "Where in that answer the commit stands",
            byDefault = "commit",
            example = "build.sha",
            min = 1)
        String field,
    @Field(
            value = "Commits that must run, by what they repair",
            example = "{ \"sign-in loops\": 4f2a9c1d }",
            grammar = Grammar.COMMIT,
            keys = Grammar.LINE)
        Map<String, String> fixes) {

  public static final ServiceRelease NONE =
      new ServiceRelease(Optional.empty(), "commit", Map.of());

  public ServiceRelease {
    fixes = Collections.unmodifiableMap(new LinkedHashMap<>(fixes));
  }
}
