package preflight.resource.network;

/** How a Postgres client insists on encryption, as libpq names it. */
public enum TlsMode {
  DISABLE,
  PREFER,
  REQUIRE,
  VERIFY_CA,
  VERIFY_FULL
}
