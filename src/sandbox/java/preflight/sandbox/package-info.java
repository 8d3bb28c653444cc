/** A whole environment on this machine, healthy or broken on purpose. Runs in its own process. */
@NullMarked
package preflight.sandbox;

import org.jspecify.annotations.NullMarked;
