package preflight.probe.secret.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import preflight.resource.SecretFormat;
import preflight.resource.url.UrlMistake;
import preflight.resource.url.UrlReading;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Says why a value does not have a format, without showing it. */
public final class Formats {

  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");
  private static final Pattern PEM_BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*");
  private static final Pattern PEM_BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]{1,40})-----[ \\t]*\\R(?:[A-Za-z-]+: [^\\r\\n]*\\R)*+"
              + "([A-Za-z0-9+/=\\s]*+)-----END \\1-----\\s*");
  private static final int FERNET_KEY_CHARACTERS = 44;
  private static final int FERNET_KEY_BYTES = 32;

  private Formats() {}

  /** Empty where the value has the format. */
  public static Optional<String> problem(byte[] value, SecretFormat format) {
    Bytes text = Bytes.of(value);
    return switch (format) {
      case HEX -> hex(text);
      case BASE64 -> base64(value, Base64.getDecoder(), Base64.getUrlDecoder());
      case UUID -> when(!UUID.matcher(text).matches(), "it is no UUID of 8-4-4-4-12 hex digits");
      case URL -> url(value);
      case NUMBER -> when(!NUMBER.matcher(text).matches(), "it has other characters than digits");
      case PEM -> pem(text.trimmed());
      case FERNET -> fernet(value);
      case JSON -> json(value);
    };
  }

  private static Optional<String> hex(Bytes text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return Optional.of("character " + (i + 1) + " is no hex digit");
      }
    }
    return when(text.length() % 2 == 1, "it has an odd number of hex digits: " + text.length())
        .or(() -> when(text.length() == 0, "it is empty"));
  }

  private static Optional<String> base64(byte[] value, Base64.Decoder... decoders) {
    for (Base64.Decoder decoder : decoders) {
      try {
        byte[] decoded = decoder.decode(value);
        boolean empty = decoded.length == 0;
        Arrays.fill(decoded, (byte) 0);
        return when(empty, "it is empty");
      } catch (IllegalArgumentException e) {
        // Perhaps the other alphabet.
      }
    }
    return Optional.of("it is base64 of neither alphabet");
  }

  private static Optional<String> url(byte[] value) {
    return UrlReading.of(new String(value, UTF_8)).mistaken().map(UrlMistake::words);
  }

  /** One block or a chain of them. */
  private static Optional<String> pem(Bytes text) {
    if (!PEM_BEGIN.matcher(text).lookingAt()) {
      return Optional.of("it does not begin with -----BEGIN …-----");
    }
    Matcher block = PEM_BLOCK.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!block.region(at, text.length()).lookingAt()) {
        return Optional.of(
            "between BEGIN and END stands something other than base64, or the END line of its"
                + " BEGIN line is missing");
      }
      byte[] body = text.subSequence(block.start(2), block.end(2)).copy();
      boolean sound = base64(body, Base64.getMimeDecoder()).isEmpty();
      Arrays.fill(body, (byte) 0);
      if (!sound) {
        return Optional.of("what stands between BEGIN and END is no base64");
      }
      at = block.end();
    }
    return Optional.empty();
  }

  private static Optional<String> fernet(byte[] value) {
    try {
      byte[] key = Base64.getUrlDecoder().decode(value);
      int length = key.length;
      Arrays.fill(key, (byte) 0);
      return when(
              length != FERNET_KEY_BYTES,
              "a Fernet key is 32 bytes in URL-safe base64, and these are " + length + " bytes")
          .or(() ->
              when(
                  value.length != FERNET_KEY_CHARACTERS,
                  "it lacks the = that a Fernet key ends with"));
    } catch (IllegalArgumentException e) {
      return Optional.of("a Fernet key is 32 bytes in URL-safe base64, and this is no such base64");
    }
  }

  private static Optional<String> json(byte[] value) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), value)) {
      if (parser.nextToken() == null) {
        return Optional.of("it is empty");
      }
      parser.skipChildren();
      return when(parser.nextToken() != null, "it goes on after the end of the document");
    } catch (JacksonException e) {
      var at = e.getLocation();
      return Optional.of(
          at == null
              ? "it is no JSON"
              : "it is no JSON: line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
    }
  }

  private static Optional<String> when(boolean problem, String words) {
    return problem ? Optional.of(words) : Optional.empty();
  }
}
