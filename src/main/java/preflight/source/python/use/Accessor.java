package preflight.source.python.use;

import java.util.List;

/**
 * A function that reads a variable of the environment.
 *
 * @param call as written, {@code "get_env().get"}, or what imports make of it, {@code "os.getenv"}
 * @param name the place of the argument that names the variable
 * @param fallback the place of the argument with the default; -1 where there is none
 * @param fallbackName its keyword; empty where there is none
 * @param required whether a missing variable without a default is an error
 */
public record Accessor(String call, int name, int fallback, String fallbackName, boolean required) {

  /** Those of the standard library and of common packages. */
  public static final List<Accessor> COMMON =
      List.of(
          new Accessor("os.environ.get", 0, 1, "default", false),
          new Accessor("os.getenv", 0, 1, "default", false),
          new Accessor("os.environ.pop", 0, 1, "default", true),
          new Accessor("decouple.config", 0, -1, "default", true),
          new Accessor("starlette.config.Config()", 0, 2, "default", true),
          new Accessor("environs.Env()", 0, 1, "default", true),
          new Accessor("environ.Env()", 0, -1, "default", true));
}
