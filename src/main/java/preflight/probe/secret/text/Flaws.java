package preflight.probe.secret.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/** Finds characters that nobody typed on purpose. */
public final class Flaws {

  private static final int QUOTE_BYTES = 3;
  private static final byte DELETE = 0x7f;
  private static final int MOSTLY_TEXT_PERCENT = 85;

  private Flaws() {}

  public static Set<Flaw> of(byte[] value) {
    var found = EnumSet.noneOf(Flaw.class);
    if (utf16(value)) {
      found.add(Flaw.BYTE_ORDER_MARK);
      return found;
    }
    if (value.length == 0 || binary(value)) {
      return found;
    }
    Bytes trimmed = Bytes.of(value).trimmed();
    ends(value, trimmed, found);
    for (int i = 0; i < value.length; i++) {
      at(value, i, trimmed, found);
    }
    return found;
  }

  private static void ends(byte[] value, Bytes trimmed, Set<Flaw> found) {
    byte first = value[0];
    byte last = value[value.length - 1];
    if (last == '\n' || last == '\r') {
      found.add(Flaw.TRAILING_LINE_BREAK);
    }
    if (last == ' ' || last == '\t') {
      found.add(Flaw.TRAILING_BLANK);
    }
    if (Bytes.blank(first)) {
      found.add(Flaw.LEADING_BLANK);
    }
    if (is(value, 0, 0xEF, 0xBB, 0xBF)) {
      found.add(Flaw.BYTE_ORDER_MARK);
    }
    int length = trimmed.length();
    if (length >= 2 && trimmed.charAt(0) == trimmed.charAt(length - 1)) {
      char quote = trimmed.charAt(0);
      if (quote == '"' || quote == '\'' || quote == '`') {
        found.add(Flaw.QUOTES);
      }
    }
    if (curly(value, trimmed.from()) && curly(value, trimmed.to() - QUOTE_BYTES)) {
      found.add(Flaw.QUOTES);
    }
  }

  private static void at(byte[] value, int i, Bytes trimmed, Set<Flaw> found) {
    switch (value[i]) {
      case 0 -> found.add(Flaw.NUL);
      case '\r' -> found.add(Flaw.CARRIAGE_RETURN);
      case '\n' -> {
        if (i > trimmed.from() && i < trimmed.to()) {
          found.add(Flaw.INNER_LINE_BREAK);
        }
      }
      case '\\' -> {
        if (i + 1 < value.length && (value[i + 1] == 'n' || value[i + 1] == 'r')) {
          found.add(Flaw.LITERAL_ESCAPE);
        }
      }
      case (byte) 0xC2 -> {
        if (is(value, i, 0xC2, 0xA0)) {
          found.add(Flaw.NO_BREAK_SPACE);
        }
        if (is(value, i, 0xC2, 0xAD)) {
          found.add(Flaw.ZERO_WIDTH);
        }
      }
      case (byte) 0xA0 -> {
        if (i == 0 || value[i - 1] >= 0) {
          found.add(Flaw.NO_BREAK_SPACE);
        }
      }
      case (byte) 0xE2 -> {
        if (i + 2 < value.length && invisible(value[i + 1], value[i + 2])) {
          found.add(Flaw.ZERO_WIDTH);
        }
      }
      case (byte) 0xEF -> {
        if (i > 0 && is(value, i, 0xEF, 0xBB, 0xBF)) {
          found.add(Flaw.ZERO_WIDTH);
        }
      }
      default -> {
        if ((value[i] > 0 && value[i] < ' ' && !Bytes.blank(value[i])) || value[i] == DELETE) {
          found.add(Flaw.CONTROL);
        }
      }
    }
  }

  /** U+200B to U+200F, U+2028 to U+202E, and U+2060 to U+2064. */
  private static boolean invisible(byte second, byte third) {
    int value = third & 0xff;
    return switch (second & 0xff) {
      case 0x80 -> (value >= 0x8B && value <= 0x8F) || (value >= 0xA8 && value <= 0xAE);
      case 0x81 -> value >= 0xA0 && value <= 0xA4;
      default -> false;
    };
  }

  /** U+2018 to U+201F, which word processors make of quotes. */
  private static boolean curly(byte[] value, int at) {
    return at >= 0
        && is(value, at, 0xE2, 0x80)
        && at + 2 < value.length
        && (value[at + 2] & 0xff) >= 0x98
        && (value[at + 2] & 0xff) <= 0x9F;
  }

  /** As a shell writes a file that was meant for Windows: a mark, and every other byte is NUL. */
  private static boolean utf16(byte[] value) {
    boolean littleEndian = is(value, 0, 0xFF, 0xFE);
    if (!littleEndian && !is(value, 0, 0xFE, 0xFF)) {
      return false;
    }
    int zeros = 0;
    for (int i = littleEndian ? 3 : 2; i < value.length; i += 2) {
      zeros += value[i] == 0 ? 1 : 0;
    }
    return zeros > 0 && zeros * 4 >= value.length - 2;
  }

  private static boolean is(byte[] value, int at, int... bytes) {
    if (at + bytes.length > value.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((value[at + i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Raw key material: neither UTF-8 nor mostly printable. */
  static boolean binary(byte[] value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return false;
    } catch (CharacterCodingException e) {
      int printable = 0;
      for (byte b : value) {
        printable += (b >= ' ' && b < 127) || Bytes.blank(b) ? 1 : 0;
      }
      return printable * 100 < value.length * MOSTLY_TEXT_PERCENT;
    }
  }
}
