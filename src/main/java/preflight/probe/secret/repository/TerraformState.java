package preflight.probe.secret.repository;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;
import preflight.probe.secret.form.Wording;
import preflight.probe.secret.text.Bytes;
import preflight.probe.secret.text.LooksLike;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The values in a Terraform state that open something. Terraform writes them as they are, whatever
 * its configuration calls sensitive.
 */
final class TerraformState {

  private static final Pattern SENSITIVE =
      Pattern.compile(
          "(.*_)?(password|secret|secret_key|secret_string|secret_data|secret_value|client_secret|private_key(_pem|_openssh)?|token|api_key|access_key|auth_key|connection_string|shared_key|signing_key|credentials_json)");

  private static final Set<String> OF_RANDOM = Set.of("random_password", "random_bytes");
  private static final int SHORTEST = 6;

  private String type = "";
  private String name = "";
  private final Deque<String> path = new ArrayDeque<>();
  private final ObjIntConsumer<String> found;

  private TerraformState(ObjIntConsumer<String> found) {
    this.found = found;
  }

  /**
   * Tells the address and the line of each.
   *
   * @return whether it is JSON to its end
   */
  static boolean in(InputStream json, ObjIntConsumer<String> found) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      new TerraformState(found).read(parser);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private void read(JsonParser parser) {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> path.push(of(parser));
        case END_OBJECT, END_ARRAY -> path.pop();
        case VALUE_STRING -> value(parser);
        default -> {
          // Only texts are secret.
        }
      }
    }
  }

  private static String of(JsonParser parser) {
    String field = parser.currentName();
    return field == null ? "" : field;
  }

  private void value(JsonParser parser) {
    String field = of(parser);
    if (path.size() == 3 && path.contains("resources")) {
      type = field.equals("type") ? parser.getString() : type;
      name = field.equals("name") ? parser.getString() : name;
    } else if (path.contains("attributes") && sensitive(field) && real(parser.getString())) {
      found.accept(
          "%s.%s %s".formatted(type, name, field), parser.currentTokenLocation().getLineNr());
    }
  }

  private boolean sensitive(String field) {
    return SENSITIVE.matcher(field.toLowerCase(Locale.ROOT)).matches()
        || (OF_RANDOM.contains(type) && (field.equals("result") || field.equals("base64")));
  }

  private static boolean real(String value) {
    byte[] bytes = value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return value.length() >= SHORTEST
        && !LooksLike.of(bytes).setting()
        && !Wording.standIn(Bytes.of(bytes));
  }
}
