package preflight.probe.secret.text;

/**
 * How hard a value is to guess.
 *
 * @param bits an estimate from its alphabet, with repetitions, sequences and words counting little
 * @param alphabet what it is written in, for example {@code hex}
 * @param length in characters, of binary data in bytes
 * @param inUrl whether it is that of the password in a URL
 */
public record Strength(int bits, String alphabet, int length, boolean inUrl) {

  static final String BINARY = "binary data";

  Strength(int bits, String alphabet, int length) {
    this(bits, alphabet, length, false);
  }

  public boolean isBinary() {
    return alphabet.equals(BINARY);
  }

  Strength ofPasswordInUrl() {
    return new Strength(bits, alphabet, length, true);
  }
}
