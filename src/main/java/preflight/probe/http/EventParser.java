package preflight.probe.http;

/**
 * Counts the events of a stream as its bytes come (HTML Living Standard, section 9.2.6): lines end
 * with CR, LF or both, an empty line ends an event, and one without data is none.
 */
final class EventParser {

  private boolean lineEmpty = true;
  private boolean data;
  private boolean afterCarriageReturn;
  private final StringBuilder field = new StringBuilder();
  private boolean inField = true;

  /** How many events these bytes complete. */
  int feed(byte[] bytes, int count) {
    int events = 0;
    for (int i = 0; i < count; i++) {
      char next = (char) (bytes[i] & 0xff);
      boolean secondHalf = next == '\n' && afterCarriageReturn;
      afterCarriageReturn = next == '\r';
      if (!secondHalf) {
        events += next == '\n' || next == '\r' ? endOfLine() : inLine(next);
      }
    }
    return events;
  }

  private int inLine(char next) {
    lineEmpty = false;
    if (next == ':') {
      inField = false;
    }
    if (inField && field.length() < 8) {
      field.append(next);
    }
    return 0;
  }

  private int endOfLine() {
    boolean complete = lineEmpty && data;
    if (lineEmpty) {
      data = false;
    } else if (field.toString().equals("data")) {
      data = true;
    }
    lineEmpty = true;
    inField = true;
    field.setLength(0);
    return complete ? 1 : 0;
  }
}
