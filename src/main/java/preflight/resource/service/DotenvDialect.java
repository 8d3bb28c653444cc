package preflight.resource.service;

/** Who reads a dotenv file, and so what its quotes, {@code #} and {@code $} mean. */
public enum DotenvDialect {
  /** {@code docker run --env-file}: a value is all that follows the first {@code =}. */
  DOCKER,
  /** Docker Compose, {@code env_file} and {@code .env}. */
  COMPOSE,
  /** {@code node --env-file}. */
  NODE,
  /** python-dotenv. */
  PYTHON,
  /** {@code set -a; . .env} of a POSIX shell. */
  SHELL
}
