package preflight.cli.gate;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives a flag of {@link RunOptions} that is not on the command line the value of its variable:
 * {@code --fail-on} that of {@code PREFLIGHT_FAIL_ON}. An empty variable is none.
 */
public final class FlagVariables implements IDefaultValueProvider {

  /** What narrows a run is told on the command line, where a reader of the log sees it. */
  private static final Set<String> ON_THE_COMMAND_LINE_ONLY = Set.of("--only", "--skip");

  private final Map<String, String> environment;

  public FlagVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return name(argument)
        .map(environment::get)
        .map(String::strip)
        .filter(it -> !it.isEmpty())
        .orElse(null);
  }

  /** The variable of a flag that has one. */
  public static Optional<String> name(ArgSpec argument) {
    return argument instanceof OptionSpec option
            && option.userObject() instanceof Field field
            && field.getDeclaringClass() == RunOptions.class
            && !ON_THE_COMMAND_LINE_ONLY.contains(option.longestName())
        ? Optional.of(
            "PREFLIGHT_"
                + option.longestName().substring(2).toUpperCase(Locale.ROOT).replace('-', '_'))
        : Optional.empty();
  }
}
