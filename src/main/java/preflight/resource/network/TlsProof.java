package preflight.resource.network;

/** What the certificate of a server must prove. */
public enum TlsProof {
  /** Nothing: whoever answers is believed. */
  NONE,
  /** An older word for {@link #AUTHORITY}. */
  CHAIN,
  /** That a trusted authority issued it, whatever host it names. */
  AUTHORITY,
  /** That a trusted authority issued it for the host that is dialled. */
  FULL
}
