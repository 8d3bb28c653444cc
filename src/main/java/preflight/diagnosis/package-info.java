/** Class, root cause and explanation of every failure. Pure functions over a finished run. */
@NullMarked
package preflight.diagnosis;

import org.jspecify.annotations.NullMarked;
