/** What a run will ask, with everything decided about it. */
@NullMarked
package preflight.check.plan;

import org.jspecify.annotations.NullMarked;
