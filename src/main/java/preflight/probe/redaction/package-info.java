/** How credentials are found in what a peer says, however they are spelled there. */
@NullMarked
package preflight.probe.redaction;

import org.jspecify.annotations.NullMarked;
