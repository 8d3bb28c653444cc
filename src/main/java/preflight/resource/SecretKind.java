package preflight.resource;

/** What a value in a secret store is. */
public enum SecretKind {
  CREDENTIAL,
  SETTING,
  PEM,
  JSON,
  MULTILINE
}
