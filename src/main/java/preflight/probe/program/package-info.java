/** Programs of the profile. */
@NullMarked
package preflight.probe.program;

import org.jspecify.annotations.NullMarked;
