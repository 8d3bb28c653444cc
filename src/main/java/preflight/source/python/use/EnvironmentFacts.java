package preflight.source.python.use;

import java.util.List;
import preflight.source.EnvironmentRead;

/**
 * What one file asks of its environment.
 *
 * @param reads of variables by name
 * @param writes variables that the file sets itself
 * @param computed how many reads have a name that is computed
 * @param settings classes whose fields are variables
 * @param made what is constructed from variables alone
 * @param files dotenv files that are loaded by a literal path; {@code ".env"} where none is said
 */
public record EnvironmentFacts(
    List<EnvironmentRead> reads,
    List<String> writes,
    int computed,
    List<Settings> settings,
    List<Made> made,
    List<String> files) {

  /**
   * A class that may derive from pydantic's {@code BaseSettings}.
   *
   * @param bases by the imports of the file
   * @param settings whether one of the bases is pydantic's own
   * @param prefix of the variables; {@link #UNKNOWN} where it is computed
   * @param ownPrefix whether the class itself says the prefix
   */
  public record Settings(
      String name,
      List<Name> bases,
      boolean settings,
      String prefix,
      boolean ownPrefix,
      boolean caseSensitive,
      List<Field> fields) {

    public static final String UNKNOWN = "?";
  }

  /**
   * A call of a class without arguments of its own.
   *
   * @param imported whether it happens when the module is imported
   */
  public record Made(Name type, boolean imported) {}

  /**
   * A field of settings.
   *
   * @param aliases the variables that are read in place of prefix and name, in order
   */
  public record Field(String name, boolean required, List<String> aliases, int line, int column) {}
}
