package preflight.catalog;

import java.util.Map;
import java.util.TreeMap;
import preflight.resource.Environment;

/** What commands may name of an environment, wherever a command is made. */
public final class Facts {

  private Facts() {}

  /** Its name, and where it is in Google Cloud. */
  public static Map<String, String> of(Environment environment) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("environment", environment.argument());
    environment.gcp().project().ifPresent(it -> facts.put("project", it));
    environment.gcp().region().ifPresent(it -> facts.put("region", it));
    return facts;
  }
}
