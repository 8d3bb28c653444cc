package preflight.probe.secret.text;

/** Characters that nobody types into a credential on purpose. */
public enum Flaw {
  TRAILING_LINE_BREAK("ends with a line break", true),
  CARRIAGE_RETURN("has a carriage return", true),
  INNER_LINE_BREAK("has a line break inside", true),
  LEADING_BLANK("begins with a blank", true),
  TRAILING_BLANK("ends with a blank", true),
  BYTE_ORDER_MARK("begins with a byte order mark", false),
  NO_BREAK_SPACE("has a no-break space", false),
  ZERO_WIDTH("has an invisible character", false),
  QUOTES("is wrapped in quotes", true),
  NUL("has a NUL byte", false),
  CONTROL("has a control character", false),
  LITERAL_ESCAPE("has a backslash and an n where a line break was meant", true);

  private final String words;
  private final boolean usualInDocuments;

  Flaw(String words, boolean usualInDocuments) {
    this.words = words;
    this.usualInDocuments = usualInDocuments;
  }

  /** What is wrong, to follow the words "the value". */
  public String words() {
    return words;
  }

  /** Whether a value of several lines, such as a PEM key or JSON, may well have it. */
  public boolean usualInDocuments() {
    return usualInDocuments;
  }
}
