package preflight.probe.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * The beginning of a response's body, decompressed and read as UTF-8.
 *
 * @param text with U+FFFD for what is no UTF-8; not to be shown as it is
 * @param wellFormed whether all of it was UTF-8
 * @param truncated whether more followed than a probe reads
 * @param hiding takes the credentials of the run out of a text
 */
public record Body(
    String text, boolean wellFormed, boolean truncated, UnaryOperator<String> hiding) {

  /** How much of a body a probe reads. */
  public static final int LIMIT = 64 * 1024;

  private static final int SHOWN = 8 * 1024;

  public static Body of(String text) {
    return new Body(text, true, false, it -> it);
  }

  static Body of(byte[] bytes, boolean truncated, UnaryOperator<String> hiding) {
    try {
      return new Body(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(),
          true,
          truncated,
          hiding);
    } catch (CharacterCodingException _) {
      return new Body(new String(bytes, StandardCharsets.UTF_8), false, truncated, hiding);
    }
  }

  /** Its beginning, without credentials of the run. */
  public String shown() {
    return hiding.apply(text.substring(0, Math.min(SHOWN, text.length())));
  }
}
