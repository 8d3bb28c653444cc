package preflight.resource.service;

import java.util.List;
import java.util.Map;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;

/** What the environment variables of a service must be. */
public record ServiceEnv(
    @Field(
            value = "Variables that must be set",
            example = "[ENVIRONMENT]",
            grammar = Grammar.VARIABLE,
            weaker = Weaker.LESS)
        List<String> require,
    @Field(
            value = "Variables and the values they must have",
            example = "{ ENVIRONMENT: staging }",
            keys = Grammar.VARIABLE)
        Map<String, String> expect,
    @Field(
            value = "Variables that must not be set",
            example = "[BYPASS_AUTH]",
            grammar = Grammar.VARIABLE,
            weaker = Weaker.LESS)
        List<String> forbid,
    @Field(
            value = "Variables that should no longer be set",
            example = "[REDIS_URL]",
            grammar = Grammar.VARIABLE,
            weaker = Weaker.LESS)
        List<String> deprecated,
    @Field(value = "Dotenv files that set variables too", example = "[.env.staging]", path = true)
        List<String> files) {

  public ServiceEnv {
    require = require.stream().distinct().toList();
    forbid = forbid.stream().distinct().toList();
    deprecated = deprecated.stream().distinct().toList();
    files = files.stream().distinct().toList();
  }

  public static final ServiceEnv NONE =
      new ServiceEnv(List.of(), Map.of(), List.of(), List.of(), List.of());
}
