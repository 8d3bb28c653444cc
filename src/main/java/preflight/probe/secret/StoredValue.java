package preflight.probe.secret;

import preflight.probe.SecretValue;

/**
 * A value as a store handed it over.
 *
 * @param version the number behind {@code latest}; empty where the store has no versions
 */
record StoredValue(SecretValue value, String version, Checksum checksum) {}
