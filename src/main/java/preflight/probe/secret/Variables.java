package preflight.probe.secret;

import java.util.Map;
import java.util.Optional;
import preflight.probe.SecretValue;
import preflight.resource.service.DotenvDialect;

/** Variables that stand on this machine; their values are confidential until proven otherwise. */
public interface Variables {

  /**
   * Those of a dotenv file, by name, read as most programs do; the path is as the profile writes
   * it.
   */
  Reading<Map<String, SecretValue>> file(String path) throws InterruptedException;

  /**
   * The same, read as one of those programs does.
   *
   * @param dialect empty for what most programs that read such files have in common
   */
  default Reading<Map<String, SecretValue>> file(String path, Optional<DotenvDialect> dialect)
      throws InterruptedException {
    return file(path);
  }

  /** Those of this process. */
  Map<String, SecretValue> process();
}
