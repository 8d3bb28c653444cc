package preflight.probe.secret.form;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import preflight.probe.secret.text.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON Web Token, as far as anybody can read it. */
record WebToken(Map<String, String> header, Map<String, String> claims) {

  private static final int LONGEST_CLAIM = 128;

  static Optional<WebToken> of(Bytes header, Bytes claims) {
    try {
      var decoder = Base64.getUrlDecoder();
      return Optional.of(
          new WebToken(
              fields(decoder.decode(header.copy())), fields(decoder.decode(claims.copy()))));
    } catch (IllegalArgumentException | JacksonException e) {
      return Optional.empty();
    }
  }

  /** The texts and numbers of an object; what lies deeper does not matter. */
  private static Map<String, String> fields(byte[] json) {
    var fields = new HashMap<String, String>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isScalarValue() && parser.getString().length() <= LONGEST_CLAIM) {
          fields.put(name, parser.getString());
        }
        parser.skipChildren();
      }
    }
    return fields;
  }

  /** Whether it opens something: signed, not expired, not public, and of no example. */
  boolean opens(Instant now) {
    return header.containsKey("alg")
        && !"none".equalsIgnoreCase(header.get("alg"))
        && !expired(now)
        && !"1234567890".equals(claims.get("sub"))
        && !"John Doe".equals(claims.get("name"))
        && !"anon".equals(claims.get("role"))
        && !claims.getOrDefault("iss", "").contains("demo")
        && !claims.getOrDefault("iss", "").contains("example");
  }

  boolean serviceRole() {
    return "service_role".equals(claims.get("role"));
  }

  private boolean expired(Instant now) {
    String until = claims.get("exp");
    try {
      return until != null && Double.parseDouble(until) < now.getEpochSecond();
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
