/** The search for what credentials share. */
@NullMarked
package preflight.probe.secret.overlap;

import org.jspecify.annotations.NullMarked;
