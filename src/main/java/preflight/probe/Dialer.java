package preflight.probe;

/**
 * Climbs resolve → tcp → tls and times each rung. All addresses of a name are tried in turn, one
 * attempt each, until one accepts; what fails above TCP is final.
 */
public interface Dialer {

  Dial dial(Destination destination) throws InterruptedException;
}
