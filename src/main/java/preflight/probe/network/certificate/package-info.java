/** Certificates and keys as text: whom a client believes, and what it shows of itself. */
@NullMarked
package preflight.probe.network.certificate;

import org.jspecify.annotations.NullMarked;
