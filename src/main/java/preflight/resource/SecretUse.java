package preflight.resource;

/** What a credential opens, and so how hard it must be to guess. */
public enum SecretUse {
  /** It signs tokens: whoever has one of them can try keys as fast as a machine can. */
  SIGNING_KEY(256, "Whoever guesses the key signs tokens for any user."),

  /**
   * The password of a Redis or Postgres, which is asked for each guess. What managed services and
   * Terraform's examples generate begins at 12 random letters and digits.
   */
  STORE_PASSWORD(
      SecretUse.STORE_BITS,
      "Whoever guesses the password and reaches the store reads and changes its data."),

  /** Such as a key of an API. */
  OTHER(SecretUse.USUAL_BITS, "Whoever guesses the credential is taken for its owner.");

  /** Of {@link #OTHER}; a constant, so that an annotation can name it. */
  public static final int USUAL_BITS = 128;

  /** Of {@link #STORE_PASSWORD}. */
  public static final int STORE_BITS = 72;

  private final int bits;
  private final String stake;

  SecretUse(int bits, String stake) {
    this.bits = bits;
    this.stake = stake;
  }

  /** The strength that it needs where nobody says another. */
  public int bits() {
    return bits;
  }

  /** What guessing it gives away, a sentence. */
  public String stake() {
    return stake;
  }
}
