package preflight.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A sandbox in the process of the tests, with what only its maker may know. */
public final class RunningSandbox implements AutoCloseable {

  private static final Pattern SETTING = Pattern.compile(".*_(HOST|PORT|DB|USER|ID)");

  private final Sandbox sandbox;

  private RunningSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  public static RunningSandbox start(Scenario scenario) throws IOException, InterruptedException {
    return start(scenario, 0);
  }

  public static RunningSandbox start(Scenario scenario, int furtherSecrets)
      throws IOException, InterruptedException {
    Blueprint blueprint =
        Sandbox.blueprint(scenario, Clock.systemUTC()).withFurtherSecrets(furtherSecrets);
    Sandbox sandbox = Sandbox.of(blueprint);
    sandbox.start();
    return new RunningSandbox(sandbox);
  }

  /** Variables that point the profile of the sandbox at this one. */
  public Map<String, String> exports() {
    return Exports.of(sandbox);
  }

  int apiPort() {
    return sandbox.blueprint().ports().api();
  }

  String firstRevision(String cloudRun) {
    return sandbox.blueprint().service(cloudRun).orElseThrow().revision();
  }

  /** What the stores really demand, as their administrators know it. */
  public Map<String, String> passwords() {
    return Map.of(
        "redis", sandbox.blueprint().redis().password().text(),
        "postgres", sandbox.blueprint().postgres().password().text());
  }

  /** Every credential, also as base64 and hex; nothing that a report may say is among them. */
  public List<String> credentials() {
    List<String> all = new ArrayList<>();
    for (Secret secret : sandbox.blueprint().secrets()) {
      if (!SETTING.matcher(secret.name()).matches()) {
        secret.versions().forEach(it -> forms(it.payload().bytes(), all));
      }
    }
    return all;
  }

  /** Asks its services for their health, where a scenario has something to say of it. */
  public void assertVisited(Scenario scenario) throws Exception {
    new Visitor().visit(scenario.name(), sandbox.blueprint());
  }

  private static void forms(byte[] value, List<String> all) {
    if (value.length >= 8) {
      all.add(new String(value, StandardCharsets.UTF_8).strip());
      all.add(Base64.getEncoder().withoutPadding().encodeToString(value));
      all.add(HexFormat.of().formatHex(value));
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
