package preflight.probe.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import preflight.probe.PeerText;
import preflight.probe.Redaction;

/**
 * The beginning of a response's body, decompressed and read as UTF-8.
 *
 * @param text with U+FFFD for what is no UTF-8
 * @param wellFormed whether all of it was UTF-8
 * @param truncated whether more followed than a probe reads
 */
public record Body(PeerText text, boolean wellFormed, boolean truncated) {

  /** How much of a body a probe reads. */
  public static final int LIMIT = 64 * 1024;

  /** Of whoever sent none. */
  public static final Body NONE = of(PeerText.NOTHING);

  public static Body of(PeerText text) {
    return new Body(text, true, false);
  }

  static Body of(byte[] bytes, boolean truncated, Redaction redaction) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Body(heard(text, truncated, redaction), true, truncated);
    } catch (CharacterCodingException _) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return new Body(heard(text, truncated, redaction), false, truncated);
    }
  }

  private static PeerText heard(String text, boolean truncated, Redaction redaction) {
    return truncated ? redaction.heardInPart(text) : redaction.heard(text);
  }
}
