package preflight.resource.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import preflight.resource.field.Field;
import preflight.resource.field.Grammar;
import preflight.resource.field.Weaker;

/** What the environment variables of a service must be. */
public record ServiceEnv(
    @Field(
            value = "Variables that must be set; of a list among them, one",
            example = "[ENVIRONMENT, [API_KEY, API_KEY_FILE]]",
            grammar = Grammar.VARIABLE,
            weaker = Weaker.LESS,
            orOne = true)
        List<List<String>> require,
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
        List<String> files,
    @Field(
            value =
                "Variables that must not be set, or only to what switches off: `false`, `0`, `no`,"
                    + " `off` or nothing",
            example = "[BYPASS_AUTH]",
            grammar = Grammar.VARIABLE,
            weaker = Weaker.LESS)
        List<String> off,
    @Field(
            value = "Whose rules of quotes, `#` and `$` hold in its dotenv files",
            example = "docker")
        Optional<DotenvDialect> dialect) {

  /** Of which each variable alone must be set, and none is a switch. */
  public ServiceEnv(
      List<String> require,
      Map<String, String> expect,
      List<String> forbid,
      List<String> deprecated,
      List<String> files) {
    this(
        require.stream().map(List::of).toList(),
        expect,
        forbid,
        deprecated,
        files,
        List.of(),
        Optional.empty());
  }

  public ServiceEnv {
    require = require.stream().map(List::copyOf).distinct().toList();
    off = off.stream().distinct().toList();
    if (require.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("an empty list in 'require' asks for no variable");
    }
    forbid = forbid.stream().distinct().toList();
    deprecated = deprecated.stream().distinct().toList();
    files = files.stream().distinct().toList();
  }

  /** All variables of which one or another must be set. */
  public List<String> required() {
    return require.stream().flatMap(List::stream).distinct().toList();
  }

  public static final ServiceEnv NONE =
      new ServiceEnv(List.of(), Map.of(), List.of(), List.of(), List.of());
}
