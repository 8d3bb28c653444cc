package preflight.probe.secret;

import java.util.Map;
import preflight.probe.SecretValue;

/** Variables that stand on this machine; their values are confidential until proven otherwise. */
public interface Variables {

  /** Those of a dotenv file, by name; the path is as the profile writes it. */
  Reading<Map<String, SecretValue>> file(String path) throws InterruptedException;

  /** Those of this process. */
  Map<String, SecretValue> process();
}
