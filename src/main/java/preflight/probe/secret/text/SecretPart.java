package preflight.probe.secret.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import preflight.probe.SecretValue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One value of a secret that is a whole dotenv file or a JSON object. */
public sealed interface SecretPart {

  record Found(SecretValue value) implements SecretPart {}

  /**
   * There is no such key.
   *
   * @param similar one that is written almost alike
   */
  record Absent(Optional<String> similar) implements SecretPart {}

  /**
   * It is no document that has keys.
   *
   * @param found what it is instead, with an article
   */
  record OtherForm(String found) implements SecretPart {}

  Pattern STEP = Pattern.compile("\\G(?:\\.([^.\\[\\]]+)|\\[([0-9]{1,6})]|\\['([^']*)'])");

  /**
   * Finds it.
   *
   * @param key a variable of a dotenv file, a key of a JSON object, or a path in JSON that begins
   *     with {@code $}
   */
  static SecretPart of(byte[] whole, String key) {
    Bytes text = Bytes.of(whole).trimmed();
    if (text.length() == 0) {
      return new OtherForm("empty");
    }
    boolean json = text.charAt(0) == '{' || text.charAt(0) == '[';
    if (json || key.startsWith("$")) {
      return inJson(whole, key);
    }
    Map<String, SecretValue> variables = Dotenv.parse(whole);
    if (variables.isEmpty()) {
      return new OtherForm("neither a dotenv file nor a JSON object");
    }
    SecretValue found = variables.remove(key);
    variables.values().forEach(SecretValue::wipe);
    return found == null ? new Absent(similar(key, variables.keySet())) : new Found(found);
  }

  private static SecretPart inJson(byte[] whole, String key) {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(whole);
    } catch (JacksonException e) {
      return new OtherForm("no JSON");
    }
    if (!key.startsWith("$")) {
      return found(node.get(key), key, node);
    }
    Matcher step = STEP.matcher(key).region(1, key.length());
    int end = 1;
    JsonNode last = node;
    @Nullable JsonNode at = node;
    String name = key;
    while (at != null && step.find()) {
      end = step.end();
      last = at;
      if (step.group(2) != null) {
        at = at.get(Integer.parseInt(step.group(2)));
      } else {
        name = step.group(1) != null ? step.group(1) : step.group(3);
        at = at.get(name);
      }
    }
    return at != null && end != key.length()
        ? new Absent(Optional.of("no such path: write it as $.db.password or $.list[0]"))
        : found(at, name, last);
  }

  private static SecretPart found(@Nullable JsonNode value, String name, JsonNode in) {
    if (value == null || value.isNull()) {
      return new Absent(similar(name, Set.copyOf(in.propertyNames())));
    }
    String text = value.isValueNode() ? value.asString() : value.toString();
    return new Found(new SecretValue(text.getBytes(UTF_8)));
  }

  /** Keys are names of settings, and no values. */
  private static Optional<String> similar(String key, Set<String> keys) {
    String plain = plain(key);
    return keys.stream()
        .sorted()
        .filter(it -> it.length() <= 64 && it.matches("[\\w.:-]+"))
        .filter(
            it -> plain(it).equals(plain) || plain(it).contains(plain) || plain.contains(plain(it)))
        .findFirst();
  }

  private static String plain(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
  }
}
