package preflight.source;

/**
 * A place where code reads a variable of its environment.
 *
 * @param required whether the code fails without it
 * @param atImport whether it is read when the module is loaded, or the program starts
 * @param line from 1
 * @param column from 1, in characters
 * @param accessor how it is read, as written ({@code "process.env"}, {@code "os.environ"})
 * @param anyCase whether upper and lower case are the same
 */
public record EnvironmentRead(
    String name,
    boolean required,
    boolean atImport,
    int line,
    int column,
    String accessor,
    boolean anyCase) {

  /** One whose name is read as it stands. */
  public EnvironmentRead(
      String name, boolean required, boolean atImport, int line, int column, String accessor) {
    this(name, required, atImport, line, column, accessor, false);
  }

  /** That nothing gives the variable which a file reads as the service starts. */
  public Finding notGiven(String path) {
    return new Finding(
        "code-env-contract",
        path,
        line,
        column,
        "reads %s when the service starts, and nothing gives it".formatted(name),
        name);
  }
}
