/** Runs a plan concurrently, in order of need, within its deadline. */
@NullMarked
package preflight.engine;

import org.jspecify.annotations.NullMarked;
