package preflight.probe.secret;

/** Whether a payload arrived as it was stored (CRC32C). */
public enum Checksum {
  MATCHES,
  DIFFERS,
  /** The store sent none. */
  ABSENT
}
