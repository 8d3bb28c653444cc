package preflight.resource.network;

/** What the certificate of a server must prove. */
public enum TlsProof {
  /** That a trusted authority issued it, whatever host it names. */
  CHAIN,
  /** That a trusted authority issued it for the host that is dialled. */
  FULL
}
