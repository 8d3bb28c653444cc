package preflight.sandbox;

/** Where services and tagged revisions answer. */
interface Ingress {

  /** The URL of a service, or of a tag of it; opened where there is none yet. */
  String open(String service);

  String open(String service, String tag);

  /** From here on those answer who have traffic. */
  void route(Deployed service);

  /** From here on nobody answers. */
  void close(String service);
}
