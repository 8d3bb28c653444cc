package preflight.resource.field;

/** Which values of a field ask for less than another value of it. */
public enum Weaker {
  /** Nothing is said of it; of a threshold, any other value may ask for less. */
  UNSAID,
  /** None: the field asks for nothing. */
  NONE,
  /** A smaller number, {@code false}, an earlier constant, or a list that lacks something. */
  LESS,
  /** A larger number, or a list that admits more. */
  MORE
}
