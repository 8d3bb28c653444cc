package preflight.probe.secret.text;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Walks over the DER encoding of a key (ITU-T X.690) and picks the numbers and strings that are its
 * own; headers and names of algorithms are alike in all keys.
 */
final class Der {

  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int CONSTRUCTED = 0xA0;
  private static final int OWN = 16;
  private static final int DEEPEST = 8;

  private Der() {}

  static void walk(byte[] der, Consumer<byte[]> own) {
    walk(der, 0, der.length, 0, own);
  }

  /** Whether the stretch was well-formed. */
  private static boolean walk(byte[] der, int from, int to, int depth, Consumer<byte[]> own) {
    int at = from;
    while (at + 2 <= to && depth < DEEPEST) {
      int tag = der[at] & 0xff;
      int length = der[at + 1] & 0xff;
      int start = at + 2;
      if (length > 0x80) {
        int count = length & 0x7f;
        if (count > 3 || start + count > to) {
          return false;
        }
        length = 0;
        for (int i = 0; i < count; i++) {
          length = (length << 8) | (der[start++] & 0xff);
        }
      }
      int end = start + length;
      if (end > to) {
        return false;
      }
      visit(der, tag, start, end, depth, own);
      at = end;
    }
    return at == to;
  }

  private static void visit(
      byte[] der, int tag, int start, int end, int depth, Consumer<byte[]> own) {
    switch (tag) {
      case SEQUENCE -> walk(der, start, end, depth + 1, own);
      case OCTET_STRING -> {
        boolean nested =
            start < end
                && (der[start] == SEQUENCE || der[start] == OCTET_STRING)
                && walk(der, start, end, depth + 1, _ -> {});
        if (nested) {
          walk(der, start, end, depth + 1, own);
        } else {
          keep(der, start, end, own);
        }
      }
      case INTEGER, BIT_STRING -> keep(der, start, end, own);
      default -> {
        if ((tag & 0xE0) == CONSTRUCTED) {
          walk(der, start, end, depth + 1, own);
        }
      }
    }
  }

  private static void keep(byte[] der, int start, int end, Consumer<byte[]> own) {
    if (end - start >= OWN) {
      own.accept(Arrays.copyOfRange(der, start, end));
    }
  }
}
