package preflight.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shipped profile and the blueprint describe the same environment. */
class SandboxProfileTest {

  @Test
  void names_every_secret_of_the_blueprint_and_no_other() throws Exception {
    Map<String, String> declared = new TreeMap<>();
    profile().get("secrets").properties().forEach(e -> declared.put(e.getKey(), id(e.getValue())));
    Map<String, String> there = new TreeMap<>();
    Blueprints.healthy().secrets().forEach(secret -> there.put(secret.name(), secret.id()));
    assertThat(declared).isEqualTo(there);
  }

  @Test
  void says_which_service_uses_which_secret() throws Exception {
    Blueprint blueprint = Blueprints.healthy();
    Map<String, List<String>> used = new TreeMap<>();
    for (Secret secret : blueprint.secrets()) {
      used.put(
          secret.name(),
          blueprint.services().stream()
              .filter(s -> s.references().stream().anyMatch(r -> r.id().equals(secret.id())))
              .map(Service::name)
              .toList());
    }
    Map<String, List<String>> declared = new TreeMap<>();
    profile()
        .get("secrets")
        .properties()
        .forEach(e ->
            declared.put(
                e.getKey(),
                e.getValue().get("used-by").valueStream().map(JsonNode::asString).toList()));
    assertThat(declared).isEqualTo(used);
  }

  @Test
  void uses_no_variable_that_the_sandbox_does_not_export() throws Exception {
    String text = Files.readString(Path.of("env-profiles/sandbox.yaml"));
    var wanted = new TreeSet<String>();
    var matcher = java.util.regex.Pattern.compile("\\$\\{env:([A-Z_]+)}").matcher(text);
    while (matcher.find()) {
      wanted.add(matcher.group(1));
    }
    assertThat(wanted).isNotEmpty();
    try (Sandbox sandbox = Sandbox.of(Blueprints.healthy())) {
      assertThat(Exports.of(sandbox)).containsKeys(wanted.toArray(String[]::new));
    }
  }

  private static String id(JsonNode secret) {
    return secret.get("id").asString();
  }

  private static JsonNode profile() throws Exception {
    Object yaml =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(Path.of("env-profiles/sandbox.yaml")));
    return new JsonMapper().valueToTree(yaml);
  }
}
