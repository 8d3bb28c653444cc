/** The ladder to every peer: look-up, connection and TLS, timed, and what breaks on them. */
@NullMarked
package preflight.probe.network;

import org.jspecify.annotations.NullMarked;
