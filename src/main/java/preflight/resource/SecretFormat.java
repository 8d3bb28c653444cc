package preflight.resource;

/** A format that a value can be required to have. */
public enum SecretFormat {
  HEX,
  BASE64,
  UUID,
  URL,
  NUMBER,
  PEM,
  FERNET,
  JSON
}
