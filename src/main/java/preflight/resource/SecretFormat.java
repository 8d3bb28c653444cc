package preflight.resource;

/** A format that a value can be required to have. */
public enum SecretFormat {
  HEX,
  BASE64("openssl rand -base64 32"),
  UUID("uuidgen"),
  URL,
  NUMBER,
  PEM,
  FERNET("KEY=$(openssl rand -base64 32) && printf %s \"$KEY\" | tr '+/' '-_'"),
  JSON;

  /** Prints what most formats can be made of. */
  static final String RANDOM = "openssl rand -hex 32";

  private final String generator;

  SecretFormat() {
    this(RANDOM);
  }

  SecretFormat(String generator) {
    this.generator = generator;
  }

  /** A command that prints a new random value, or fails; it may end it with a line break. */
  String generator() {
    return generator;
  }
}
