/** Files, their YAML, and the variables of the caller in it. */
@NullMarked
package preflight.profile.reading;

import org.jspecify.annotations.NullMarked;
