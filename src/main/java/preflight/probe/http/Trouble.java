package preflight.probe.http;

/** What broke a connection, apart from how far it had come. */
public enum Trouble {
  NAME_NOT_FOUND("the name does not resolve"),
  RESOLVER_FAILED("the resolver gave no answer"),
  REFUSED("connection refused"),
  CONNECT_TIMEOUT("no answer to the connection attempt"),
  UNREACHABLE("no route to the host"),
  RESET("the peer reset the connection"),
  CUT("the peer ended the connection in the middle of its answer"),
  CLOSED("the peer accepted the connection and closed it without an answer"),
  SILENT("the peer accepted the connection and said nothing"),
  TOO_SLOW("the answer had begun and did not end in time"),
  OTHER_PROTOCOL("what answered does not speak HTTP"),
  NOT_TLS("the peer does not answer in TLS"),
  TLS_EXPECTED("the peer answered in TLS to plain text"),
  TLS_FAILED("the TLS handshake failed"),
  UNTRUSTED("the certificate's issuer is not trusted"),
  WRONG_HOST("the certificate is for another host"),
  EXPIRED("the certificate has expired"),
  NOT_YET_VALID("the certificate is not valid yet"),
  MALFORMED("the answer is not valid HTTP"),
  UNSENDABLE_HEADER("a header holds characters that cannot be sent"),
  NO_AUTHORITY("the declared certificate authority cannot be used");

  private final String words;

  Trouble(String words) {
    this.words = words;
  }

  /** The trouble in words, without a full stop. */
  public String words() {
    return words;
  }
}
