package preflight.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A way in which a peer may write a credential that it repeats. */
public enum Spelling {
  AS_IT_IS(it -> it),
  URL_ENCODED(it -> URLEncoder.encode(it, UTF_8)),
  URL_ENCODED_WHOLE(it -> bytes(it, b -> "%%%02X".formatted(b))),
  URL_ENCODED_TWICE(it -> URLEncoder.encode(URLEncoder.encode(it, UTF_8), UTF_8)),
  JSON_ESCAPED(Spelling::json),
  JSON_IN_JSON(it -> json(json(it))),
  UNICODE_ESCAPED(it -> each(it, c -> "\\u%04x".formatted(c))),
  UNICODE_BRACES(it -> each(it, c -> "\\u{%x}".formatted(c))),
  HEX_ESCAPED(it -> bytes(it, b -> "\\x%02x".formatted(b))),
  OCTAL_ESCAPED(it -> bytes(it, b -> "\\%03o".formatted(b))),
  HTML_NAMED(it ->
      it.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")),
  HTML_DECIMAL(it -> each(it, c -> "&#%d;".formatted(c))),
  HTML_HEX(it -> each(it, c -> "&#x%X;".formatted(c))),
  SQL_DOUBLED(it -> it.replace("'", "''")),
  SQL_ESCAPED(it -> "E'" + it.replace("\\", "\\\\").replace("'", "\\'") + "'"),
  SHELL_QUOTED(it -> "'" + it.replace("'", "'\\''") + "'"),
  QUOTED_PRINTABLE(it -> bytes(it, b -> "=%02X".formatted(b))),
  UPPER_CASE(it -> it.toUpperCase(Locale.ROOT)),
  LOWER_CASE(it -> it.toLowerCase(Locale.ROOT)),
  REVERSED(it -> new StringBuilder(it).reverse().toString()),
  HEX(it -> HexFormat.of().formatHex(it.getBytes(UTF_8))),
  HEX_UPPER_CASE(it -> HexFormat.of().withUpperCase().formatHex(it.getBytes(UTF_8))),
  HEX_COLONS(it -> HexFormat.ofDelimiter(":").formatHex(it.getBytes(UTF_8))),
  HEX_BLANKS(it -> HexFormat.ofDelimiter(" ").formatHex(it.getBytes(UTF_8))),
  HEX_ARRAY(it -> bytes(it, b -> "0x%02x, ".formatted(b))),
  BYTEA(it -> "\\x" + HexFormat.of().formatHex(it.getBytes(UTF_8))),
  BASE64(it -> Base64.getEncoder().encodeToString(it.getBytes(UTF_8))),
  BASE64_URL(it -> Base64.getUrlEncoder().withoutPadding().encodeToString(it.getBytes(UTF_8))),
  BASE64_LINES(
      it -> Base64.getMimeEncoder(16, "\n".getBytes(UTF_8)).encodeToString(it.getBytes(UTF_8))),
  BASE64_OF_MORE(it -> Base64.getEncoder().encodeToString(("app:" + it).getBytes(UTF_8))),
  BASE64_OF_JSON(it ->
      Base64.getEncoder().encodeToString("{\"p\":\"%s\"}".formatted(json(it)).getBytes(UTF_8))),
  BASE64_TWICE(it -> BASE64.of(BASE64.of(it))),
  ONE_BLANK(it -> it.substring(0, 5) + " " + it.substring(5)),
  BLANKS(it -> each(it, c -> (char) c + " ")),
  ONE_NUL(it -> it.substring(0, 6) + '\0' + it.substring(6)),
  UTF_16(it -> each(it, c -> (char) c + "\0")),
  ZERO_WIDTH(it -> each(it, c -> (char) c + "\u200b")),
  GROUPS_OF_FOUR(it -> it.replaceAll("(.{4})", "$1-")),
  LINE_BREAK(it -> it.substring(0, 9) + "\r\n\t" + it.substring(9)),
  FULL_WIDTH(it -> each(it, c -> c > ' ' && c < 127 ? "" + (char) (c + 0xFEE0) : "" + (char) c)),
  BEGINNING(it -> it.substring(0, 8) + "…"),
  END(it -> "****" + it.substring(it.length() - 8)),
  MIDDLE(it -> "…" + it.substring(5, 15) + "…");

  // Functions that hold nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Function<String, String> spelling;

  Spelling(Function<String, String> spelling) {
    this.spelling = spelling;
  }

  public String of(String credential) {
    return spelling.apply(credential);
  }

  private static String json(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/");
  }

  private static String each(String text, IntFunction<String> to) {
    return text.chars().mapToObj(to).collect(Collectors.joining());
  }

  private static String bytes(String text, IntFunction<String> to) {
    var all = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      all.append(to.apply(b & 0xff));
    }
    return all.toString();
  }
}
