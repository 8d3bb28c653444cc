package preflight.resource;

import java.util.Optional;
import preflight.resource.service.DotenvDialect;

/** Where the value of a secret is kept. */
public sealed interface SecretSource {

  record SecretManager() implements SecretSource {
    @Override
    public String toString() {
      return "secret-manager";
    }
  }

  /** The environment of this process. */
  record ProcessEnvironment() implements SecretSource {
    @Override
    public String toString() {
      return "env";
    }
  }

  /**
   * A dotenv file, relative to the profile.
   *
   * @param dialect empty for what most programs that read such files have in common
   */
  record DotenvFile(String path, Optional<DotenvDialect> dialect) implements SecretSource {

    public DotenvFile(String path) {
      this(path, Optional.empty());
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  static SecretSource parse(String text) {
    return switch (text) {
      case "secret-manager" -> new SecretManager();
      case "env" -> new ProcessEnvironment();
      case String it when it.startsWith("file:") && it.length() > 5 ->
          new DotenvFile(it.substring(5));
      default -> throw new IllegalArgumentException("expected secret-manager, env or file:PATH");
    };
  }
}
